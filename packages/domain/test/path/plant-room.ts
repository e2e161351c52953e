import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../plant.ts';

/** Ids that edits in a room of equipment choose from. */
export interface Room {
  readonly site: string;
  readonly network: string;
  readonly circuits: readonly string[];
  readonly virtualCircuits: readonly string[];
}

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

const ports = (plant: Plant, model: string, device: string, inputs: readonly InputRow[]): Promise<string[]> =>
  plant.all(
    model,
    inputs.map((input) => ({ device, ...input })),
  );

const addSwitch = async (plant: Plant, device: string): Promise<void> => {
  await ports(plant, 'dcim.Interface', device, [
    ...count(5).map((n) => ({ name: `e${n}`, type: '10gbase-x-sfpp' })),
    ...count(2).map((n) => ({ name: `radio${n}`, type: 'ieee802.11ax' })),
    ...count(2).map((n) => ({ name: `vlan${n}`, type: 'virtual' })),
  ]);
  await ports(plant, 'dcim.PowerPort', device, [{ name: 'PSU1' }, { name: 'PSU2' }]);
  await ports(plant, 'dcim.ConsolePort', device, [{ name: 'con' }]);
};

/** A panel with rear ports of several widths, some of its front ports of two positions; most positions are mapped. */
const addPanel = async (plant: Plant, device: string): Promise<void> => {
  const rears = await ports(
    plant,
    'dcim.RearPort',
    device,
    [4, 4, 2, 1, 1].map((positions, i) => ({ name: `R${i}`, type: 'mpo', positions })),
  );
  const fronts = await ports(
    plant,
    'dcim.FrontPort',
    device,
    count(9).map((n) => ({ name: `F${n}`, type: 'lc', positions: n > 7 ? 2 : 1 })),
  );
  const seats = rears.flatMap((rearPort, i) =>
    count([3, 4, 2, 1, 0][i] ?? 0).map((rearPortPosition) => ({ rearPort, rearPortPosition })),
  );
  const places = fronts.flatMap((frontPort, i) =>
    count(i > 6 ? 2 : 1).map((frontPortPosition) => ({ frontPort, frontPortPosition })),
  );
  await plant.all(
    'dcim.PortMapping',
    seats.slice(0, places.length).map((seat, i) => ({ ...seat, ...places[i] })),
  );
};

const addStrip = async (plant: Plant, device: string): Promise<void> => {
  const [inlet] = await ports(plant, 'dcim.PowerPort', device, [{ name: 'in' }]);
  await ports(
    plant,
    'dcim.PowerOutlet',
    device,
    count(4).map((n) => ({ name: `o${n}`, powerPort: n < 4 ? inlet : null })),
  );
  await ports(plant, 'dcim.ConsoleServerPort', device, [{ name: 'cs1' }, { name: 'cs2' }]);
};

const addCircuits = async (plant: Plant, site: string): Promise<Omit<Room, 'site'>> => {
  const provider = await plant.named('circuits.Provider');
  const network = await plant.make('circuits.ProviderNetwork', { name: plant.name('net'), provider });
  const type = await plant.named('circuits.CircuitType');
  const circuits = await plant.all(
    'circuits.Circuit',
    count(3).map((n) => ({ cid: plant.name('c'), provider, type, status: n === 1 ? 'planned' : 'active' })),
  );
  await plant.all(
    'circuits.CircuitTermination',
    circuits.flatMap((circuit, i) => [
      { circuit, termSide: 'A', termination: { arm: 'site', id: site } },
      {
        circuit,
        termSide: 'Z',
        termination: i === 0 ? { arm: 'providerNetwork', id: network } : { arm: 'site', id: site },
      },
    ]),
  );
  const virtualType = await plant.named('circuits.VirtualCircuitType');
  const virtualCircuits = await plant.all(
    'circuits.VirtualCircuit',
    ['active', 'planned'].map((status) => ({
      cid: plant.name('v'),
      providerNetwork: network,
      type: virtualType,
      status,
    })),
  );
  return { network, circuits, virtualCircuits };
};

/** Switches, panels, power strips, feeds and circuits without a single cable. */
export const furnish = async (plant: Plant): Promise<Room> => {
  const site = await plant.named('dcim.Site');
  const type = await plant.type();
  const device = () => plant.device(type, { site });
  for (const add of [addSwitch, addSwitch, addPanel, addPanel, addPanel, addStrip, addStrip])
    await add(plant, await device());
  const powerPanel = await plant.make('dcim.PowerPanel', { name: 'P', site });
  await plant.all('dcim.PowerFeed', [
    { name: 'A', powerPanel },
    { name: 'B', powerPanel, status: 'offline' },
  ]);
  return { site, ...(await addCircuits(plant, site)) };
};
