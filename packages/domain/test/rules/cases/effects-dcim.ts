import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, named, type Effect } from '../case.ts';
import { devicesAt } from './devices.ts';

const site = (plant: Plant) => plant.named('dcim.Site');
const racksAt = (plant: Plant, count: number, rest: InputRow): Promise<string[]> =>
  plant.all(
    'dcim.Rack',
    many(count, () => ({ name: plant.name('rack'), ...rest })),
  );
const locationsAt = (plant: Plant, count: number, at: string): Promise<string[]> =>
  plant.all(
    'dcim.Location',
    many(count, () => ({ ...named(plant), site: at })),
  );
const rackType = async (plant: Plant, rest: InputRow = {}): Promise<InputRow> => {
  const { name, slug } = named(plant, 'rt');
  return { model: name, slug, formFactor: '4-post-cabinet', ...rest };
};
const rackTypes = async (plant: Plant, count: number, rest: InputRow = {}): Promise<InputRow[]> => {
  const manufacturer = await plant.named('dcim.Manufacturer');
  return Promise.all(many(count, () => rackType(plant, { manufacturer, ...rest })));
};

const grams = (model: string, table: string): Effect => ({
  title: `the weight of a ${model} is kept in grams as well`,
  proves: '_all.6',
  by: `${model} _all.6.grams`,
  act: async (plant, count) => {
    const weight = { weight: '1.5', weightUnit: 'kg' };
    const at = await site(plant);
    const manufacturer = await plant.named('dcim.Manufacturer');
    const typed = () => ({ model: plant.name('t'), slug: plant.name('t'), manufacturer });
    const inputs =
      model === 'dcim.RackType'
        ? await rackTypes(plant, count, weight)
        : many(count, () => ({
            ...(model === 'dcim.Rack' ? { name: plant.name('r'), site: at } : typed()),
            ...weight,
          }));
    return { model, inputs, table, gives: () => ({ abs_weight_g: '1500' }) };
  },
});

const clearsUnit = (model: string, table: string): Effect => ({
  title: `a ${model} without outer dimensions has no unit of them`,
  proves: 'dcim.racktype.1',
  by: `${model} dcim.racktype.1.clear`,
  act: async (plant, count) => {
    const outer = { outerWidth: 600, outerUnit: 'mm' };
    const ids =
      model === 'dcim.Rack'
        ? await racksAt(plant, count, { site: await site(plant), ...outer })
        : await plant.all(model, await rackTypes(plant, count, outer));
    return {
      model,
      verb: 'update',
      inputs: ids.map((id) => ({ id, outerWidth: null })),
      table,
      gives: () => ({ outer_unit: null }),
    };
  },
});

