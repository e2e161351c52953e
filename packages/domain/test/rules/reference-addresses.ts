import type { Numbered } from './reference.ts';

const DOMAIN = 'packages/domain/src/';
const UTILIZATION = `${DOMAIN}ipam/prefix/utilization.test.ts`;
const PREFIX = `${DOMAIN}ipam/prefix/prefix.rules.test.ts`;
const COMPUTED_ADDRESSES = 'packages/domain/test/computed-addresses.test.ts';
const FREE = [COMPUTED_ADDRESSES, 'every prefix is as full, and has as first free address and block'] as const;

/** Rules about prefixes, addresses, VRFs and VLANs. */
export const addressing: Readonly<Record<string, Numbered>> = {
  'ipam.vrf.1': { says: 'a route distinguisher stands once', unique: ['ipam.Vrf rd'] },
  'ipam.prefix.1': {
    says: 'a prefix stands once where that is enforced',
    tests: [
      [PREFIX, 'host bits are cleared and the whole internet is refused'],
      [PREFIX, 'uniqueness outside VRFs can be turned off'],
    ],
  },
  'ipam.prefix.2': {
    says: 'the hierarchy follows from containment',
    tests: [[PREFIX, 'parent, depth and children follow inserts, resizes, moves and deletes']],
  },
  'ipam.prefix.3': { says: 'which addresses are usable', tests: [FREE] },
  'ipam.prefix.4': { says: 'which addresses are free', tests: [FREE] },
  'ipam.prefix.5': { says: 'which prefixes are free', tests: [FREE] },
  'ipam.prefix.6': {
    says: 'how full a prefix is',
    tests: [
      [UTILIZATION, 'a container counts the union of its children'],
      [UTILIZATION, 'a subnet counts distinct addresses and full ranges'],
      FREE,
    ],
  },
  'ipam.prefix.7': { says: 'places follow from the scope' },
  'ipam.ipaddress.1': { says: 'network and broadcast addresses are not assigned' },
  'ipam.ipaddress.2': { says: 'a host stands once unless its role is shared' },
  'ipam.ipaddress.3': { says: 'an address in use stays; slaac is IPv6; names are lower case' },
  'ipam.ipaddress.4': {
    says: 'a deleted address is cleared from its device, on record',
    tests: [
      [`${DOMAIN}ipam/ip-address/ip-address.rules.test.ts`, 'deleting an address clears it from its device, on record'],
    ],
  },
  'ipam.vlangroup.1': {
    says: 'ranges are apart and inside 1-4094; names stand once in a scope',
    unique: ['ipam.VlanGroup scope,name', 'ipam.VlanGroup scope,slug'],
  },
  'ipam.vlan.1': {
    says: 'an id is inside its group and stands once there',
    unique: ['ipam.Vlan group,vid', 'ipam.Vlan group,name'],
    limits: ['ipam.Vlan vid'],
  },
  'ipam.vlan.2': { says: 'a VLAN is at the place of its group' },
  'ipam.vlan.3': {
    says: 'a customer VLAN is carried by a service VLAN',
    unique: ['ipam.Vlan qinqSvlan,vid', 'ipam.Vlan qinqSvlan,name'],
  },
};
