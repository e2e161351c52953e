import { id, named, NULL, scattered, stamps, table, typeId, type Table } from './table.ts';

const tree = { lft: '1', rght: '2', tree_id: id, level: '0', parent_id: NULL };

const counters = (kinds: readonly string[], counts: Readonly<Record<string, string>>): Table['columns'] =>
  Object.fromEntries(kinds.map((kind) => [`${kind}_count`, counts[kind] ?? '0']));

const PARTS = [
  'console_port',
  'console_server_port',
  'power_port',
  'power_outlet',
  'interface',
  'front_port',
  'rear_port',
  'device_bay',
  'module_bay',
  'inventory_item',
];

/** Devices that share a rack, one unit each. */
const IN_RACK = 10;

const users = table('users_user', 3, {
  id,
  password: 'pbkdf2_sha256$320000$KyNg5z5jzFDJUGhtBQu8zC$OOs3eJU2VD8h/LCOVV0rsjQjgHJm6VKsht/zPuvzHWc=',
  last_login: NULL,
  is_superuser: 'f',
  username: (n) => `user${n}`,
  first_name: '',
  last_name: '',
  email: (n) => `user${n}@example.net`,
  is_staff: 'f',
  is_active: 't',
  date_joined: '2022-01-01 00:00:00+00',
});

const deviceType = table('dcim_devicetype', 20, {
  ...stamps,
  id,
  model: (n) => `Switch ${n}`,
  slug: (n) => `switch-${n}`,
  part_number: (n) => `SW-${n * 37}`,
  u_height: '1.0',
  is_full_depth: 't',
  subdevice_role: NULL,
  front_image: '',
  rear_image: '',
  comments: '',
  manufacturer_id: (n) => 1 + (n % 10),
  airflow: 'front-to-rear',
  weight: '7.50',
  weight_unit: 'kg',
  _abs_weight: '7500',
  description: '',
  default_platform_id: NULL,
  ...counters(
    PARTS.map((part) => `${part}_template`),
    {},
  ),
  exclude_from_utilization: 'f',
});

const site = table('dcim_site', ({ sites }) => sites, {
  ...named('Site'),
  custom_field_data: (n) => `{"code": "S${n}"}`,
  status: 'active',
  facility: (n) => `Hall ${n % 9}`,
  time_zone: 'Europe/Berlin',
  physical_address: (n) => `Road ${n}\\nTown ${n % 50}`,
  shipping_address: '',
  latitude: (n) => (scattered(n, 180_000_000) / 1e6 - 90).toFixed(6),
  longitude: (n) => (scattered(n, 360_000_000) / 1e6 - 180).toFixed(6),
  comments: '',
  group_id: NULL,
  region_id: (n) => 1 + (n % 10),
  tenant_id: (n) => 1 + (n % 100),
});

const rack = table('dcim_rack', ({ racks }) => racks, {
  ...stamps,
  id,
  name: (n) => `R${String(n).padStart(5, '0')}`,
  facility_id: NULL,
  status: 'active',
  serial: '',
  asset_tag: NULL,
  form_factor: '4-post-cabinet',
  width: '19',
  u_height: '42',
  desc_units: 'f',
  outer_width: NULL,
  outer_depth: NULL,
  outer_unit: NULL,
  comments: '',
  location_id: NULL,
  role_id: NULL,
  site_id: (n, { sites }) => 1 + ((n - 1) % sites),
  tenant_id: NULL,
  weight: NULL,
  max_weight: NULL,
  weight_unit: NULL,
  _abs_weight: NULL,
  _abs_max_weight: NULL,
  mounting_depth: NULL,
  description: '',
  starting_unit: '1',
  rack_type_id: NULL,
  airflow: NULL,
});

const rackOf = (device: number): number => 1 + Math.floor((device - 1) / IN_RACK);

