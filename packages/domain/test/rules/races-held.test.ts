import type { InputRow } from '@plumbline/engine';
import { Plant } from '../plant.ts';
import { stacks } from './cases/chassis.ts';
import { devicesAt, reachable } from './cases/devices.ts';
import { heardBy, overlapped, type Body } from './racing.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

/** Two writers, and a statement about rows that do not agree. */
interface Race {
  readonly change: Body;
  readonly join: Body;
  readonly disagree: string;
}

const creates =
  (model: string, ...rows: InputRow[]): Body =>
  (work) =>
    work.create(model, rows);

const updates =
  (model: string, ...rows: InputRow[]): Body =>
  (work) =>
    work.update(model, rows);

const site = (rest: InputRow = {}): Promise<string> => plant.named('dcim.Site', rest);
const location = async (at: string): Promise<string> => plant.named('dcim.Location', { site: at });

/** A location that moves to another site. */
const movingLocation = async () => {
  const [from, to] = [await site(), await site()];
  const id = await location(from);
  return { from, id, change: updates('dcim.Location', { id, site: to }) };
};

/** A device that moves to another site. */
const movingDevice = async (rest: InputRow = {}) => {
  const [from, to] = [await site(), await site()];
  const [id = ''] = await devicesAt(plant, 1, { site: from, ...rest });
  return { id, change: updates('dcim.Device', { id, site: to }) };
};

let networks = 0;
const network = (): string => `10.20.${++networks}.0/24`;

const otherPlace = (table: string, reference: string, other: string, field = 'site_id'): string =>
  `SELECT x.id FROM ${table} x JOIN ${other} y ON y.id = x.${reference} WHERE x.${field} IS DISTINCT FROM y.${field}`;

