import { defineDomain } from '@plumbline/engine';
import { entities } from './index.gen.ts';

/** Prefixes, addresses, VRFs and VLANs. */
export const ipam = defineDomain({ name: 'ipam', entities, rules: [] });
