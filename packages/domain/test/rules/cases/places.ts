import { many, named, type Refusal } from '../case.ts';

const measured = (model: string): readonly Refusal[] => {
  const base = async (plant: Parameters<Refusal['slots']>[0]) =>
    model === 'dcim.Rack'
      ? { site: await plant.named('dcim.Site') }
      : {
          manufacturer: await plant.named('dcim.Manufacturer'),
          ...(model === 'dcim.RackType' && { formFactor: '4-post-cabinet' }),
        };
  const own = (plant: Parameters<Refusal['slots']>[0]) => {
    const { name, slug } = named(plant, 'm');
    return model === 'dcim.Rack' ? { name } : { model: name, slug };
  };
  const unitCase = (
    title: string,
    proves: string,
    rule: string,
    field: string,
    unit: readonly [string, string],
  ): Refusal => ({
    title,
    proves,
    by: [`${model} ${rule}`],
    model,
    slots: async (plant) => {
      const shared = await base(plant);
      return (_, fits) => ({ ...shared, ...own(plant), [field]: 500, [unit[0]]: fits ? unit[1] : null });
    },
    refused: [unit[0], 'UNIT_REQUIRED'],
  });
  const weight = unitCase('a weight needs its unit', '_all.6', '_all.6', 'weight', ['weightUnit', 'kg']);
  if (model === 'dcim.DeviceType') return [weight];
  return [
    weight,
    unitCase('outer dimensions need their unit', 'dcim.racktype.1', 'dcim.racktype.1', 'outerWidth', [
      'outerUnit',
      'mm',
    ]),
    unitCase('a load limit needs its unit', 'dcim.racktype.1', 'dcim.racktype.1.weight', 'maxWeight', [
      'weightUnit',
      'kg',
    ]),
  ];
};

/** Sites, locations, racks and the measures of what stands in them. */
export const placeCases: readonly Refusal[] = [
  {
    title: 'a location lies in the site of its parent',
    proves: 'dcim.location.1',
    by: ['dcim.Location dcim.location.1'],
    model: 'dcim.Location',
    slots: async (plant) => {
      const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
      const parent = await plant.named('dcim.Location', { site });
      return (_, fits) => ({ ...named(plant), site: fits ? site : other, parent });
    },
    refused: ['parent', 'SITE_MISMATCH'],
  },
  ...['dcim.RackType', 'dcim.Rack', 'dcim.DeviceType'].flatMap(measured),
  {
    title: 'a rack stands in a location of its site',
    proves: 'dcim.rack.2',
    by: ['dcim.Rack dcim.rack.2'],
    model: 'dcim.Rack',
    slots: async (plant) => {
      const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
      const location = await plant.named('dcim.Location', { site });
      const elsewhere = await plant.named('dcim.Location', { site: other });
      return (_, fits) => ({ name: plant.name('rack'), site, location: fits ? location : elsewhere });
    },
    refused: ['location', 'SITE_MISMATCH'],
  },
  {
    title: 'a rack stays tall enough for its highest device',
    proves: 'dcim.rack.3',
    by: ['dcim.Rack dcim.rack.3'],
    model: 'dcim.Rack',
    verb: 'update',
    slots: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const deviceType = await plant.type();
      const racks = await plant.all(
        'dcim.Rack',
        many(count, () => ({ name: plant.name('rack'), site })),
      );
      const device = await plant.deviceInput(deviceType, { site, position: '10', face: 'front' });
      await plant.all(
        'dcim.Device',
        racks.map((rack) => ({ ...device, name: plant.name('dev'), rack })),
      );
      return (at, fits) => ({ id: racks[at], uHeight: fits ? 20 : 5 });
    },
    refused: ['uHeight', 'RACK_TOO_SMALL'],
  },
  {
    title: 'reserved units exist in the rack',
    proves: 'dcim.rackreservation.1',
    by: ['dcim.RackReservation dcim.rackreservation.1'],
    model: 'dcim.RackReservation',
    slots: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const user = await plant.user();
      const racks = await plant.all(
        'dcim.Rack',
        many(count, () => ({ name: plant.name('rack'), site })),
      );
      return (at, fits) => ({ rack: racks[at], user, description: 'Held', units: [fits ? 1 : 99] });
    },
    refused: ['units', 'RACK_UNIT_UNKNOWN'],
  },
  {
    title: 'a unit is reserved once',
    proves: 'dcim.rackreservation.1',
    by: ['dcim.RackReservation dcim.rackreservation.1.clash', 'ex dcim.RackReservation units'],
    model: 'dcim.RackReservation',
    slots: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const user = await plant.user();
      const racks = await plant.all(
        'dcim.Rack',
        many(count, () => ({ name: plant.name('rack'), site })),
      );
      const hold = (rack: string | undefined, units: readonly number[]) => ({ rack, user, description: 'Held', units });
      await plant.all(
        'dcim.RackReservation',
        racks.map((rack) => hold(rack, [1, 2])),
      );
      return (at, fits) => hold(racks[at], fits ? [3, 4] : [2, 3]);
    },
    refused: ['units', 'RACK_UNITS_RESERVED'],
  },
];
