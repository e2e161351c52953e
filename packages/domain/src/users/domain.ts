import { defineDomain } from '@plumbline/engine';
import { entities } from './index.gen.ts';

/** Who signs in, and with what. */
export const users = defineDomain({ name: 'users', entities, rules: [] });
