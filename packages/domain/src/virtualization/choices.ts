import { choiceSet } from '@plumbline/kit';

/** Life of a cluster. */
export const clusterStatus = choiceSet('virtualization.clusterStatus', [
  ['planned', 'Planned', 'cyan'],
  ['staging', 'Staging', 'blue'],
  ['active', 'Active', 'green'],
  ['decommissioning', 'Decommissioning', 'yellow'],
  ['offline', 'Offline', 'red'],
]);

/** Life of a virtual machine. */
export const virtualMachineStatus = choiceSet('virtualization.virtualMachineStatus', [
  ['offline', 'Offline', 'gray'],
  ['active', 'Active', 'green'],
  ['planned', 'Planned', 'cyan'],
  ['staged', 'Staged', 'blue'],
  ['failed', 'Failed', 'red'],
  ['decommissioning', 'Decommissioning', 'yellow'],
  ['paused', 'Paused', 'orange'],
]);

/** Whether a machine starts with its host. */
export const virtualMachineStartOnBoot = choiceSet('virtualization.virtualMachineStartOnBoot', [
  ['on', 'On', 'green'],
  ['off', 'Off', 'gray'],
  ['laststate', 'Last State', 'cyan'],
]);
