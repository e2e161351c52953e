import { id, NULL, PORTS, stamps, table, typeId, type Table } from './table.ts';

/** Cables that begin at a device; as many end there. */
const CABLES = 4;
const LAG = 47;
const MANAGEMENT = 48;
/** Vlans of a site. */
const VLANS = 20;

const deviceOf = (n: number): number => 1 + Math.floor((n - 1) / PORTS);
const portOf = (n: number): number => 1 + ((n - 1) % PORTS);
const interfaceOf = (device: number, port: number): number => (device - 1) * PORTS + port;

/** Each device is cabled to the next, the last to the first. */
const neighbourOf = (device: number, devices: number): number => 1 + (device % devices);
const beforeOf = (device: number, devices: number): number => 1 + ((device - 2 + devices) % devices);

const nameOf = (port: number): string => {
  if (port === LAG) return 'Port-channel1';
  return port === MANAGEMENT ? 'Management1' : `Ethernet1/${port}`;
};

const cableOf = (n: number, devices: number): number | null => {
  const [device, port] = [deviceOf(n), portOf(n)];
  if (port <= CABLES) return (device - 1) * CABLES + port;
  return port <= 2 * CABLES ? (beforeOf(device, devices) - 1) * CABLES + port - CABLES : null;
};

const interfaces = table('dcim_interface', ({ devices }) => devices * PORTS, {
  ...stamps,
  id,
  name: (n) => nameOf(portOf(n)),
  label: '',
  description: (n) => (n % 3 === 0 ? `uplink to "peer" ${n}` : ''),
  mark_connected: 'f',
  enabled: (n) => (n % 11 === 0 ? 'f' : 't'),
  mtu: (n) => (n % 4 === 0 ? 9216 : null),
  mode: (n) => (portOf(n) === LAG ? 'tagged' : portOf(n) > 24 && portOf(n) < LAG ? 'access' : null),
  _name: (n) => `9999999999999999Ethernet1/${String(portOf(n)).padStart(6, '0')}............`,
  type: (n) => (portOf(n) === LAG ? 'lag' : portOf(n) === MANAGEMENT ? '1000base-t' : '25gbase-x-sfp28'),
  mgmt_only: (n) => (portOf(n) === MANAGEMENT ? 't' : 'f'),
  _path_id: NULL,
  cable_id: (n, { devices }) => cableOf(n, devices),
  device_id: deviceOf,
  lag_id: (n) => (portOf(n) === 45 || portOf(n) === 46 ? interfaceOf(deviceOf(n), LAG) : null),
  parent_id: NULL,
  untagged_vlan_id: (n, { sites }) =>
    portOf(n) > 24 && portOf(n) < LAG
      ? (Math.floor((deviceOf(n) - 1) / 10) % sites) * VLANS + 1 + (portOf(n) % VLANS)
      : null,
  wwn: NULL,
  bridge_id: NULL,
  rf_role: '',
  rf_channel: '',
  rf_channel_frequency: NULL,
  rf_channel_width: NULL,
  tx_power: NULL,
  wireless_link_id: NULL,
  module_id: NULL,
  vrf_id: NULL,
  duplex: NULL,
  speed: (n) => (portOf(n) < LAG ? 25_000_000 : null),
  poe_mode: NULL,
  poe_type: NULL,
  cable_end: (n) => (portOf(n) <= CABLES ? 'A' : portOf(n) <= 2 * CABLES ? 'B' : NULL),
  vlan_translation_policy_id: NULL,
  qinq_svlan_id: NULL,
  primary_mac_address_id: (n) =>
    portOf(n) === 1 ? deviceOf(n) * 2 - 1 : portOf(n) === MANAGEMENT ? deviceOf(n) * 2 : null,
});

const macs = table('dcim_macaddress', ({ devices }) => devices * 2, {
  id,
  ...stamps,
  description: '',
  comments: '',
  mac_address: (n) => `02:00${n.toString(16).padStart(8, '0').replaceAll(/(..)/g, ':$1')}`,
  assigned_object_id: (n) => interfaceOf(Math.ceil(n / 2), n % 2 === 1 ? 1 : MANAGEMENT),
  assigned_object_type_id: String(typeId('dcim.interface')),
});

const port = (perDevice: number, label: string, extra: Table['columns']): Table['columns'] => ({
  ...stamps,
  id,
  name: (n) => `${label}${1 + ((n - 1) % perDevice)}`,
  label: '',
  description: '',
  _name: (n) => `${label}0000000${1 + ((n - 1) % perDevice)}`,
  mark_connected: 'f',
  _path_id: NULL,
  cable_id: NULL,
  device_id: (n) => Math.ceil(n / perDevice),
  module_id: NULL,
  cable_end: NULL,
  ...extra,
});

const cables = table('dcim_cable', ({ devices }) => devices * CABLES, {
  ...stamps,
  id,
  type: 'smf',
  status: 'connected',
  label: (n) => `C-${n}`,
  color: 'ffeb3b',
  length: (n) => `${1 + (n % 30)}.00`,
  length_unit: 'm',
  _abs_length: (n) => `${1 + (n % 30)}.0000`,
  tenant_id: NULL,
  comments: '',
  description: '',
});

const endDevice = (n: number, devices: number): number => {
  const device = Math.ceil(n / (2 * CABLES));
  return n % 2 === 1 ? device : neighbourOf(device, devices);
};

const terminations = table('dcim_cabletermination', ({ devices }) => devices * CABLES * 2, {
  id,
  cable_end: (n) => (n % 2 === 1 ? 'A' : 'B'),
  termination_id: (n, { devices }) => {
    const at = 1 + ((Math.ceil(n / 2) - 1) % CABLES);
    return interfaceOf(endDevice(n, devices), n % 2 === 1 ? at : at + CABLES);
  },
  cable_id: (n) => Math.ceil(n / 2),
  termination_type_id: String(typeId('dcim.interface')),
  _device_id: (n, { devices }) => endDevice(n, devices),
  _rack_id: NULL,
  _location_id: NULL,
  _site_id: NULL,
  created: '2022-01-01 00:00:00+00',
  last_updated: '2022-01-01 00:00:00+00',
});

/** Parts of devices, and the cables between them. */
export const portTables: readonly Table[] = [
  interfaces,
  table('dcim_interface_tagged_vlans', ({ devices }) => devices * 2, {
    id,
    interface_id: (n) => interfaceOf(Math.ceil(n / 2), LAG),
    vlan_id: (n, { sites }) => (Math.floor((Math.ceil(n / 2) - 1) / 10) % sites) * VLANS + 1 + (n % 2),
  }),
  macs,
  table('dcim_consoleport', ({ devices }) => devices, port(1, 'Console', { type: 'rj-45', speed: NULL })),
  table(
    'dcim_powerport',
    ({ devices }) => devices * 2,
    port(2, 'PSU', { type: 'iec-60320-c14', maximum_draw: '550', allocated_draw: NULL }),
  ),
  cables,
  terminations,
];
