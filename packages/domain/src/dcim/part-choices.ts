import { choiceSet } from '@plumbline/kit';

/** Life of an inventory item. */
export const inventoryItemStatus = choiceSet('dcim.inventoryItemStatus', [
  ['offline', 'Offline', 'gray'],
  ['active', 'Active', 'green'],
  ['planned', 'Planned', 'cyan'],
  ['staged', 'Staged', 'blue'],
  ['failed', 'Failed', 'red'],
  ['decommissioning', 'Decommissioning', 'yellow'],
]);

/** Direction in which air crosses a module. */
export const moduleAirflow = choiceSet('dcim.moduleAirflow', [
  ['front-to-rear', 'Front to rear'],
  ['rear-to-front', 'Rear to front'],
  ['left-to-right', 'Left to right'],
  ['right-to-left', 'Right to left'],
  ['side-to-rear', 'Side to rear'],
  ['passive', 'Passive'],
]);

/** Life of a module. */
export const moduleStatus = choiceSet('dcim.moduleStatus', [
  ['offline', 'Offline', 'gray'],
  ['active', 'Active', 'green'],
  ['planned', 'Planned', 'cyan'],
  ['staged', 'Staged', 'blue'],
  ['failed', 'Failed', 'red'],
  ['decommissioning', 'Decommissioning', 'yellow'],
]);

/** Life of a power feed. */
export const powerFeedStatus = choiceSet('dcim.powerFeedStatus', [
  ['offline', 'Offline', 'gray'],
  ['active', 'Active', 'green'],
  ['planned', 'Planned', 'blue'],
  ['failed', 'Failed', 'red'],
]);

/** Whether a feed is the first or the spare one. */
export const powerFeedType = choiceSet('dcim.powerFeedType', [
  ['primary', 'Primary', 'green'],
  ['redundant', 'Redundant', 'cyan'],
]);

/** Kind of current. */
export const powerFeedSupply = choiceSet(
  'dcim.powerFeedSupply',
  [
    ['ac', 'AC'],
    ['dc', 'DC'],
  ],
  { closed: true },
);

/** Phases of a feed. */
export const powerFeedPhase = choiceSet(
  'dcim.powerFeedPhase',
  [
    ['single-phase', 'Single phase'],
    ['three-phase', 'Three-phase'],
  ],
  { closed: true },
);

/** Life of a virtual device context. */
export const virtualDeviceContextStatus = choiceSet('dcim.virtualDeviceContextStatus', [
  ['active', 'Active', 'green'],
  ['planned', 'Planned', 'cyan'],
  ['offline', 'Offline', 'red'],
]);

/** Unit of a distance. */
export const distanceUnit = choiceSet(
  'dcim.distanceUnit',
  [
    ['km', 'Kilometers'],
    ['m', 'Meters'],
    ['mi', 'Miles'],
    ['ft', 'Feet'],
  ],
  { closed: true },
);
