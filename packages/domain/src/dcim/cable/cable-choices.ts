import { choiceSet } from '@plumbline/kit';

/** End of a cable. */
export const cableEnd = choiceSet(
  'dcim.cableEnd',
  [
    ['A', 'A'],
    ['B', 'B'],
  ],
  { closed: true },
);

/** Unit of a cable length. */
export const cableLengthUnit = choiceSet(
  'dcim.cableLengthUnit',
  [
    ['km', 'Kilometers'],
    ['m', 'Meters'],
    ['cm', 'Centimeters'],
    ['mi', 'Miles'],
    ['ft', 'Feet'],
    ['in', 'Inches'],
  ],
  { closed: true },
);

/** How the connectors and positions of one end lead to the other. */
export const cableProfile = choiceSet('dcim.cableProfile', [
  ['single-1c1p', '1C1P', undefined, 'Single'],
  ['single-1c2p', '1C2P', undefined, 'Single'],
  ['single-1c4p', '1C4P', undefined, 'Single'],
  ['single-1c6p', '1C6P', undefined, 'Single'],
  ['single-1c8p', '1C8P', undefined, 'Single'],
  ['single-1c12p', '1C12P', undefined, 'Single'],
  ['single-1c16p', '1C16P', undefined, 'Single'],
  ['trunk-2c1p', '2C1P trunk', undefined, 'Trunk'],
  ['trunk-2c2p', '2C2P trunk', undefined, 'Trunk'],
  ['trunk-2c4p', '2C4P trunk', undefined, 'Trunk'],
  ['trunk-2c4p-shuffle', '2C4P trunk (shuffle)', undefined, 'Trunk'],
  ['trunk-2c6p', '2C6P trunk', undefined, 'Trunk'],
  ['trunk-2c8p', '2C8P trunk', undefined, 'Trunk'],
  ['trunk-2c12p', '2C12P trunk', undefined, 'Trunk'],
  ['trunk-4c1p', '4C1P trunk', undefined, 'Trunk'],
  ['trunk-4c2p', '4C2P trunk', undefined, 'Trunk'],
  ['trunk-4c4p', '4C4P trunk', undefined, 'Trunk'],
  ['trunk-4c4p-shuffle', '4C4P trunk (shuffle)', undefined, 'Trunk'],
  ['trunk-4c6p', '4C6P trunk', undefined, 'Trunk'],
  ['trunk-4c8p', '4C8P trunk', undefined, 'Trunk'],
  ['trunk-8c4p', '8C4P trunk', undefined, 'Trunk'],
  ['breakout-1c2p-2c1p', '1C2P:2C1P breakout', undefined, 'Breakout'],
  ['breakout-1c4p-4c1p', '1C4P:4C1P breakout', undefined, 'Breakout'],
  ['breakout-1c6p-6c1p', '1C6P:6C1P breakout', undefined, 'Breakout'],
  ['breakout-1c8p-8c1p', '1C8P:8C1P breakout', undefined, 'Breakout'],
  ['breakout-2c4p-8c1p-shuffle', '2C4P:8C1P breakout (shuffle)', undefined, 'Breakout'],
]);

/** What a cable is made of. */
export const cableType = choiceSet('dcim.cableType', [
  ['cat3', 'CAT3', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['cat5', 'CAT5', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['cat5e', 'CAT5e', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['cat6', 'CAT6', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['cat6a', 'CAT6a', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['cat7', 'CAT7', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['cat7a', 'CAT7a', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['cat8', 'CAT8', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['mrj21-trunk', 'MRJ21 Trunk', undefined, 'Copper - Twisted Pair (UTP/STP)'],
  ['dac-active', 'Direct Attach Copper (Active)', undefined, 'Copper - Twinax (DAC)'],
  ['dac-passive', 'Direct Attach Copper (Passive)', undefined, 'Copper - Twinax (DAC)'],
  ['coaxial', 'Coaxial', undefined, 'Copper - Coaxial'],
  ['rg-6', 'RG-6', undefined, 'Copper - Coaxial'],
  ['rg-8', 'RG-8', undefined, 'Copper - Coaxial'],
  ['rg-11', 'RG-11', undefined, 'Copper - Coaxial'],
  ['rg-59', 'RG-59', undefined, 'Copper - Coaxial'],
  ['rg-62', 'RG-62', undefined, 'Copper - Coaxial'],
  ['rg-213', 'RG-213', undefined, 'Copper - Coaxial'],
  ['lmr-100', 'LMR-100', undefined, 'Copper - Coaxial'],
  ['lmr-200', 'LMR-200', undefined, 'Copper - Coaxial'],
  ['lmr-400', 'LMR-400', undefined, 'Copper - Coaxial'],
  ['mmf', 'Multimode Fiber', undefined, 'Fiber - Multimode'],
  ['mmf-om1', 'Multimode Fiber (OM1)', undefined, 'Fiber - Multimode'],
  ['mmf-om2', 'Multimode Fiber (OM2)', undefined, 'Fiber - Multimode'],
  ['mmf-om3', 'Multimode Fiber (OM3)', undefined, 'Fiber - Multimode'],
  ['mmf-om4', 'Multimode Fiber (OM4)', undefined, 'Fiber - Multimode'],
  ['mmf-om5', 'Multimode Fiber (OM5)', undefined, 'Fiber - Multimode'],
  ['smf', 'Single-mode Fiber', undefined, 'Fiber - Single-mode'],
  ['smf-os1', 'Single-mode Fiber (OS1)', undefined, 'Fiber - Single-mode'],
  ['smf-os2', 'Single-mode Fiber (OS2)', undefined, 'Fiber - Single-mode'],
  ['aoc', 'Active Optical Cabling (AOC)', undefined, 'Fiber - Other'],
  ['power', 'Power', undefined, 'Power'],
  ['usb', 'USB', undefined, 'USB'],
]);

/** Life of a link. */
export const linkStatus = choiceSet('dcim.linkStatus', [
  ['connected', 'Connected', 'green'],
  ['planned', 'Planned', 'blue'],
  ['decommissioning', 'Decommissioning', 'yellow'],
]);
