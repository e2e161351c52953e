import type { Plant } from '../../plant.ts';
import { many, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

interface Panel {
  readonly owner: 'device' | 'deviceType';
  readonly mapping: string;
  readonly front: string;
  readonly rear: string;
  readonly number: string;
}

const PANELS: readonly Panel[] = [
  {
    owner: 'device',
    mapping: 'dcim.PortMapping',
    front: 'dcim.FrontPort',
    rear: 'dcim.RearPort',
    number: 'dcim.portmapping.1',
  },
  {
    owner: 'deviceType',
    mapping: 'dcim.PortTemplateMapping',
    front: 'dcim.FrontPortTemplate',
    rear: 'dcim.RearPortTemplate',
    number: 'dcim.porttemplatemapping.1',
  },
];

const panelOf = async (plant: Plant, { owner }: Panel) =>
  owner === 'device' ? (await devicesAt(plant, 1))[0] : plant.type();

const panelCases = (panel: Panel): readonly Refusal[] => {
  const { owner, mapping, front, rear, number } = panel;
  const port = (plant: Plant, id: string | undefined, positions: number) => ({
    [owner]: id,
    name: plant.name('p'),
    type: 'lc',
    positions,
  });
  const keeps = (model: string, own: 'frontPort' | 'rearPort'): Refusal => ({
    title: `a ${model} keeps the positions that are mapped`,
    proves: own === 'frontPort' ? 'dcim.frontport.1' : 'dcim.rearport.1',
    by: [`${model} dcim.${own.toLowerCase()}.1`],
    model,
    verb: 'update',
    slots: async (plant, count) => {
      const holder = await panelOf(plant, panel);
      const fronts = await plant.all(
        front,
        many(count, () => port(plant, holder, 2)),
      );
      const rears = await plant.all(
        rear,
        many(count, () => port(plant, holder, 2)),
      );
      await plant.all(
        mapping,
        fronts.map((frontPort, at) => ({ frontPort, rearPort: rears[at], frontPortPosition: 2, rearPortPosition: 2 })),
      );
      const ids = own === 'frontPort' ? fronts : rears;
      return (at, fits) => ({ id: ids[at], positions: fits ? 3 : 1 });
    },
    refused: ['positions', 'IN_USE'],
  });
  return [
    {
      title: `a ${mapping} uses positions its ports have`,
      proves: number,
      by: [`${mapping} ${number}`],
      model: mapping,
      slots: async (plant, count) => {
        const holder = await panelOf(plant, panel);
        const fronts = await plant.all(
          front,
          many(count, () => port(plant, holder, 1)),
        );
        const rearPort = await plant.make(rear, port(plant, holder, 1000));
        return (at, fits) => ({ frontPort: fronts[at], rearPort, rearPortPosition: fits ? at + 1 : 1001 });
      },
      refused: ['rearPortPosition', 'BAD_USER_INPUT'],
    },
    {
      title: `a ${mapping} stays on one ${owner === 'device' ? 'device' : 'type'}`,
      proves: number,
      by: [`${mapping} ${number}`],
      model: mapping,
      slots: async (plant, count) => {
        const [holder, other] = [await panelOf(plant, panel), await panelOf(plant, panel)];
        const fronts = await plant.all(
          front,
          many(count, () => port(plant, holder, 1)),
        );
        const [near, far] = [
          await plant.make(rear, port(plant, holder, 9)),
          await plant.make(rear, port(plant, other, 9)),
        ];
        return (at, fits) => ({ frontPort: fronts[at], rearPort: fits ? near : far, rearPortPosition: at + 1 });
      },
      refused: ['rearPort', 'DEVICE_MISMATCH'],
    },
    ...(['frontPort', 'rearPort'] as const).map(
      (own): Refusal => ({
        title: `a position of a ${own === 'frontPort' ? front : rear} is mapped once`,
        proves: number,
        by: [`uq ${mapping} ${own},${own}Position`],
        model: mapping,
        slots: async (plant, count) => {
          const holder = await panelOf(plant, panel);
          const ports = (model: string) =>
            plant.all(
              model,
              many(count, () => port(plant, holder, 3)),
            );
          const [fronts, rears] = [await ports(front), await ports(rear)];
          const ends = (at: number) => ({ frontPort: fronts[at], rearPort: rears[at] });
          await plant.all(
            mapping,
            many(count, (at) => ({ ...ends(at), frontPortPosition: 1, rearPortPosition: 1 })),
          );
          return (at, fits) => ({
            ...ends(at),
            frontPortPosition: 2,
            rearPortPosition: 2,
            [`${own}Position`]: fits ? 3 : 1,
          });
        },
        refused: [`${own}Position`, 'DUPLICATE'],
      }),
    ),
    keeps(front, 'frontPort'),
    keeps(rear, 'rearPort'),
  ];
};

const at = (id: string | undefined) => ({ interface: { id } });

const interfaces = async (plant: Plant, count: number, type = '1000base-t'): Promise<string[]> => {
  const [device] = await devicesAt(plant, 1);
  return plant.all(
    'dcim.Interface',
    many(count, () => ({ device, name: plant.name('e'), type })),
  );
};

const CABLE = 'dcim.Cable';

/** Ports, the mappings between them and the cables they take. */
export const cableCases: readonly Refusal[] = [
  ...PANELS.flatMap(panelCases),
  {
    title: 'a length needs its unit',
    proves: '_all.7',
    by: ['dcim.Cable _all.7'],
    model: CABLE,
    slots: async (plant, count) => {
      const [a, b] = [await interfaces(plant, count), await interfaces(plant, count)];
      return (i, fits) => ({
        aTerminations: [at(a[i])],
        bTerminations: [at(b[i])],
        length: '3',
        lengthUnit: fits ? 'm' : null,
      });
    },
    refused: ['lengthUnit', 'UNIT_REQUIRED'],
  },
  {
    title: 'kinds of ports that do not fit are not cabled',
    proves: 'dcim.cable.1',
    by: ['dcim.CableTermination dcim.cable.1'],
    model: CABLE,
    slots: async (plant, count) => {
      const [a, b] = [await interfaces(plant, count), await interfaces(plant, count)];
      const [device] = await devicesAt(plant, 1);
      const power = await plant.all(
        'dcim.PowerPort',
        many(count, () => ({ device, name: plant.name('p') })),
      );
      return (i, fits) => ({
        aTerminations: [at(a[i])],
        bTerminations: [fits ? at(b[i]) : { powerPort: { id: power[i] } }],
      });
    },
    refused: ['bTerminations.0.termination', 'CABLE_INCOMPATIBLE'],
  },
  {
    title: 'a port takes one cable',
    proves: 'dcim.cable.1',
    by: ['dcim.CableTermination dcim.cable.1', 'uq dcim.CableTermination termination'],
    model: CABLE,
    slots: async (plant, count) => {
      const [a, b, c] = [
        await interfaces(plant, count),
        await interfaces(plant, count),
        await interfaces(plant, count),
      ];
      const [free] = [await interfaces(plant, count)];
      await plant.all(
        CABLE,
        a.map((id, i) => ({ aTerminations: [at(id)], bTerminations: [at(b[i])] })),
      );
      return (i, fits) => ({ aTerminations: [at(fits ? free[i] : a[i])], bTerminations: [at(c[i])] });
    },
    refused: ['aTerminations.0.termination', 'CABLE_OCCUPIED'],
  },
  {
    title: 'an interface without a socket takes no cable',
    proves: 'dcim.cable.2',
    by: ['dcim.CableTermination dcim.cable.1'],
    model: CABLE,
    slots: async (plant, count) => {
      const [a, b] = [await interfaces(plant, count), await interfaces(plant, count)];
      const virtual = await interfaces(plant, count, 'virtual');
      return (i, fits) => ({ aTerminations: [at(a[i])], bTerminations: [at(fits ? b[i] : virtual[i])] });
    },
    refused: ['bTerminations.0.termination', 'CABLE_NOT_CONNECTABLE'],
  },
  {
    title: 'a profile limits the terminations of an end',
    proves: 'dcim.cable.3',
    by: ['dcim.CableTermination dcim.cable.1'],
    model: CABLE,
    slots: async (plant, count) => {
      const [a, b, c] = [
        await interfaces(plant, count),
        await interfaces(plant, count),
        await interfaces(plant, count),
      ];
      return (i, fits) => ({
        profile: 'single-1c1p',
        aTerminations: [at(a[i])],
        bTerminations: [at(b[i]), ...(fits ? [] : [at(c[i])])],
      });
    },
    refused: ['bTerminations.1.termination', 'CABLE_PROFILE_FULL'],
  },
  {
    title: 'a new cable has both ends',
    proves: 'dcim.cable.1',
    by: ['dcim.Cable create'],
    model: CABLE,
    slots: async (plant, count) => {
      const [a, b] = [await interfaces(plant, count), await interfaces(plant, count)];
      return (i, fits) => ({ aTerminations: [at(a[i])], bTerminations: fits ? [at(b[i])] : [] });
    },
    refused: ['bTerminations', 'CABLE_END_EMPTY'],
  },
  {
    title: 'a changed cable keeps both ends',
    proves: 'dcim.cable.1',
    by: ['dcim.Cable update'],
    model: CABLE,
    verb: 'update',
    slots: async (plant, count) => {
      const [a, b, c] = [
        await interfaces(plant, count),
        await interfaces(plant, count),
        await interfaces(plant, count),
      ];
      const cables = await plant.all(
        CABLE,
        a.map((id, i) => ({ aTerminations: [at(id)], bTerminations: [at(b[i])] })),
      );
      return (i, fits) => ({ id: cables[i], bTerminations: fits ? [at(c[i])] : [] });
    },
    refused: ['bTerminations', 'CABLE_END_EMPTY'],
  },
];