const rackEffects: readonly Effect[] = [
  ...(
    [
      ['dcim.RackType', 'dcim_rack_type'],
      ['dcim.Rack', 'dcim_rack'],
      ['dcim.DeviceType', 'dcim_device_type'],
    ] as const
  ).map(([model, table]) => grams(model, table)),
  clearsUnit('dcim.RackType', 'dcim_rack_type'),
  clearsUnit('dcim.Rack', 'dcim_rack'),
  {
    title: 'racks follow their location to another site',
    proves: 'dcim.location.3',
    by: 'dcim.Location dcim.location.3',
    act: async (plant, count) => {
      const [from, to] = [await site(plant), await site(plant)];
      const locations = await locationsAt(plant, count, from);
      const ids = await plant.all(
        'dcim.Rack',
        locations.map((location) => ({ name: plant.name('rack'), site: from, location })),
      );
      const inputs = locations.map((id) => ({ id, site: to }));
      return {
        model: 'dcim.Location',
        verb: 'update',
        inputs,
        table: 'dcim_rack',
        ids,
        gives: () => ({ site_id: to }),
      };
    },
  },
  {
    title: 'racks take changed dimensions of their type',
    proves: 'dcim.racktype.3',
    by: 'dcim.RackType dcim.racktype.3',
    act: async (plant, count) => {
      const types = await plant.all('dcim.RackType', await rackTypes(plant, count));
      const at = await site(plant);
      const ids = await plant.all(
        'dcim.Rack',
        types.map((type) => ({ name: plant.name('rack'), site: at, rackType: type })),
      );
      const inputs = types.map((id) => ({ id, uHeight: 47 }));
      return {
        model: 'dcim.RackType',
        verb: 'update',
        inputs,
        table: 'dcim_rack',
        ids,
        gives: () => ({ u_height: 47 }),
      };
    },
  },
  {
    title: 'a new rack takes the dimensions of its type',
    proves: 'dcim.rack.1',
    by: 'dcim.Rack dcim.rack.1',
    act: async (plant, count) => {
      const [type] = await plant.all('dcim.RackType', await rackTypes(plant, 1, { uHeight: 24 }));
      const at = await site(plant);
      const inputs = many(count, () => ({ name: plant.name('rack'), site: at, rackType: type, uHeight: 42 }));
      return { model: 'dcim.Rack', inputs, table: 'dcim_rack', gives: () => ({ u_height: 24 }) };
    },
  },
  {
    title: 'devices follow their rack to another location',
    proves: 'dcim.rack.8',
    by: 'dcim.Rack dcim.rack.8',
    act: async (plant, count) => {
      const at = await site(plant);
      const [location] = await locationsAt(plant, 1, at);
      const racks = await racksAt(plant, count, { site: at });
      const device = await plant.deviceInput(await plant.type(), { site: at });
      const ids = await plant.all(
        'dcim.Device',
        racks.map((rack) => ({ ...device, name: plant.name('dev'), rack })),
      );
      const inputs = racks.map((id) => ({ id, location }));
      const gives = () => ({ location_id: location });
      return { model: 'dcim.Rack', verb: 'update', inputs, table: 'dcim_device', ids, gives };
    },
  },
  {
    title: 'reserved units are kept as ranges',
    proves: 'dcim.rackreservation.1',
    by: 'dcim.RackReservation dcim.rackreservation.1.ranges',
    act: async (plant, count) => {
      const user = await plant.user();
      const racks = await racksAt(plant, count, { site: await site(plant) });
      const inputs = racks.map((rack) => ({ rack, user, description: 'Held', units: [1, 2, 5] }));
      const gives = () => ({ unit_ranges: '{[1,3),[5,6)}' });
      return { model: 'dcim.RackReservation', inputs, table: 'dcim_rack_reservation', gives };
    },
  },
];

const deviceEffects: readonly Effect[] = [
  {
    title: 'devices take the new height of their type in the rack',
    proves: 'dcim.devicetype.2',
    by: 'dcim.DeviceType dcim.devicetype.2.space',
    act: async (plant, count) => {
      const at = await site(plant);
      const racks = await racksAt(plant, count, { site: at });
      const types: string[] = [];
      for (let n = 0; n < count; n++) types.push(await plant.type());
      const device = await plant.deviceInput('', { site: at, face: 'front', position: '1' });
      const ids = await plant.all(
        'dcim.Device',
        racks.map((rack, n) => ({ ...device, name: plant.name('dev'), deviceType: types[n], rack })),
      );
      const inputs = types.map((id) => ({ id, uHeight: '2' }));
      const gives = () => ({ rack_half_units: '[2,6)' });
      return { model: 'dcim.DeviceType', verb: 'update', inputs, table: 'dcim_device', ids, gives };
    },
  },
  {
    title: 'a device that names its rack alone is at the site and location of the rack',
    proves: 'dcim.device.2',
    by: 'dcim.Device dcim.device.2.place',
    act: async (plant, count) => {
      const at = await site(plant);
      const [location] = await locationsAt(plant, 1, at);
      const [rack] = await racksAt(plant, 1, { site: at, location });
      const device = await plant.deviceInput(await plant.type(), { rack });
      const inputs = many(count, () => ({ ...device, name: plant.name('dev') }));
      const gives = () => ({ site_id: at, location_id: location });
      return { model: 'dcim.Device', inputs, table: 'dcim_device', gives };
    },
  },
  {
    title: 'a new device takes airflow and platform of its type',
    proves: 'dcim.device.9',
    by: 'dcim.Device dcim.device.9',
    act: async (plant, count) => {
      const platform = await plant.named('dcim.Platform');
      const type = await plant.type({ airflow: 'front-to-rear', defaultPlatform: platform });
      const device = await plant.deviceInput(type, { site: await site(plant) });
      const inputs = many(count, () => ({ ...device, name: plant.name('dev') }));
      const gives = () => ({ airflow: 'front-to-rear', platform_id: platform });
      return { model: 'dcim.Device', inputs, table: 'dcim_device', gives };
    },
  },
  {
    title: 'a mounted device takes its half units, faces and sides',
    proves: 'dcim.device.4',
    by: 'dcim.Device dcim.device.4.space',
    act: async (plant, count) => {
      const at = await site(plant);
      const racks = await racksAt(plant, count, { site: at });
      const device = await plant.deviceInput(await plant.type(), { site: at, position: '1.5', face: 'rear' });
      const inputs = racks.map((rack) => ({ ...device, name: plant.name('dev'), rack }));
      const gives = () => ({ rack_half_units: '[3,5)', rack_faces: '[0,2)', rack_sides: '[0,2)' });
      return { model: 'dcim.Device', inputs, table: 'dcim_device', gives };
    },
  },
  {
    title: 'components follow their device',
    proves: 'dcim._component.2',
    by: 'dcim.Device dcim._component.2.move',
    act: async (plant, count) => {
      const to = await site(plant);
      const devices = await devicesAt(plant, count);
      const ids = await plant.all(
        'dcim.Interface',
        devices.map((device) => ({ device, name: 'e1', type: '1000base-t' })),
      );
      const inputs = devices.map((id) => ({ id, site: to }));
      const gives = () => ({ site_id: to });
      return { model: 'dcim.Device', verb: 'update', inputs, table: 'dcim_interface', ids, gives };
    },
  },
  {
    title: 'a new device gets the components of its type',
    proves: 'dcim.device.9',
    by: 'dcim.Device create',
    act: async (plant, count) => {
      const type = await plant.type();
      await plant.make('dcim.InterfaceTemplate', { deviceType: type, name: 'eth0', type: '1000base-t' });
      const device = await plant.deviceInput(type, { site: await site(plant) });
      const inputs = many(count, () => ({ ...device, name: plant.name('dev') }));
      const gives = () => ({ name: 'eth0' });
      return { model: 'dcim.Device', inputs, table: 'dcim_interface', column: 'device_id', gives };
    },
  },
];

