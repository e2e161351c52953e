import { registry } from '../../data-source.ts';
import { contractOf } from '../contract/contract.ts';
import { FieldNames, Lookups } from './lookups.ts';

const lookups = new Lookups(new FieldNames(contractOf(registry)));
const only = (type: string, path: string, value: unknown) => {
  const filter = lookups.filter(type, [{ negated: false, conditions: [{ path, value }] }]);
  return (filter as { and: unknown[] }).and[0];
};

test.each<[string, string, unknown, unknown]>([
  ['dcim.Interface', 'name', 'eth0', { name: { eq: 'eth0' } }],
  ['dcim.Interface', 'mgmt_only', true, { mgmtOnly: { eq: true } }],
  ['dcim.Interface', 'name__istartswith', 'et', { name: { istartsWith: 'et' } }],
  ['dcim.Interface', 'mtu__gte', 9000, { mtu: { gte: 9000 } }],
  ['dcim.Interface', 'type__in', ['lag', 'virtual'], { type: { in: ['lag', 'virtual'] } }],
  ['dcim.Interface', 'lag', null, { lag: { isNull: true } }],
  ['dcim.Interface', 'lag', 'some-id', { lag: { id: { eq: 'some-id' } } }],
  ['dcim.Interface', 'lag__isnull', false, { lag: { isNull: false } }],
  ['dcim.Interface', 'mode', null, { mode: { isNull: true } }],
  ['dcim.Interface', 'description', '', { description: { isNull: true } }],
  [
    'dcim.Interface',
    'description__in',
    ['', 'x'],
    { or: [{ description: { in: ['x'] } }, { description: { isNull: true } }] },
  ],
  ['dcim.Interface', 'untagged_vlan__vid', 10, { untaggedVlan: { vid: { eq: 10 } } }],
  ['dcim.Interface', 'tagged_vlans__vid__in', [1, 2], { taggedVlans: { some: { vid: { in: [1, 2] } } } }],
  ['dcim.Interface', 'tagged_vlans__isnull', true, { taggedVlans: { count: { eq: 0 } } }],
  ['dcim.Interface', 'tags__slug', 'x', { tags: { some: { slug: { eq: 'x' } } } }],
  ['dcim.Interface', 'device__site__region__slug', 'eu', { device: { site: { region: { slug: { eq: 'eu' } } } } }],
  ['dcim.Interface', 'device__in', ['a', 'b'], { device: { id: { in: ['a', 'b'] } } }],
  ['dcim.Device', 'device_role__slug', 'leaf', { role: { slug: { eq: 'leaf' } } }],
  ['dcim.Device', 'consoleports__name', 'c', { consolePorts: { some: { name: { eq: 'c' } } } }],
  ['dcim.Device', 'custom_field_data__asn', 65000, { customField: [{ name: 'asn', eq: 65000 }] }],
  ['ipam.IpAddress', 'address__net_contained', '10.0.0.0/8', { address: { within: '10.0.0.0/8' } }],
  [
    'ipam.IpAddress',
    'assigned_object__name',
    'eth0',
    {
      or: [
        { assignedObject: { interface: { name: { eq: 'eth0' } } } },
        { assignedObject: { vmInterface: { name: { eq: 'eth0' } } } },
        { assignedObject: { fhrpGroup: { name: { eq: 'eth0' } } } },
      ],
    },
  ],
  ['ipam.IpAddress', 'assigned_object', null, { assignedObject: { isNull: true } }],
  ['ipam.Vlan', 'pk', 'some-id', { id: { eq: 'some-id' } }],
])('%s.filter(%s=%j) is a filter of the API', (type, path, value, expected) => {
  expect(only(type, path, value)).toEqual(expected);
});

test('exclude negates all its conditions together', () => {
  const conditions = [
    { path: 'enabled', value: true },
    { path: 'type', value: 'lag' },
  ];
  expect(lookups.filter('dcim.Interface', [{ negated: true, conditions }])).toEqual({
    and: [{ not: { and: [{ enabled: { eq: true } }, { type: { eq: 'lag' } }] } }],
  });
  expect(lookups.filter('dcim.Interface', [])).toBeUndefined();
});

test.each<[string, string, RegExp]>([
  ['dcim.Interface', 'nmae', /^Cannot resolve keyword 'nmae' into field of interface\. Did you mean "name"\?/],
  ['dcim.Interface', 'device__sites__name', /'sites' into field of device\. Did you mean "site"/],
  ['dcim.Interface', 'name__year', /Unsupported lookup 'year'/],
  ['dcim.Interface', 'mtu__icontains', /Unsupported lookup 'icontains'/],
  ['dcim.Interface', '__proto__', /Cannot resolve keyword/],
  ['dcim.Interface', 'constructor', /Cannot resolve keyword 'constructor'/],
  ['dcim.Device', 'local_context_data', /Unsupported lookup/],
])('%s.filter(%s=...) is refused', (type, path, message) => {
  expect(() => only(type, path, 'x')).toThrow(message);
});

test('orders name fields and fields of references, empty ones last upwards and first downwards', () => {
  expect(lookups.order('dcim.Interface', ['-name', 'device__name'])).toEqual([
    { field: 'name', direction: 'DESC', nulls: 'FIRST' },
    { field: 'device.name', direction: 'ASC', nulls: 'LAST' },
  ]);
  expect(lookups.order('dcim.Interface', [])).toBeUndefined();
  expect(() => lookups.order('dcim.Interface', ['device__site__name'])).toThrow("Can't order by");
  expect(() => lookups.order('dcim.Interface', ['?'])).toThrow('Cannot resolve keyword');
});
