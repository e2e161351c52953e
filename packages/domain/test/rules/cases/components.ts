import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const twoDevices = (plant: Plant) => devicesAt(plant, 2);
const twoTypes = async (plant: Plant) => [await plant.type(), await plant.type()];

/** Ports of a kind, of which the first half carries the marks of a cable, as its termination leaves them. */
const halfCabled = async (plant: Plant, model: string, table: string, count: number): Promise<string[]> => {
  const [device] = await devicesAt(plant, 1);
  const ports = await plant.all(
    'dcim.Interface',
    many(2, () => ({ device, name: plant.name('e'), type: '1000base-t' })),
  );
  const cable = await plant.make('dcim.Cable', {
    aTerminations: [{ interface: { id: ports[0] } }],
    bTerminations: [{ interface: { id: ports[1] } }],
  });
  const ids = await plant.all(
    model,
    many(count * 2, () => ({
      device,
      name: plant.name('p'),
      ...(model === 'dcim.Interface' && { type: '1000base-t' }),
      ...(/FrontPort|RearPort/.test(model) && { type: 'lc' }),
    })),
  );
  await plant.dataSource.query(`UPDATE ${table} SET cable_id = $1, cable_end = 'A' WHERE id = ANY($2)`, [
    cable,
    ids.slice(0, count),
  ]);
  return ids;
};

const CABLED = [
  ['dcim.Interface', 'dcim_interface'],
  ['dcim.ConsolePort', 'dcim_console_port'],
  ['dcim.ConsoleServerPort', 'dcim_console_server_port'],
  ['dcim.PowerPort', 'dcim_power_port'],
  ['dcim.PowerOutlet', 'dcim_power_outlet'],
  ['dcim.FrontPort', 'dcim_front_port'],
  ['dcim.RearPort', 'dcim_rear_port'],
] as const;

const cableOrMark = ([model, table]: (typeof CABLED)[number]): Refusal => ({
  title: `a cabled ${model} is not marked as connected`,
  proves: 'dcim._component.3',
  by: [`${model} dcim._component.3`],
  model,
  verb: 'update',
  slots: async (plant, count) => {
    const ids = await halfCabled(plant, model, table, count);
    return (at, fits) => ({ id: ids[fits ? count + at : at], markConnected: true });
  },
  refused: ['markConnected', 'CABLE_OCCUPIED'],
});

const onOne = (
  model: string,
  owner: 'device' | 'deviceType',
  row: (fits: boolean) => InputRow,
  rest: Pick<Refusal, 'title' | 'proves' | 'by' | 'refused'>,
): Refusal => ({
  ...rest,
  model,
  slots: async (plant) => {
    const id = owner === 'device' ? (await devicesAt(plant, 1))[0] : await plant.type();
    return (_, fits) => ({ [owner]: id, name: plant.name('p'), ...row(fits) });
  },
});

const related = (
  rest: Pick<Refusal, 'title' | 'proves' | 'by' | 'model'>,
  reference: string,
  target: string,
  row: InputRow = {},
): Refusal => ({
  ...rest,
  slots: async (plant) => {
    const owner = rest.model.endsWith('Template') ? 'deviceType' : 'device';
    const owners = owner === 'device' ? await twoDevices(plant) : await twoTypes(plant);
    const targets = await plant.all(
      target,
      owners.map((id) => ({
        [owner]: id,
        name: plant.name('t'),
        ...(target.startsWith('dcim.Interface') && { type: '1000base-t' }),
      })),
    );
    return (_, fits) => ({ [owner]: owners[0], name: plant.name('p'), ...row, [reference]: targets[fits ? 0 : 1] });
  },
  refused: [reference, 'DEVICE_MISMATCH'],
});

const INTERFACE = 'dcim.Interface';

