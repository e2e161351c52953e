import { defineDomain, type DomainRule } from '@plumbline/engine';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { entities } from './index.gen.ts';
import { IpsecResolver } from './ipsec.resolver.ts';
import { ipsecRules } from './ipsec.rules.ts';
import { l2vpnRules } from './l2vpn.rules.ts';

const rules: readonly DomainRule[] = [
  ...ipsecRules,
  ...l2vpnRules,
  ...tagRules(entities),
  ...customFieldValueRules(entities),
];

/** Tunnels, L2VPNs and the policies behind them. */
export const vpn = defineDomain({ name: 'vpn', entities, rules, resolvers: [IpsecResolver] });
