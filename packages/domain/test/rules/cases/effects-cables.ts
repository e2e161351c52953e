import type { Plant } from '../../plant.ts';
import { many, type Act, type Effect } from '../case.ts';
import { devicesAt } from './devices.ts';
import { goneEffects } from './effects-gone.ts';

const interfaces = async (plant: Plant, count: number): Promise<string[]> => {
  const [device] = await devicesAt(plant, 1);
  return plant.all(
    'dcim.Interface',
    many(count, () => ({ device, name: plant.name('e'), type: '1000base-t' })),
  );
};

const cables = async (plant: Plant, count: number, rest: object = {}) => {
  const [a, b] = [await interfaces(plant, count), await interfaces(plant, count)];
  const at = (id: string | undefined) => [{ interface: { id } }];
  return { a, inputs: a.map((id, n) => ({ aTerminations: at(id), bTerminations: at(b[n]), ...rest })) };
};

const plugged = (
  title: string,
  proves: string,
  by: string,
  rest: object,
  look: (ends: readonly string[]) => Pick<Act, 'table' | 'ids' | 'column' | 'gives'>,
): Effect => ({
  title,
  proves,
  by,
  act: async (plant, count) => {
    const { a, inputs } = await cables(plant, count, rest);
    return { model: 'dcim.Cable', inputs, ...look(a) };
  },
});

const ownerOf = (
  mapping: string,
  table: string,
  kind: string,
  owner: 'device' | 'deviceType',
  number: string,
): Effect => ({
  title: `a ${mapping} belongs to the ${owner} of its ports`,
  proves: number,
  by: `${mapping} ${number}.owner`,
  act: async (plant, count) => {
    const id = owner === 'device' ? (await devicesAt(plant, 1))[0] : await plant.type();
    const port = (n: number) => ({ [owner]: id, name: plant.name('p'), type: 'lc', positions: n });
    const fronts = await plant.all(
      `dcim.FrontPort${kind}`,
      many(count, () => port(1)),
    );
    const rearPort = await plant.make(`dcim.RearPort${kind}`, port(1000));
    const inputs = fronts.map((frontPort, n) => ({ frontPort, rearPort, rearPortPosition: n + 1 }));
    return {
      model: mapping,
      inputs,
      table,
      gives: () => ({ [owner === 'device' ? 'device_id' : 'device_type_id']: id }),
    };
  },
});

/** What the rules of cables and of mappings between ports bring about. */
export const cableEffects: readonly Effect[] = [
  ...goneEffects,
  ownerOf('dcim.PortMapping', 'dcim_port_mapping', '', 'device', 'dcim.portmapping.1'),
  ownerOf(
    'dcim.PortTemplateMapping',
    'dcim_port_template_mapping',
    'Template',
    'deviceType',
    'dcim.porttemplatemapping.1',
  ),
  plugged(
    'a length is kept in metres as well',
    '_all.7',
    'dcim.Cable _all.7.metres',
    { length: '10', lengthUnit: 'ft' },
    () => ({
      table: 'dcim_cable',
      gives: () => ({ abs_length_m: '3.0480' }),
    }),
  ),
  plugged(
    'an end of a cable is where its port is',
    'dcim.cabletermination.1',
    'dcim.CableTermination dcim.cabletermination.1',
    {},
    () => ({
      table: 'dcim_cable_termination',
      column: 'cable_id',
      gives: () => ({ device_id: expect.any(String) as unknown, site_id: expect.any(String) as unknown }),
    }),
  ),
  plugged(
    'the first end of a profiled cable takes its first connector',
    'dcim.cable.3',
    'dcim.CableTermination dcim.cable.3.slots',
    { profile: 'single-1c1p' },
    () => ({
      table: 'dcim_cable_termination',
      column: 'cable_id',
      gives: () => ({ connector: 1, positions: [1] }),
    }),
  ),
  plugged('a cable shows on its ports', 'dcim.cable.4', 'dcim.CableTermination dcim.cable.4', {}, (ids) => ({
    table: 'dcim_interface',
    ids,
    gives: () => ({ cable_end: 'A', cable_id: expect.any(String) as unknown }),
  })),
  {
    title: 'a deleted cable no longer shows on its ports',
    proves: 'dcim.cable.4',
    by: 'dcim.CableTermination dcim.cable.4.clear',
    act: async (plant, count) => {
      const { a, inputs } = await cables(plant, count, { profile: 'single-1c1p' });
      const ids = (await plant.all('dcim.Cable', inputs)).map((id) => ({ id }));
      const gives = () => ({ cable_end: null, cable_connector: null });
      return { model: 'dcim.Cable', verb: 'delete', inputs: ids, table: 'dcim_interface', ids: a, gives };
    },
  },
  {
    title: 'a new profile gives the ends their connectors anew',
    proves: 'dcim.cable.3',
    by: 'dcim.Cable dcim.cable.3',
    act: async (plant, count) => {
      const { a, inputs } = await cables(plant, count);
      const ids = await plant.all('dcim.Cable', inputs);
      const changed = ids.map((id) => ({ id, profile: 'single-1c1p' }));
      return {
        model: 'dcim.Cable',
        verb: 'update',
        inputs: changed,
        table: 'dcim_interface',
        ids: a,
        gives: () => ({ cable_connector: 1 }),
      };
    },
  },
];
