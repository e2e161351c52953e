import { defineDomain } from '@plumbline/engine';
import { entities } from './index.gen.ts';

/** Sites, racks, devices, their parts and cables. */
export const dcim = defineDomain({ name: 'dcim', entities, rules: [] });
