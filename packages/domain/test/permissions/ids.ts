import type { Model } from '@plumbline/engine';
import { rowId } from '../../../engine/test/lab/seed.ts';
import { registry } from '../../src/index.ts';

/** Rows of each model in each organization; odd numbers are seen and even ones hidden by a viewer of some rows. */
export const ROWS = 24;

/** Organizations of the world; the second holds as many rows as the first. */
export const ORGANIZATIONS = ['01900000-ffff-7000-8000-000000000001', '01900000-ffff-7000-8000-000000000002'] as const;

/** Id of the row with a number, from 1 on, of a model in an organization. */
export const idOf = (model: Model | string, number: number, organization = 0): string =>
  rowId(registry, typeof model === 'string' ? model : model.name, organization, number - 1);