const PARTS = [
  ['dcim.Interface', 'dcim_interface', { type: '1000base-t' }],
  ['dcim.ConsolePort', 'dcim_console_port', {}],
  ['dcim.ConsoleServerPort', 'dcim_console_server_port', {}],
  ['dcim.PowerPort', 'dcim_power_port', {}],
  ['dcim.PowerOutlet', 'dcim_power_outlet', {}],
  ['dcim.FrontPort', 'dcim_front_port', { type: 'lc' }],
  ['dcim.RearPort', 'dcim_rear_port', { type: 'lc' }],
] as const;

const takesPlace = ([model, table, rest]: (typeof PARTS)[number]): Effect => ({
  title: `a ${model} is where its device is`,
  proves: 'dcim._component.2',
  by: `${model} dcim._component.2`,
  act: async (plant, count) => {
    const at = await site(plant);
    const [device] = await devicesAt(plant, 1, { site: at });
    const inputs = many(count, () => ({ device, name: plant.name('p'), ...rest }));
    return { model, inputs, table, gives: () => ({ site_id: at }) };
  },
});

const sortsBy = (model: string, table: string, owner: 'device' | 'deviceType'): Effect => ({
  title: `a ${model} has a key by which slots come before kinds`,
  proves: 'dcim.interface.8',
  by: `${model} dcim.interface.8`,
  act: async (plant, count) => {
    const id = owner === 'device' ? (await devicesAt(plant, 1))[0] : await plant.type();
    const inputs = many(count, (n) => ({ [owner]: id, name: `Gi${n}/0`, type: '1000base-t' }));
    return { model, inputs, table, gives: () => ({ sort_key: expect.stringMatching(/./) as unknown }) };
  },
});

/** What rules of racks, devices and their parts bring about. */
export const dcimEffects: readonly Effect[] = [
  ...rackEffects,
  ...deviceEffects,
  ...PARTS.map(takesPlace),
  sortsBy('dcim.Interface', 'dcim_interface', 'device'),
  sortsBy('dcim.InterfaceTemplate', 'dcim_interface_template', 'deviceType'),
  {
    title: 'a channel brings its frequency and width',
    proves: 'dcim.interface.3',
    by: 'dcim.Interface dcim.interface.3.channel',
    act: async (plant, count) => {
      const [device] = await devicesAt(plant, 1);
      const radio = { type: 'ieee802.11ax', rfChannel: '2.4g-1-2412-22' };
      const inputs = many(count, () => ({ device, name: plant.name('wlan'), ...radio }));
      const gives = () => ({ rf_channel_frequency: '2412.000', rf_channel_width: '22.000' });
      return { model: 'dcim.Interface', inputs, table: 'dcim_interface', gives };
    },
  },
];
