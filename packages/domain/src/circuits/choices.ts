import { choiceSet } from '@plumbline/kit';

/** Life of a circuit. */
export const circuitStatus = choiceSet('circuits.circuitStatus', [
  ['planned', 'Planned', 'cyan'],
  ['provisioning', 'Provisioning', 'blue'],
  ['active', 'Active', 'green'],
  ['offline', 'Offline', 'red'],
  ['deprovisioning', 'Deprovisioning', 'yellow'],
  ['decommissioned', 'Decommissioned', 'gray'],
]);

/** Which circuit of a group carries traffic first. */
export const circuitPriority = choiceSet(
  'circuits.circuitPriority',
  [
    ['primary', 'Primary'],
    ['secondary', 'Secondary'],
    ['tertiary', 'Tertiary'],
    ['inactive', 'Inactive'],
  ],
  { closed: true },
);

/** Side of a circuit. */
export const circuitTerminationSide = choiceSet(
  'circuits.circuitTerminationSide',
  [
    ['A', 'A'],
    ['Z', 'Z'],
  ],
  { closed: true },
);

/** Part an interface plays in a virtual circuit. */
export const virtualCircuitTerminationRole = choiceSet('circuits.virtualCircuitTerminationRole', [
  ['peer', 'Peer', 'green'],
  ['hub', 'Hub', 'blue'],
  ['spoke', 'Spoke', 'orange'],
]);
