import { defineDomain, type DomainRule } from '@plumbline/engine';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { entities } from './index.gen.ts';

const rules: readonly DomainRule[] = [...tagRules(entities), ...customFieldValueRules(entities)];

/** Circuits that providers sell, and where they end. */
export const circuits = defineDomain({ name: 'circuits', entities, rules });
