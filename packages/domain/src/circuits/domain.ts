import { defineDomain, type DomainRule } from '@plumbline/engine';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { terminationRules } from './circuit-termination.rules.ts';
import { distanceRules } from './distance.rules.ts';
import { entities } from './index.gen.ts';
import { providerRules } from './provider.rules.ts';
import { virtualCircuitRules } from './virtual-circuit.rules.ts';

const rules: readonly DomainRule[] = [
  ...distanceRules('circuits.Circuit'),
  ...providerRules,
  ...terminationRules,
  ...virtualCircuitRules,
  ...tagRules(entities),
  ...customFieldValueRules(entities),
];

/** Circuits that providers sell, and where they end. */
export const circuits = defineDomain({ name: 'circuits', entities, rules });
