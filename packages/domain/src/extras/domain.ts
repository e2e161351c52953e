import { defineDomain } from '@plumbline/engine';
import { entities } from './index.gen.ts';

/** Tags, custom fields, config contexts and templates. */
export const extras = defineDomain({ name: 'extras', entities, rules: [] });