const device = table('dcim_device', ({ devices }) => devices, {
  ...stamps,
  custom_field_data: (n) => `{"owner": "team-${n % 30}", "cost": ${(n % 1000) / 10}, "code": null}`,
  id,
  local_context_data: (n) => (n % 50 === 0 ? '{"ntp": ["10.0.0.1", "10.0.0.2"]}' : null),
  name: (n) => `s${String(n % 1000).padStart(3, '0')}-leaf-${String(n).padStart(6, '0')}`,
  serial: (n) => `SN${scattered(n, 0xffffff).toString(16).toUpperCase()}${n}`,
  asset_tag: (n) => (n % 2 === 0 ? `AT${n}` : null),
  position: (n) => `${1 + ((n - 1) % IN_RACK) * 2}.0`,
  face: 'front',
  status: (n) => (n % 7 === 0 ? 'planned' : 'active'),
  vc_position: NULL,
  vc_priority: NULL,
  comments: (n) => (n % 20 === 0 ? 'Moved here,\\nsee the "plan".' : ''),
  cluster_id: NULL,
  role_id: (n) => 1 + (n % 10),
  device_type_id: (n) => 1 + (n % 20),
  location_id: NULL,
  platform_id: (n) => 1 + (n % 5),
  primary_ip4_id: (n) => (n - 1) * 8 + 1,
  primary_ip6_id: NULL,
  rack_id: rackOf,
  site_id: (n, { sites }) => 1 + ((rackOf(n) - 1) % sites),
  tenant_id: (n) => (n % 3 === 0 ? 1 + (n % 100) : null),
  virtual_chassis_id: NULL,
  airflow: NULL,
  description: (n) => (n % 4 === 0 ? `device ${n}` : ''),
  config_template_id: NULL,
  latitude: NULL,
  longitude: NULL,
  oob_ip_id: NULL,
  ...counters(PARTS, { console_port: '1', power_port: '2', interface: '48' }),
});

const customFields = table('extras_customfield', 3, {
  id,
  type: (n) => (n === 2 ? 'decimal' : 'text'),
  name: (n) => ['owner', 'cost', 'code'][n - 1] ?? '',
  label: '',
  description: '',
  required: 'f',
  filter_logic: 'loose',
  default: NULL,
  weight: '100',
  validation_minimum: NULL,
  validation_maximum: NULL,
  validation_regex: '',
  created: '2022-01-01 00:00:00+00',
  last_updated: '2022-01-01 00:00:00+00',
  related_object_type_id: NULL,
  group_name: '',
  search_weight: '1000',
  is_cloneable: 'f',
  choice_set_id: NULL,
  ui_editable: 'yes',
  ui_visible: 'always',
  comments: '',
  unique: 'f',
  related_object_filter: NULL,
});

const customFieldTypes = table('extras_customfield_object_types', 4, {
  id,
  customfield_id: (n) => Math.min(n, 3),
  objecttype_id: (n) => typeId(n === 4 ? 'dcim.site' : 'dcim.device'),
});

/** Accounts, places, hardware and the definitions that other rows need. */
export const placeTables: readonly Table[] = [
  users,
  customFields,
  customFieldTypes,
  table('extras_tag', 20, {
    name: (n) => `Tag ${n}`,
    slug: (n) => `tag-${n}`,
    created: '2022-01-01 00:00:00+00',
    last_updated: '2022-01-01 00:00:00+00',
    id,
    color: (n) => (n * 99_991).toString(16).padStart(6, '0').slice(0, 6),
    description: '',
  }),
  table('tenancy_tenant', 100, named('Tenant', { comments: '', group_id: NULL })),
  table('dcim_region', 10, { ...named('Region'), ...tree }),
  table('dcim_manufacturer', 10, named('Maker')),
  table('dcim_devicerole', 10, named('Role', { color: '4caf50', vm_role: 'f', config_template_id: NULL })),
  table('dcim_platform', 5, named('Platform', { manufacturer_id: NULL, config_template_id: NULL })),
  deviceType,
  site,
  rack,
  device,
];
