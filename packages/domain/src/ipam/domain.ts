import { defineDomain, type DomainRule } from '@plumbline/engine';
import { scopeRules } from '../dcim/site/scope.rules.ts';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { aggregateRules } from './prefix/aggregate.rules.ts';
import { asnRangeRules } from './asn/asn-range.rules.ts';
import { deviceAddressRules } from './ip-address/device-address.rules.ts';
import { ipamSettings } from './global-unique.ts';
import { interfaceVlanRules } from './vlan/interface-vlans.rules.ts';
import { ipRangeRules } from './ip-address/ip-range.rules.ts';
import { ipAddressRules } from './ip-address/ip-address.rules.ts';
import { prefixRules } from './prefix/prefix.rules.ts';
import { serviceCommands } from './service/service.commands.ts';
import { serviceRules } from './service/service.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { vlanRules } from './vlan/vlan.rules.ts';
import { vrfRules } from './vrf/vrf.rules.ts';
import { entities } from './index.gen.ts';

const rules: readonly DomainRule[] = [
  ...vrfRules,
  ...scopeRules('ipam.Prefix', 'ipam.prefix.7'),
  ...prefixRules,
  ...aggregateRules,
  ...ipRangeRules,
  ...asnRangeRules,
  ...serviceRules,
  ...serviceCommands,
  ...ipAddressRules,
  ...deviceAddressRules,
  ...vlanRules,
  ...interfaceVlanRules,
  ...tagRules(entities),
  ...customFieldValueRules(entities),
];

/** Prefixes, addresses, VRFs and VLANs. */
export const ipam = defineDomain({ name: 'ipam', entities, rules, settings: ipamSettings });
