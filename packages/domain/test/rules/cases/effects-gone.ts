import type { InputRow } from '@plumbline/engine';
import { PORT_MODELS, type PortArm } from '../../../src/dcim/component-models.ts';
import type { Plant } from '../../plant.ts';
import { many, type Effect } from '../case.ts';
import { devicesAt } from './devices.ts';

const FIELDS: Partial<Record<PortArm, InputRow>> = {
  interface: { type: '1000base-t' },
  frontPort: { type: 'lc' },
  rearPort: { type: 'lc' },
};

const TABLES = {
  interface: 'dcim_interface',
  consolePort: 'dcim_console_port',
  consoleServerPort: 'dcim_console_server_port',
  powerPort: 'dcim_power_port',
  powerOutlet: 'dcim_power_outlet',
  rearPort: 'dcim_rear_port',
} as const;

const parts = async (plant: Plant, kind: PortArm, count: number): Promise<string[]> => {
  const [device] = await devicesAt(plant, 1);
  return plant.all(
    PORT_MODELS[kind],
    many(count, () => ({ device, name: plant.name('p'), ...FIELDS[kind] })),
  );
};

const feeds = async (plant: Plant, count: number): Promise<string[]> => {
  const site = await plant.named('dcim.Site');
  const powerPanel = await plant.make('dcim.PowerPanel', { site, name: plant.name('panel') });
  return plant.all(
    'dcim.PowerFeed',
    many(count, () => ({ powerPanel, name: plant.name('feed') })),
  );
};

const circuitEnds = async (plant: Plant, count: number): Promise<string[]> => {
  const [provider, type] = [await plant.named('circuits.Provider'), await plant.named('circuits.CircuitType')];
  const circuits = await plant.all(
    'circuits.Circuit',
    many(count, () => ({ cid: plant.name('cid'), provider, type })),
  );
  const site = await plant.named('dcim.Site');
  return plant.all(
    'circuits.CircuitTermination',
    circuits.map((circuit) => ({ circuit, termSide: 'A', termination: { site: { id: site } } })),
  );
};

const ports = (plant: Plant, kind: PortArm, count: number): Promise<string[]> => {
  if (kind === 'powerFeed') return feeds(plant, count);
  return kind === 'circuitTermination' ? circuitEnds(plant, count) : parts(plant, kind, count);
};

const goes = (kind: PortArm, far: keyof typeof TABLES): Effect => ({
  title: `a deleted ${kind} takes its cable along and frees the ${far} at the other end`,
  proves: null,
  by: `${PORT_MODELS[kind]} dcim.cable.gone`,
  act: async (plant, count) => {
    const [near, ids] = [await ports(plant, kind, count), await ports(plant, far, count)];
    await plant.all(
      'dcim.Cable',
      near.map((id, at) => ({ aTerminations: [{ [kind]: { id } }], bTerminations: [{ [far]: { id: ids[at] } }] })),
    );
    return {
      model: PORT_MODELS[kind],
      verb: 'delete',
      inputs: near.map((id) => ({ id })),
      table: TABLES[far],
      ids,
      gives: () => ({ cable_id: null, cable_end: null }),
    };
  },
});

/** What goes along with deleted ports. */
export const goneEffects: readonly Effect[] = [
  goes('interface', 'interface'),
  goes('consolePort', 'consoleServerPort'),
  goes('consoleServerPort', 'consolePort'),
  goes('powerPort', 'powerOutlet'),
  goes('powerOutlet', 'powerPort'),
  goes('frontPort', 'rearPort'),
  goes('rearPort', 'interface'),
  goes('powerFeed', 'powerPort'),
  goes('circuitTermination', 'interface'),
];
