import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { block, many, type Refusal } from '../case.ts';

/** Devices of one type at one site, without components. */
export const devicesAt = async (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> => {
  const base = await plant.deviceInput(await plant.type(), { site: await plant.named('dcim.Site'), ...rest });
  return plant.all(
    'dcim.Device',
    many(count, () => ({ ...base, name: plant.name('dev') })),
  );
};

let six = 0;

/** An IPv6 address for each of the interfaces. */
const addressesSix = (plant: Plant, interfaces: readonly string[]): Promise<string[]> =>
  plant.all(
    'ipam.IpAddress',
    interfaces.map((id) => ({
      address: `2001:db8:6:${(++six).toString(16)}::1/64`,
      assignedObject: { interface: { id } },
    })),
  );

const ethernet = (device: string | undefined, name: string) => ({ device, name, type: '1000base-t' });

let blocks = 60;

/** Devices with an interface each and an address on it. */
export const reachable = async (plant: Plant, count: number) => {
  const first = ++blocks;
  const devices = await devicesAt(plant, count);
  const interfaces = await plant.all(
    'dcim.Interface',
    devices.map((device) => ethernet(device, 'mgmt')),
  );
  const addresses = await plant.all(
    'ipam.IpAddress',
    interfaces.map((id, at) => ({ address: `${block(first, at, 1)}/24`, assignedObject: { interface: { id } } })),
  );
  return { devices, interfaces, addresses };
};

const sharedSlot = (slot: string): Refusal => ({
  title: `an address is the ${slot} of one device`,
  proves: 'dcim.device.5',
  by: [`uq dcim.Device ${slot}`],
  model: 'dcim.Device',
  verb: 'update',
  slots: async (plant, count) => {
    const [mine, theirs] = [await reachable(plant, count), await reachable(plant, count)];
    const sixes = await addressesSix(plant, [...mine.interfaces, ...theirs.interfaces]);
    const used = slot === 'primaryIp6' ? sixes.slice(0, count) : mine.addresses;
    const free = slot === 'primaryIp6' ? sixes.slice(count) : theirs.addresses;
    await plant.all(
      'ipam.IpAddressAssignment',
      used.map((ipAddress, at) => ({ ipAddress, assignedObject: { interface: { id: theirs.interfaces[at] } } })),
    );
    const primary = mine.devices.map((id, at) => ({ id, [slot]: used[at] }));
    expect((await plant.update('dcim.Device', ...primary)).errors).toEqual([]);
    return (at, fits) => ({ id: theirs.devices[at], [slot]: fits ? free[at] : used[at] });
  },
  refused: [slot, 'DUPLICATE'],
  isHalving: true,
});

/** Device types, their instances in racks, and where those may stand. */
export const deviceCases: readonly Refusal[] = [
  {
    title: 'heights of types come in half units',
    proves: 'dcim.devicetype.1',
    by: ['dcim.DeviceType dcim.devicetype.1', 'ck dcim.DeviceType half_units'],
    model: 'dcim.DeviceType',
    slots: async (plant) => {
      const manufacturer = await plant.named('dcim.Manufacturer');
      return (_, fits) => {
        const model = plant.name('type');
        return { manufacturer, model, slug: model, uHeight: fits ? '1.5' : '1.3' };
      };
    },
    refused: ['uHeight', 'BAD_USER_INPUT'],
  },
  {
    title: 'a type grows only while its devices fit',
    proves: 'dcim.devicetype.2',
    by: ['dcim.DeviceType dcim.devicetype.2', 'ex dcim.Device rack_space'],
    model: 'dcim.DeviceType',
    verb: 'update',
    slots: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const manufacturer = await plant.named('dcim.Manufacturer');
      const types = await plant.all(
        'dcim.DeviceType',
        many(count, () => {
          const model = plant.name('type');
          return { manufacturer, model, slug: model };
        }),
      );
      const racks = await plant.all(
        'dcim.Rack',
        many(Math.ceil(count / 20), () => ({ name: plant.name('rack'), site, uHeight: 100 })),
      );
      const device = await plant.deviceInput(await plant.type(), { site, face: 'front' });
      await plant.all(
        'dcim.Device',
        types.flatMap((deviceType, at) => {
          const place = { rack: racks[Math.floor(at / 20)], position: String(1 + (at % 20) * 5) };
          return [
            { ...device, ...place, name: plant.name('dev'), deviceType },
            { ...device, ...place, name: plant.name('dev'), position: String(3 + (at % 20) * 5) },
          ];
        }),
      );
      return (at, fits) => ({ id: types[at], uHeight: fits ? '2' : '3' });
    },
    refused: ['uHeight', 'RACK_SPACE_TAKEN'],
  },
  {
    title: 'a type whose devices have a position keeps a height',
    proves: 'dcim.devicetype.2',
    by: ['dcim.DeviceType dcim.devicetype.2'],
    model: 'dcim.DeviceType',
    verb: 'update',
    slots: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const rack = await plant.rack(site);
      const types: string[] = [];
      for (let at = 0; at < count; at++) {
        types.push(await plant.type());
        await plant.device(types[at] ?? '', { site, rack, face: 'front', position: String(1 + at * 2) });
      }
      return (at, fits) => ({ id: types[at], uHeight: fits ? '2' : '0' });
    },
    refused: ['uHeight', 'RACK_SPACE_TAKEN'],
  },
  {
    title: 'a child type takes no units',
    proves: 'dcim.devicetype.3',
    by: ['dcim.DeviceType dcim.devicetype.3'],
    model: 'dcim.DeviceType',
    slots: async (plant) => {
      const manufacturer = await plant.named('dcim.Manufacturer');
      return (_, fits) => {
        const model = plant.name('type');
        return { manufacturer, model, slug: model, subdeviceRole: 'child', uHeight: fits ? '0' : '1' };
      };
    },
    refused: ['uHeight', 'BAD_USER_INPUT'],
  },
  {
    title: 'a device stands at the site of its rack',
    proves: 'dcim.device.2',
    by: ['dcim.Device dcim.device.2'],
    model: 'dcim.Device',
    slots: async (plant) => {
      const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
      const [rack, elsewhere] = [await plant.rack(site), await plant.rack(other)];
      const device = await plant.deviceInput(await plant.type(), { site });
      return (_, fits) => ({ ...device, name: plant.name('dev'), rack: fits ? rack : elsewhere });
    },
    refused: ['rack', 'SITE_MISMATCH'],
  },
  {
    title: 'a device stands in the location of its rack',
    proves: 'dcim.device.2',
    by: ['dcim.Device dcim.device.2'],
    model: 'dcim.Device',
    slots: async (plant) => {
      const site = await plant.named('dcim.Site');
      const [location, other] = [
        await plant.named('dcim.Location', { site }),
        await plant.named('dcim.Location', { site }),
      ];
      const rack = await plant.rack(site, { location });
      const device = await plant.deviceInput(await plant.type(), { site, rack });
      return (_, fits) => ({ ...device, name: plant.name('dev'), location: fits ? location : other });
    },
    refused: ['location', 'LOCATION_MISMATCH'],
  },
  {
    title: 'a face needs a rack',
    proves: 'dcim.device.3',
    by: ['dcim.Device dcim.device.3'],
    model: 'dcim.Device',
    slots: async (plant) => {
      const site = await plant.named('dcim.Site');
      const rack = await plant.rack(site);
      const device = await plant.deviceInput(await plant.type(), { site, face: 'front' });
      return (_, fits) => ({ ...device, name: plant.name('dev'), rack: fits ? rack : null });
    },
    refused: ['rack', 'REQUIRED'],
  },
  ...(
    [
      ['a position needs a face', {}, { position: '1' }, { position: '1', face: 'front' }, 'face REQUIRED'],
      [
        'a device of 0 U takes no position',
        { uHeight: '0' },
        { position: '1', face: 'rear' },
        {},
        'position BAD_USER_INPUT',
      ],
      ['a device of full width takes no side', {}, { side: 'left' }, {}, 'side BAD_USER_INPUT'],
      ['only devices of 0 U hang on a rail', {}, { rail: 'front-left' }, {}, 'rail BAD_USER_INPUT'],
      [
        'an offset is measured along a rail',
        { uHeight: '0' },
        { railOffset: '1' },
        { railOffset: '1', rail: 'rear-left' },
        'rail REQUIRED',
      ],
      [
        'a child device sits in a bay',
        { uHeight: '0', subdeviceRole: 'child' },
        { face: 'front' },
        {},
        'position BAD_USER_INPUT',
      ],
    ] as const
  ).map(
    ([title, type, bad, good, refused]): Refusal => ({
      title,
      proves: 'dcim.device.3',
      by: ['dcim.Device dcim.device.3'],
      model: 'dcim.Device',
      slots: async (plant, count) => {
        const site = await plant.named('dcim.Site');
        const racks = await plant.all(
          'dcim.Rack',
          many(count, () => ({ name: plant.name('rack'), site })),
        );
        const device = await plant.deviceInput(await plant.type(type), { site });
        return (at, fits) => ({ ...device, name: plant.name('dev'), rack: racks[at], ...(fits ? good : bad) });
      },
      refused: refused.split(' ') as [string, string],
    }),
  ),
  {
    title: 'two devices do not share a unit',
    proves: 'dcim.device.4',
    by: ['dcim.Device dcim.device.4', 'ex dcim.Device rack_space'],
    model: 'dcim.Device',
    slots: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const racks = await plant.all(
        'dcim.Rack',
        many(Math.ceil(count / 40), () => ({ name: plant.name('rack'), site })),
      );
      const device = await plant.deviceInput(await plant.type(), { site, face: 'front' });
      await plant.all(
        'dcim.Device',
        racks.map((rack) => ({ ...device, name: plant.name('dev'), rack, position: '42' })),
      );
      return (at, fits) => {
        const position = fits ? String(1 + (at % 40)) : '42';
        return { ...device, name: plant.name('dev'), rack: racks[Math.floor(at / 40)], position };
      };
    },
    refused: ['position', 'RACK_SPACE_TAKEN'],
  },
  {
    title: 'a platform runs on devices of its manufacturer',
    proves: 'dcim.device.6',
    by: ['dcim.Device dcim.device.6'],
    model: 'dcim.Device',
    slots: async (plant) => {
      const [manufacturer, other] = [await plant.named('dcim.Manufacturer'), await plant.named('dcim.Manufacturer')];
      const own = await plant.named('dcim.Platform', { manufacturer });
      const foreign = await plant.named('dcim.Platform', { manufacturer: other });
      const type = await plant.type({ manufacturer });
      const device = await plant.deviceInput(type, { site: await plant.named('dcim.Site') });
      return (_, fits) => ({ ...device, name: plant.name('dev'), platform: fits ? own : foreign });
    },
    refused: ['platform', 'MANUFACTURER_MISMATCH'],
  },
  {
    title: 'local context data is an object',
    proves: 'extras.configcontext.1',
    by: ['dcim.Device extras.configcontext.1'],
    model: 'dcim.Device',
    slots: async (plant) => {
      const device = await plant.deviceInput(await plant.type(), { site: await plant.named('dcim.Site') });
      return (_, fits) => ({ ...device, name: plant.name('dev'), localContextData: fits ? { ntp: [] } : ['ntp'] });
    },
    refused: ['localContextData', 'BAD_USER_INPUT'],
  },
  {
    title: 'the primary address of a device is on one of its interfaces',
    proves: 'dcim.device.5',
    by: ['dcim.Device dcim.device.5'],
    model: 'dcim.Device',
    verb: 'update',
    slots: async (plant, count) => {
      const { devices, addresses } = await reachable(plant, count);
      return (at, fits) => ({ id: devices[at], primaryIp4: addresses[fits ? at : (at + 1) % count] });
    },
    refused: ['primaryIp4', 'ADDRESS_NOT_ON_DEVICE'],
  },
  {
    title: 'the primary IPv6 address is no IPv4 address',
    proves: 'dcim.device.5',
    by: ['dcim.Device dcim.device.5'],
    model: 'dcim.Device',
    verb: 'update',
    slots: async (plant, count) => {
      const { devices, addresses } = await reachable(plant, count);
      return (at, fits) => ({ id: devices[at], [fits ? 'oobIp' : 'primaryIp6']: addresses[at] });
    },
    refused: ['primaryIp6', 'BAD_USER_INPUT'],
  },
  {
    title: 'an address in use by a device stays on that device',
    proves: 'ipam.ipaddress.3',
    by: ['ipam.IpAddress ipam.ipaddress.3'],
    model: 'ipam.IpAddress',
    verb: 'update',
    slots: async (plant, count) => {
      const { devices, addresses, interfaces } = await reachable(plant, count);
      const second = await plant.all(
        'dcim.Interface',
        devices.map((device) => ethernet(device, 'mgmt2')),
      );
      const primary = devices.map((id, at) => ({ id, primaryIp4: addresses[at] }));
      expect((await plant.update('dcim.Device', ...primary)).errors).toEqual([]);
      return (at, fits) => {
        const id = fits ? second[at] : interfaces[(at + 1) % count];
        return { id: addresses[at], assignedObject: { interface: { id } } };
      };
    },
    refused: ['assignedObject', 'ADDRESS_IN_USE'],
  },
  ...['primaryIp4', 'primaryIp6', 'oobIp'].map(sharedSlot),
];
