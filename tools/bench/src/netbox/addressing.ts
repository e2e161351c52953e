import { id, named, NULL, PORTS, scattered, stamps, table, typeId, type Table } from './table.ts';

/** Addresses of a device, and how many of them share a network. */
export const ADDRESSES = 8;
export const IN_NETWORK = 240;
const VLANS = 20;
const CHANGES = 6;

const networkOf = (at: number): string => `10.${at >> 8}.${at & 0xff}`;

const vlan = table('ipam_vlan', ({ sites }) => sites * VLANS, {
  ...stamps,
  id,
  vid: (n) => 100 + ((n - 1) % VLANS),
  name: (n) => `net-${n}`,
  status: 'active',
  description: '',
  group_id: (n) => Math.ceil(n / VLANS),
  role_id: NULL,
  site_id: (n) => Math.ceil(n / VLANS),
  tenant_id: NULL,
  comments: '',
  qinq_role: NULL,
  qinq_svlan_id: NULL,
});

const prefix = table('ipam_prefix', ({ prefixes }) => prefixes, {
  ...stamps,
  id,
  prefix: (n) => `${networkOf(n - 1)}.0/24`,
  status: 'active',
  is_pool: 'f',
  description: '',
  role_id: NULL,
  tenant_id: (n) => 1 + (n % 100),
  vlan_id: NULL,
  vrf_id: (n) => (n % 4 === 0 ? 1 + (n % 5) : null),
  _children: '0',
  _depth: '0',
  mark_utilized: 'f',
  comments: '',
  scope_id: (n, { sites }) => 1 + (n % sites),
  scope_type_id: String(typeId('dcim.site')),
  _location_id: NULL,
  _region_id: NULL,
  _site_id: (n, { sites }) => 1 + (n % sites),
  _site_group_id: NULL,
});

const address = table('ipam_ipaddress', ({ devices }) => devices * ADDRESSES, {
  ...stamps,
  id,
  address: (n) => `${networkOf(Math.floor((n - 1) / IN_NETWORK))}.${1 + ((n - 1) % IN_NETWORK)}/24`,
  status: (n) => (n % 7 === 0 ? 'reserved' : 'active'),
  role: NULL,
  assigned_object_id: (n) =>
    (Math.ceil(n / ADDRESSES) - 1) * PORTS + ((n - 1) % ADDRESSES === 0 ? PORTS : 9 + (n % ADDRESSES)),
  dns_name: (n) => (n % 2 === 0 ? `host-${n}.example.net` : ''),
  description: '',
  assigned_object_type_id: String(typeId('dcim.interface')),
  nat_inside_id: NULL,
  tenant_id: NULL,
  vrf_id: (n) => {
    const network = 1 + Math.floor((n - 1) / IN_NETWORK);
    return network % 4 === 0 ? 1 + (network % 5) : null;
  },
  comments: '',
});

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');

const image = (n: number): string =>
  JSON.stringify({
    created: '2022-01-01T00:00:00Z',
    name: `Ethernet1/${n % 48}`,
    label: '',
    enabled: n % 2 === 0,
    mtu: null,
    description: `uplink ${n}`,
    device: Math.ceil(n / CHANGES),
    custom_fields: {},
    tags: [],
  });

const change = table('core_objectchange', ({ devices }) => devices * CHANGES, {
  id,
  time: (n) =>
    `2024-0${1 + (n % 9)}-${String(1 + (n % 28)).padStart(2, '0')} 10:11:12.${String(n % 1000).padStart(3, '0')}+00`,
  user_name: (n) => `user${1 + (n % 3)}`,
  request_id: (n) => `${hex(scattered(n, 0xffffff), 8)}-0000-4000-8000-${hex(n, 12)}`,
  action: 'update',
  changed_object_id: (n) => 1 + scattered(n, Math.ceil((n * PORTS) / CHANGES)),
  related_object_id: (n) => Math.ceil(n / CHANGES),
  object_repr: (n) => `Ethernet1/${n % 48}`,
  prechange_data: image,
  postchange_data: (n) => image(n + 1),
  changed_object_type_id: String(typeId('dcim.interface')),
  related_object_type_id: String(typeId('dcim.device')),
  user_id: (n) => 1 + (n % 3),
});

/** Addressing, tags and history. */
export const addressingTables: readonly Table[] = [
  table('ipam_vrf', 5, {
    ...stamps,
    id,
    name: (n) => `vrf-${n}`,
    rd: (n) => `65000:${n}`,
    enforce_unique: 't',
    description: '',
    tenant_id: NULL,
    comments: '',
  }),
  table(
    'ipam_vlangroup',
    ({ sites }) => sites,
    named('Vlans', {
      scope_id: id,
      scope_type_id: String(typeId('dcim.site')),
      vid_ranges: '{"[1,4095)"}',
      _total_vlan_ids: '4094',
    }),
  ),
  vlan,
  prefix,
  address,
  table('extras_taggeditem', ({ devices }) => devices * 2, {
    object_id: (n) => Math.ceil(n / 2),
    id,
    content_type_id: String(typeId('dcim.device')),
    tag_id: (n) => 1 + ((n * 7) % 20),
  }),
  change,
];