const interfaceCases: readonly Refusal[] = [
  onOne(INTERFACE, 'device', (fits) => ({ type: 'virtual', markConnected: !fits }), {
    title: 'a virtual interface is not marked as connected',
    proves: 'dcim.interface.1',
    by: ['dcim.Interface dcim.interface.1'],
    refused: ['markConnected', 'BAD_USER_INPUT'],
  }),
  onOne(
    INTERFACE,
    'device',
    (fits) => ({ type: '1000base-t', poeType: 'type1-ieee802.3af', poeMode: fits ? 'pse' : null }),
    {
      title: 'a PoE type needs a PoE mode',
      proves: 'dcim.interface.1',
      by: ['dcim.Interface dcim.interface.1'],
      refused: ['poeMode', 'REQUIRED'],
    },
  ),
  onOne('dcim.InterfaceTemplate', 'deviceType', (fits) => ({ type: 'lag', poeMode: fits ? null : 'pd' }), {
    title: 'a template of a LAG has no power over Ethernet',
    proves: 'dcim.interface.1',
    by: ['dcim.InterfaceTemplate dcim.interface.1'],
    refused: ['poeMode', 'BAD_USER_INPUT'],
  }),
  related(
    {
      title: 'a parent is on the same device',
      proves: 'dcim.interface.2',
      by: ['dcim.Interface dcim.interface.2'],
      model: INTERFACE,
    },
    'parent',
    INTERFACE,
    { type: 'virtual' },
  ),
  related(
    {
      title: 'a bridge is on the same device',
      proves: 'dcim.interface.2',
      by: ['dcim.Interface dcim.interface.2'],
      model: INTERFACE,
    },
    'bridge',
    INTERFACE,
    { type: '1000base-t' },
  ),
  {
    title: 'only virtual interfaces have a parent',
    proves: 'dcim.interface.2',
    by: ['dcim.Interface dcim.interface.2'],
    model: INTERFACE,
    slots: async (plant) => {
      const [device] = await devicesAt(plant, 1);
      const parent = await plant.make(INTERFACE, { device, name: 'up', type: '1000base-t' });
      return (_, fits) => ({ device, parent, name: plant.name('v'), type: fits ? 'virtual' : '1000base-t' });
    },
    refused: ['parent', 'BAD_USER_INPUT'],
  },
  {
    title: 'members are in a LAG and nothing else',
    proves: 'dcim.interface.2',
    by: ['dcim.Interface dcim.interface.2'],
    model: INTERFACE,
    slots: async (plant) => {
      const [device] = await devicesAt(plant, 1);
      const make = (type: string) => plant.make(INTERFACE, { device, name: plant.name('l'), type });
      const [lag, plain] = [await make('lag'), await make('1000base-t')];
      return (_, fits) => ({ device, lag: fits ? lag : plain, name: plant.name('m'), type: '1000base-t' });
    },
    refused: ['lag', 'BAD_USER_INPUT'],
  },
  {
    title: 'a parent does not lead back to the interface',
    proves: 'dcim.interface.2',
    by: ['dcim.Interface dcim.interface.2.loop'],
    model: INTERFACE,
    verb: 'update',
    slots: async (plant, count) => {
      const [device] = await devicesAt(plant, 1);
      const virtual = () => ({ device, name: plant.name('v'), type: 'virtual' });
      const root = await plant.make(INTERFACE, virtual());
      const uppers = await plant.all(INTERFACE, many(count, virtual));
      const lowers = await plant.all(
        INTERFACE,
        uppers.map((parent) => ({ ...virtual(), parent })),
      );
      return (at, fits) => ({ id: uppers[at], parent: fits ? root : lowers[at] });
    },
    refused: ['parent', 'BAD_USER_INPUT'],
  },
  onOne(INTERFACE, 'device', (fits) => ({ type: fits ? 'ieee802.11ax' : '1000base-t', rfRole: 'ap' }), {
    title: 'only wireless interfaces have radio settings',
    proves: 'dcim.interface.3',
    by: ['dcim.Interface dcim.interface.3'],
    refused: ['rfRole', 'BAD_USER_INPUT'],
  }),
  onOne(
    INTERFACE,
    'device',
    (fits) => ({ type: 'ieee802.11ax', rfChannel: '2.4g-1-2412-22', rfChannelWidth: fits ? '22' : '40' }),
    {
      title: 'a channel has its own width',
      proves: 'dcim.interface.3',
      by: ['dcim.Interface dcim.interface.3'],
      refused: ['rfChannelWidth', 'BAD_USER_INPUT'],
    },
  ),
  onOne(
    'dcim.InterfaceTemplate',
    'deviceType',
    (fits) => ({ type: fits ? 'ieee802.11ax' : '1000base-t', rfRole: 'ap' }),
    {
      title: 'only wireless templates have a radio role',
      proves: 'dcim.interface.3',
      by: ['dcim.InterfaceTemplate dcim.interface.3'],
      refused: ['rfRole', 'BAD_USER_INPUT'],
    },
  ),
  related(
    {
      title: 'a template is bridged to one of the same type',
      proves: 'dcim._template.1',
      by: ['dcim.InterfaceTemplate dcim._template.1'],
      model: 'dcim.InterfaceTemplate',
    },
    'bridge',
    'dcim.InterfaceTemplate',
    { type: '1000base-t' },
  ),
];

const powerCases: readonly Refusal[] = [
  ...(['dcim.PowerPort', 'dcim.PowerPortTemplate'] as const).map((model) =>
    onOne(
      model,
      model === 'dcim.PowerPort' ? 'device' : 'deviceType',
      (fits) => ({ maximumDraw: 100, allocatedDraw: fits ? 100 : 101 }),
      {
        title: `a ${model} is not allocated more than its maximum draw`,
        proves: 'dcim.powerport.1',
        by: [`${model} dcim.powerport.1`],
        refused: ['allocatedDraw', 'BAD_USER_INPUT'],
      },
    ),
  ),
  related(
    {
      title: 'an outlet is fed by a port of the same device',
      proves: 'dcim.poweroutlet.1',
      by: ['dcim.PowerOutlet dcim.poweroutlet.1'],
      model: 'dcim.PowerOutlet',
    },
    'powerPort',
    'dcim.PowerPort',
  ),
  related(
    {
      title: 'an outlet template is fed by a port of the same type',
      proves: 'dcim._template.1',
      by: ['dcim.PowerOutletTemplate dcim._template.1.power'],
      model: 'dcim.PowerOutletTemplate',
    },
    'powerPort',
    'dcim.PowerPortTemplate',
  ),
];

/** Parts of devices and their templates. */
export const componentCases: readonly Refusal[] = [...CABLED.map(cableOrMark), ...interfaceCases, ...powerCases];
