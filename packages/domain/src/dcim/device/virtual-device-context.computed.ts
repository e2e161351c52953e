import { computed } from '@plumbline/engine';
import { primaryIp } from './machine-computed.ts';

/** What follows from the fields of a virtual device context. */
export const virtualDeviceContextComputed = computed('dcim.VirtualDeviceContext', { primaryIp });
