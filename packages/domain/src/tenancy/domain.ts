import { defineDomain } from '@plumbline/engine';
import { entities } from './index.gen.ts';

/** Whom things are kept for. */
export const tenancy = defineDomain({ name: 'tenancy', entities, rules: [] });