const RACES: Readonly<Record<string, () => Promise<Race>>> = {
  'a location comes below one that moves': async () => {
    const { id, from, change } = await movingLocation();
    const name = plant.name('room');
    const join = creates('dcim.Location', { name, slug: name, site: from, parent: id });
    return { change, join, disagree: otherPlace('dcim_location', 'parent_id', 'dcim_location') };
  },
  'a rack comes into a location that moves': async () => {
    const { id, from, change } = await movingLocation();
    const join = creates('dcim.Rack', { name: plant.name('rack'), site: from, location: id });
    return { change, join, disagree: otherPlace('dcim_rack', 'location_id', 'dcim_location') };
  },
  'a power panel comes into a location that moves': async () => {
    const { id, from, change } = await movingLocation();
    const join = creates('dcim.PowerPanel', { name: plant.name('panel'), site: from, location: id });
    return { change, join, disagree: otherPlace('dcim_power_panel', 'location_id', 'dcim_location') };
  },
  'a device comes into a location that moves': async () => {
    const { id, change } = await movingLocation();
    const join = creates('dcim.Device', await plant.deviceInput(await plant.type(), { location: id }));
    return { change, join, disagree: otherPlace('dcim_device', 'location_id', 'dcim_location') };
  },
  'a device comes into a rack that moves': async () => {
    const [from, to] = [await site(), await site()];
    const rack = await plant.rack(from);
    const join = creates('dcim.Device', await plant.deviceInput(await plant.type(), { rack }));
    const change = updates('dcim.Rack', { id: rack, site: to });
    return { change, join, disagree: otherPlace('dcim_device', 'rack_id', 'dcim_rack') };
  },
  'a port comes onto a device that moves': async () => {
    const { id, change } = await movingDevice();
    const join = creates('dcim.Interface', { device: id, name: 'e1', type: '1000base-t' });
    return { change, join, disagree: otherPlace('dcim_interface', 'device_id', 'dcim_device') };
  },
  'a cable comes to a device that moves': async () => {
    const { id, change } = await movingDevice();
    const [a, b] = await plant.all(
      'dcim.Interface',
      ['a', 'b'].map((name) => ({ device: id, name, type: '1000base-t' })),
    );
    const at = (port: string | undefined) => [{ interface: { id: port } }];
    const join = creates('dcim.Cable', { aTerminations: at(a), bTerminations: at(b) });
    return { change, join, disagree: otherPlace('dcim_cable_termination', 'device_id', 'dcim_device') };
  },
  'a device is installed in one that moves': async () => {
    const { id, change } = await movingDevice({ deviceType: await plant.type({ subdeviceRole: 'parent' }) });
    const device = await plant.row('dcim_device', id);
    const child = await plant.type({ subdeviceRole: 'child', uHeight: '0' });
    const [blade] = await devicesAt(plant, 1, { site: device['site_id'], deviceType: child });
    const bay = await plant.make('dcim.DeviceBay', { device: id, name: 'bay' });
    const disagree = `SELECT b.id FROM dcim_device_bay b JOIN dcim_device p ON p.id = b.device_id
      JOIN dcim_device c ON c.id = b.installed_device_id WHERE c.site_id <> p.site_id`;
    return { change, join: updates('dcim.DeviceBay', { id: bay, installedDevice: blade }), disagree };
  },
  'a prefix is scoped to a site that moves': async () => {
    const at = await site({ region: await plant.named('dcim.Region') });
    const join = creates('ipam.Prefix', { prefix: network(), scope: { site: { id: at } } });
    const change = updates('dcim.Site', { id: at, region: await plant.named('dcim.Region') });
    return { change, join, disagree: otherPlace('ipam_prefix', 'site_id', 'dcim_site', 'region_id') };
  },
  'a prefix is scoped to a location that moves': async () => {
    const { id, change } = await movingLocation();
    const join = creates('ipam.Prefix', { prefix: network(), scope: { location: { id } } });
    return { change, join, disagree: otherPlace('ipam_prefix', 'location_id', 'dcim_location') };
  },
  'a prefix comes into a VRF that moves to another address space': async () => {
    const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
    const addressSpace = await plant.named('ipam.AddressSpace');
    const join = creates('ipam.Prefix', { prefix: '10.22.0.0/24', vrf });
    const change = updates('ipam.Vrf', { id: vrf, addressSpace });
    return { change, join, disagree: otherPlace('ipam_prefix', 'vrf_id', 'ipam_vrf', 'address_space_id') };
  },
  'a rack is made of a type that changes': async () => {
    const model = plant.name('model');
    const manufacturer = await plant.named('dcim.Manufacturer');
    const type = { manufacturer, model, slug: model, formFactor: '4-post-cabinet', uHeight: 42 };
    const rackType = await plant.make('dcim.RackType', type);
    const join = creates('dcim.Rack', { name: plant.name('rack'), site: await site(), rackType });
    const change = updates('dcim.RackType', { id: rackType, uHeight: 48 });
    return { change, join, disagree: otherPlace('dcim_rack', 'rack_type_id', 'dcim_rack_type', 'u_height') };
  },
  'a device is mounted whose type grows': async () => {
    const at = await site();
    const deviceType = await plant.type();
    const input = { site: at, rack: await plant.rack(at), face: 'front', position: '1' };
    const join = creates('dcim.Device', await plant.deviceInput(deviceType, input));
    const disagree = `SELECT d.id FROM dcim_device d JOIN dcim_device_type t ON t.id = d.device_type_id
      WHERE upper(d.rack_half_units) - lower(d.rack_half_units) <> 2 * t.u_height`;
    return { change: updates('dcim.DeviceType', { id: deviceType, uHeight: '2' }), join, disagree };
  },
  'an inventory item comes into one that moves to another device': async () => {
    const [device, other] = await devicesAt(plant, 2);
    const parent = await plant.make('dcim.InventoryItem', { device, name: 'card' });
    const join = creates('dcim.InventoryItem', { device, parent, name: 'sfp' });
    const change = updates('dcim.InventoryItem', { id: parent, device: other });
    return {
      change,
      join,
      disagree: otherPlace('dcim_inventory_item', 'parent_id', 'dcim_inventory_item', 'device_id'),
    };
  },
  'a port is cabled that becomes virtual': async () => {
    const [device] = await devicesAt(plant, 1);
    const [a, b] = await plant.all(
      'dcim.Interface',
      ['a', 'b'].map((name) => ({ device, name, type: '1000base-t' })),
    );
    const at = (id: string | undefined) => [{ interface: { id } }];
    const join = creates('dcim.Cable', { aTerminations: at(a), bTerminations: at(b) });
    const disagree = "SELECT id FROM dcim_interface WHERE type = 'virtual' AND cable_id IS NOT NULL";
    return { change: updates('dcim.Interface', { id: a, type: 'virtual' }), join, disagree };
  },
  'a port is cabled that is marked as connected': async () => {
    const [device] = await devicesAt(plant, 1);
    const power = await plant.make('dcim.PowerPort', { device, name: 'psu' });
    const outlet = await plant.make('dcim.PowerOutlet', { device, name: 'out' });
    const join = creates('dcim.Cable', {
      aTerminations: [{ powerPort: { id: power } }],
      bTerminations: [{ powerOutlet: { id: outlet } }],
    });
    const disagree = 'SELECT id FROM dcim_power_port WHERE mark_connected AND cable_id IS NOT NULL';
    return { change: updates('dcim.PowerPort', { id: power, markConnected: true }), join, disagree };
  },
  'both ends of a circuit are named': async () => {
    const [provider, type] = [await plant.named('circuits.Provider'), await plant.named('circuits.CircuitType')];
    const circuit = await plant.make('circuits.Circuit', { cid: plant.name('cid'), provider, type });
    const termination = { site: { id: await site() } };
    const end = (termSide: string) => creates('circuits.CircuitTermination', { circuit, termSide, termination });
    const disagree = `SELECT t.id FROM circuits_circuit_termination t JOIN circuits_circuit c ON c.id = t.circuit_id
      WHERE t.id NOT IN (coalesce(c.termination_a_id, c.id), coalesce(c.termination_z_id, c.id))`;
    return { change: end('A'), join: end('Z'), disagree };
  },
  'a choice is taken that goes from its set': async () => {
    const set = await plant.make('extras.CustomFieldChoiceSet', {
      name: plant.name('set'),
      extraChoices: [
        ['keep', 'Keep'],
        ['gone', 'Gone'],
      ],
    });
    const name = plant.name('choice').replace('-', '_');
    const objectTypes = ['tenancy.Tenant'];
    await plant.make('extras.CustomField', { name, type: 'select', choiceSet: set, objectTypes });
    const tenant = plant.name('tenant');
    const join = creates('tenancy.Tenant', { name: tenant, slug: tenant, customFields: { [name]: 'gone' } });
    const change = updates('extras.CustomFieldChoiceSet', { id: set, extraChoices: [['keep', 'Keep']] });
    const disagree = `SELECT t.id FROM tenancy_tenant t WHERE t.custom_fields->>'${name}' = 'gone' AND EXISTS (
      SELECT 1 FROM extras_custom_field_choice_set s WHERE s.id = '${set}' AND s.extra_choices::text NOT LIKE '%gone%')`;
    return { change, join, disagree };
  },
  'a value is written whose field gets another name': async () => {
    const name = plant.name('before').replace('-', '_');
    const id = await plant.make('extras.CustomField', { name, type: 'text', objectTypes: ['dcim.RackRole'] });
    const role = plant.name('role');
    const join = creates('dcim.RackRole', { name: role, slug: role, customFields: { [name]: 'kept' } });
    const change = updates('extras.CustomField', { id, name: `${name}_after` });
    const disagree = `SELECT id FROM dcim_rack_role WHERE custom_fields ? '${name}' AND NOT EXISTS (
      SELECT 1 FROM extras_custom_field f WHERE f.name = '${name}')`;
    return { change, join, disagree };
  },
};

