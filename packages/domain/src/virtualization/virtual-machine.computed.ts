import { computed } from '@plumbline/engine';
import { effectiveConfigTemplate, primaryIp } from '../dcim/device/machine-computed.ts';

/** What follows from the fields of a virtual machine and of what it refers to. */
export const virtualMachineComputed = computed('virtualization.VirtualMachine', { primaryIp, effectiveConfigTemplate });
