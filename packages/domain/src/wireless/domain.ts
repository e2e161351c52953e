import { defineDomain, type DomainRule } from '@plumbline/engine';
import { scopeRules } from '../dcim/site/scope.rules.ts';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { entities } from './index.gen.ts';
import { wirelessLinkRules } from './wireless-link.rules.ts';

const rules: readonly DomainRule[] = [
  ...scopeRules('wireless.WirelessLan', 'wireless.wirelesslan.scope'),
  ...wirelessLinkRules,
  ...tagRules(entities),
  ...customFieldValueRules(entities),
];

/** Wireless LANs and radio links. */
export const wireless = defineDomain({ name: 'wireless', entities, rules });