test.each(Object.entries(RACES))('%s meanwhile: whoever is first, the two agree', async (_, prepare) => {
  for (const isJoinFirst of [false, true]) {
    const { change, join, disagree } = await prepare();
    const outcomes = await overlapped(plant, ...(isJoinFirst ? ([join, change] as const) : ([change, join] as const)));
    expect(heardBy(outcomes)[0]).toBeNull();
    expect(await plant.dataSource.query(disagree)).toEqual([]);
  }
});

test('a feed does not go to a rack that moves to another site meanwhile', async () => {
  const [from, to] = [await site(), await site()];
  const rack = await plant.rack(from);
  const powerPanel = await plant.make('dcim.PowerPanel', { name: plant.name('panel'), site: from });
  const outcomes = await overlapped(
    plant,
    updates('dcim.Rack', { id: rack, site: to }),
    creates('dcim.PowerFeed', { name: 'feed', powerPanel, rack }),
  );
  expect(heardBy(outcomes)).toEqual([null, 'SITE_MISMATCH']);
});

/** Writers of whom only the first may get through, and what the second hears. */
const RIVALS: Readonly<Record<string, () => Promise<readonly [first: Body, second: Body, code: string]>>> = {
  'a LAG of two members does not come into a chassis that goes': async () => {
    const { ids, masters, seconds } = await stacks(plant, 1);
    const lag = await plant.make('dcim.Interface', { device: masters[0], name: 'ae0', type: 'lag' });
    const member = creates('dcim.Interface', { device: seconds[0], name: 'e1', type: '1000base-t', lag });
    return [(work) => work.delete('dcim.VirtualChassis', { ids }), member, 'DEVICE_MISMATCH'];
  },
  'a chassis does not go that gets a LAG of two members': async () => {
    const { ids, masters, seconds } = await stacks(plant, 1);
    const lag = await plant.make('dcim.Interface', { device: masters[0], name: 'ae0', type: 'lag' });
    const member = creates('dcim.Interface', { device: seconds[0], name: 'e1', type: '1000base-t', lag });
    return [member, (work) => work.delete('dcim.VirtualChassis', { ids }), 'IN_USE'];
  },
  'a value of a unique field stands once': async () => {
    const name = plant.name('serial').replace('-', '_');
    const objectTypes = ['dcim.RackRole'];
    await plant.make('extras.CustomField', { name, type: 'text', unique: true, objectTypes });
    const put = (role: string) => creates('dcim.RackRole', { name: role, slug: role, customFields: { [name]: 'one' } });
    return [put(plant.name('role')), put(plant.name('role')), 'DUPLICATE'];
  },
  'of two last administrators one stays': async () => {
    const rows = ['a', 'b'].map((stem) => ({ username: plant.name(stem), isSuperuser: true }));
    const [a, b] = await plant.all('users.User', rows);
    const demote = updates('users.User', { id: a, isSuperuser: false });
    return [demote, (work) => work.delete('users.User', { ids: [String(b)] }), 'LAST_ADMINISTRATOR'];
  },
  'an address comes in once': () => {
    const address = network().replace('0/24', '9/24');
    const put = creates('ipam.IpAddress', { address });
    return Promise.resolve([put, put, 'ADDRESS_DUPLICATE']);
  },
  'an address does not leave a device whose context makes it primary': async () => {
    const { devices, interfaces, addresses } = await reachable(plant, 2);
    const context = { device: devices[0], name: 'vdc', status: 'active', identifier: 1, primaryIp4: addresses[0] };
    const move = { id: addresses[0], assignedObject: { interface: { id: interfaces[1] } } };
    return [creates('dcim.VirtualDeviceContext', context), updates('ipam.IpAddress', move), 'ADDRESS_IN_USE'];
  },
};

test.each(Object.entries(RIVALS))('%s meanwhile', async (_, prepare) => {
  const [first, second, code] = await prepare();
  expect(heardBy(await overlapped(plant, first, second))).toEqual([null, code]);
});
