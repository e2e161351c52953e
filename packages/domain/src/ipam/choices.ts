import { choiceSet } from '@plumbline/kit';

/** Use of a prefix. */
export const prefixStatus = choiceSet('ipam.prefixStatus', [
  ['container', 'Container', 'gray'],
  ['active', 'Active', 'blue'],
  ['reserved', 'Reserved', 'cyan'],
  ['deprecated', 'Deprecated', 'red'],
]);

/** Use of an address. */
export const ipAddressStatus = choiceSet('ipam.ipAddressStatus', [
  ['active', 'Active', 'blue'],
  ['reserved', 'Reserved', 'cyan'],
  ['deprecated', 'Deprecated', 'red'],
  ['dhcp', 'DHCP', 'purple'],
  ['slaac', 'SLAAC', 'purple'],
]);

/** Function of an address that differs from plain use. */
export const ipAddressRole = choiceSet('ipam.ipAddressRole', [
  ['loopback', 'Loopback', 'gray'],
  ['secondary', 'Secondary', 'blue'],
  ['anycast', 'Anycast', 'yellow'],
  ['vip', 'VIP', 'purple'],
  ['vrrp', 'VRRP', 'green'],
  ['hsrp', 'HSRP', 'green'],
  ['glbp', 'GLBP', 'green'],
  ['carp', 'CARP', 'green'],
]);

/** Life of a VLAN. */
export const vlanStatus = choiceSet('ipam.vlanStatus', [
  ['active', 'Active', 'blue'],
  ['reserved', 'Reserved', 'cyan'],
  ['deprecated', 'Deprecated', 'red'],
]);

/** Whether a VLAN carries others or is carried (IEEE 802.1ad). */
export const vlanQinqRole = choiceSet(
  'ipam.vlanQinqRole',
  [
    ['svlan', 'Service', 'blue'],
    ['cvlan', 'Customer', 'orange'],
  ],
  { closed: true },
);
