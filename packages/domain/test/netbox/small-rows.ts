import { named, row, typeId, type Rows } from './small-dump.ts';

/** Values of a row by column. */
export type Values = Readonly<Record<string, string | number | null>>;

/** What an object without values of custom fields has in their column. */
export const CUSTOM = { custom_field_data: '{}' };

export const userRow = (id: number, username: string, values: Values = {}): Rows[number] => ({
  id,
  username,
  password: '!',
  is_superuser: 'f',
  first_name: '',
  last_name: '',
  email: '',
  is_active: 't',
  date_joined: '2020-01-02 03:04:05+00',
  last_login: null,
  ...values,
});

/** The device type of small dumps, of manufacturer 3. */
export const deviceTypeRow = (values: Values = {}): Rows[number] =>
  row(5, {
    model: 'M1',
    slug: 'm1',
    manufacturer_id: 3,
    u_height: '1.0',
    is_full_depth: 't',
    part_number: '',
    ...CUSTOM,
    ...values,
  });

/** A device of that type with role 4 in site 7. */
export const deviceRow = (id: number, values: Values = {}): Rows[number] =>
  row(id, { name: `d${id}`, device_type_id: 5, role_id: 4, site_id: 7, status: 'active', ...CUSTOM, ...values });

/** A rack in site 7. */
export const rackRow = (values: Values = {}): Rows[number] =>
  row(8, {
    name: 'R',
    site_id: 7,
    status: 'active',
    width: 19,
    u_height: 42,
    starting_unit: 1,
    desc_units: 'f',
    ...CUSTOM,
    ...values,
  });

/** An interface of device 1. */
export const interfaceRow = (id: number, name: string, values: Values = {}): Rows[number] =>
  row(id, {
    name,
    device_id: 1,
    type: '1000base-t',
    enabled: 't',
    mgmt_only: 'f',
    mark_connected: 'f',
    ...CUSTOM,
    ...values,
  });

/** So many virtual interfaces of device 1. */
export const virtualInterfaces = (count: number, values: (at: number) => Values = () => ({})): Rows[number][] =>
  Array.from({ length: count }, (_, at) => interfaceRow(at + 1, `e${at}`, { type: 'virtual', ...values(at) }));

/** A job that ran to its end. */
export const jobRow = (id: number, values: Values = {}): Rows[number] => ({
  id,
  object_id: 7,
  name: 'Audit',
  created: '2023-05-01 10:00:00+00',
  scheduled: null,
  interval: null,
  started: '2023-05-01 10:00:01+00',
  completed: '2023-05-01 10:00:09+00',
  status: 'completed',
  data: null,
  job_id: `00000000-0000-0000-0000-00000000000${id}`,
  object_type_id: typeId('dcim.site'),
  user_id: 5,
  error: '',
  ...values,
});

/** Columns that front and rear ports share, of device 1. */
export const PORT = {
  device_id: 1,
  label: '',
  description: '',
  type: '8p8c',
  color: '',
  mark_connected: 'f',
  ...CUSTOM,
};

export const cableRow = (id: number, values: Values): Rows[number] =>
  row(id, { type: 'cat6', status: 'connected', label: '', color: '', ...CUSTOM, ...values });

export const customFieldRow = (id: number, name: string, type: string, values: Values = {}): Rows[number] =>
  row(id, {
    name,
    type,
    required: 'f',
    weight: 100,
    search_weight: 1000,
    filter_logic: 'loose',
    ui_visible: 'always',
    ui_editable: 'yes',
    is_cloneable: 'f',
    ...values,
  });

/** One site, one device type and devices of it, each with the columns its table had for long. */
export const deviceTables = (devices: readonly Values[]): Record<string, Rows> => ({
  dcim_site: [named(7, 'Main site', { status: 'active' })],
  dcim_manufacturer: [named(3, 'Maker')],
  dcim_devicerole: [named(4, 'Router', { color: '00aaff', vm_role: 't' })],
  dcim_devicetype: [deviceTypeRow()],
  dcim_device: devices.map((device, i) => deviceRow(i + 1, { primary_ip4_id: null, ...device })),
});
