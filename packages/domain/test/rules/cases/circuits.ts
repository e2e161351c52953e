import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, type Effect, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const CIRCUIT = 'circuits.Circuit';
const VIRTUAL = 'circuits.VirtualCircuit';
const TERMINATION = 'circuits.CircuitTermination';
const ACCOUNT = 'circuits.ProviderAccount';
const NETWORK = 'circuits.ProviderNetwork';

interface Seller {
  readonly provider: string;
  readonly account: string;
  readonly network: string;
}

const seller = async (plant: Plant): Promise<Seller> => {
  const provider = await plant.named('circuits.Provider');
  const account = await plant.make(ACCOUNT, { provider, account: plant.name('account') });
  return { provider, account, network: await plant.make(NETWORK, { provider, name: plant.name('net') }) };
};

/** Circuits of one provider. */
const circuitsOf = async (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> => {
  const provider = rest['provider'] ?? (await plant.named('circuits.Provider'));
  const type = await plant.named('circuits.CircuitType');
  return plant.all(
    CIRCUIT,
    many(count, () => ({ cid: plant.name('cid'), type, ...rest, provider })),
  );
};

const virtualOf = async (plant: Plant, count: number, rest: InputRow): Promise<string[]> => {
  const type = await plant.named('circuits.VirtualCircuitType');
  return plant.all(
    VIRTUAL,
    many(count, () => ({ cid: plant.name('cid'), type, ...rest })),
  );
};

const accountCases: readonly Refusal[] = [
  {
    title: 'the account of a circuit is with its provider',
    proves: 'circuits.circuit.1',
    by: ['circuits.Circuit circuits.circuit.1'],
    model: CIRCUIT,
    slots: async (plant) => {
      const [own, other] = [await seller(plant), await seller(plant)];
      const type = await plant.named('circuits.CircuitType');
      return (_, fits) => ({
        cid: plant.name('cid'),
        type,
        provider: own.provider,
        providerAccount: fits ? own.account : other.account,
      });
    },
    refused: ['providerAccount', 'PROVIDER_MISMATCH'],
  },
  {
    title: 'the account of a virtual circuit is with the provider of its network',
    proves: 'circuits.virtualcircuit.1',
    by: ['circuits.VirtualCircuit circuits.virtualcircuit.1'],
    model: VIRTUAL,
    slots: async (plant) => {
      const [own, other] = [await seller(plant), await seller(plant)];
      const type = await plant.named('circuits.VirtualCircuitType');
      return (_, fits) => ({
        cid: plant.name('cid'),
        type,
        providerNetwork: own.network,
        providerAccount: fits ? own.account : other.account,
      });
    },
    refused: ['providerAccount', 'PROVIDER_MISMATCH'],
  },
  {
    title: 'an account that circuits go by stays with its provider',
    proves: 'circuits.circuit.1',
    by: [`${ACCOUNT} circuits.circuit.1.account`],
    model: ACCOUNT,
    verb: 'update',
    slots: async (plant, count) => {
      const [own, other] = [await seller(plant), await seller(plant)];
      const accounts = await plant.all(
        ACCOUNT,
        many(count * 2, () => ({ provider: own.provider, account: plant.name('account') })),
      );
      const type = await plant.named('circuits.CircuitType');
      await plant.all(
        CIRCUIT,
        accounts
          .slice(0, count)
          .map((providerAccount) => ({ cid: plant.name('cid'), type, provider: own.provider, providerAccount })),
      );
      return (at, fits) => ({ id: accounts[fits ? count + at : at], provider: other.provider });
    },
    refused: ['provider', 'IN_USE'],
  },
  {
    title: 'a network that virtual circuits cross stays with its provider',
    proves: 'circuits.virtualcircuit.1',
    by: [`${NETWORK} circuits.virtualcircuit.1.network`],
    model: NETWORK,
    verb: 'update',
    slots: async (plant, count) => {
      const [own, other] = [await seller(plant), await seller(plant)];
      const networks = await plant.all(
        NETWORK,
        many(count * 2, () => ({ provider: own.provider, name: plant.name('net') })),
      );
      const type = await plant.named('circuits.VirtualCircuitType');
      await plant.all(
        VIRTUAL,
        networks.slice(0, count).map((providerNetwork) => ({ cid: plant.name('cid'), type, providerNetwork })),
      );
      return (at, fits) => ({ id: networks[fits ? count + at : at], provider: other.provider });
    },
    refused: ['provider', 'IN_USE'],
  },
  {
    title: 'the distance of a circuit has a unit',
    proves: '_all.7',
    by: ['circuits.Circuit _all.7'],
    model: CIRCUIT,
    slots: async (plant) => {
      const [provider, type] = [await plant.named('circuits.Provider'), await plant.named('circuits.CircuitType')];
      return (_, fits) => ({
        cid: plant.name('cid'),
        provider,
        type,
        distance: '10',
        distanceUnit: fits ? 'km' : null,
      });
    },
    refused: ['distanceUnit', 'UNIT_REQUIRED'],
  },
];

const terminationCases: readonly Refusal[] = [
  {
    title: 'a circuit ends somewhere',
    proves: 'circuits.circuittermination.1',
    by: ['circuits.CircuitTermination circuits.circuittermination.1'],
    model: TERMINATION,
    slots: async (plant, count) => {
      const circuits = await circuitsOf(plant, count);
      const site = await plant.named('dcim.Site');
      return (at, fits) => ({
        circuit: circuits[at],
        termSide: 'A',
        termination: fits ? { site: { id: site } } : null,
      });
    },
    refused: ['termination', 'REQUIRED'],
  },
  {
    title: 'an end in the network of a provider is not marked as connected',
    proves: 'circuits.circuittermination.2',
    by: ['circuits.CircuitTermination circuits.circuittermination.2'],
    model: TERMINATION,
    slots: async (plant, count) => {
      const { provider, network } = await seller(plant);
      const circuits = await circuitsOf(plant, count, { provider });
      return (at, fits) => ({
        circuit: circuits[at],
        termSide: 'Z',
        termination: { providerNetwork: { id: network } },
        markConnected: !fits,
      });
    },
    refused: ['markConnected', 'CABLE_OCCUPIED'],
  },
  {
    title: 'a cabled end does not move into the network of a provider',
    proves: 'circuits.circuittermination.2',
    by: ['circuits.CircuitTermination circuits.circuittermination.2'],
    model: TERMINATION,
    verb: 'update',
    slots: async (plant, count) => {
      const { provider, network } = await seller(plant);
      const circuits = await circuitsOf(plant, count * 2, { provider });
      const site = await plant.named('dcim.Site');
      const ends = await plant.all(
        TERMINATION,
        circuits.map((circuit) => ({ circuit, termSide: 'A', termination: { site: { id: site } } })),
      );
      const [device] = await devicesAt(plant, 1);
      const ports = await plant.all(
        'dcim.Interface',
        many(count, () => ({ device, name: plant.name('e'), type: '1000base-t' })),
      );
      await plant.all(
        'dcim.Cable',
        ports.map((id, at) => ({
          aTerminations: [{ circuitTermination: { id: ends[at] } }],
          bTerminations: [{ interface: { id } }],
        })),
      );
      return (at, fits) => ({
        id: ends[fits ? count + at : at],
        termination: { providerNetwork: { id: network } },
      });
    },
    refused: ['termination', 'CABLE_OCCUPIED'],
  },
];

const virtualInterfaces = async (plant: Plant, count: number, type = 'virtual'): Promise<string[]> => {
  const [device] = await devicesAt(plant, 1);
  return plant.all(
    'dcim.Interface',
    many(count, () => ({ device, name: plant.name('v'), type })),
  );
};

const virtualCases: readonly Refusal[] = [
  {
    title: 'a virtual circuit ends at a virtual interface',
    proves: 'circuits.virtualcircuittermination.1',
    by: ['circuits.VirtualCircuitTermination circuits.virtualcircuittermination.1'],
    model: 'circuits.VirtualCircuitTermination',
    slots: async (plant, count) => {
      const { network } = await seller(plant);
      const [virtualCircuit] = await virtualOf(plant, 1, { providerNetwork: network });
      const virtual = await virtualInterfaces(plant, count);
      const plain = await virtualInterfaces(plant, count, '1000base-t');
      return (at, fits) => ({ virtualCircuit, interface: fits ? virtual[at] : plain[at] });
    },
    refused: ['interface', 'BAD_USER_INPUT'],
  },
  {
    title: 'an interface stays virtual while a virtual circuit ends there',
    proves: 'circuits.virtualcircuittermination.1',
    by: ['dcim.Interface circuits.virtualcircuittermination.1.type'],
    model: 'dcim.Interface',
    verb: 'update',
    slots: async (plant, count) => {
      const { network } = await seller(plant);
      const [virtualCircuit] = await virtualOf(plant, 1, { providerNetwork: network });
      const virtual = await virtualInterfaces(plant, count * 2);
      await plant.all(
        'circuits.VirtualCircuitTermination',
        virtual.slice(0, count).map((id) => ({ virtualCircuit, interface: id })),
      );
      return (at, fits) => ({ id: virtual[fits ? count + at : at], type: '1000base-t' });
    },
    refused: ['type', 'IN_USE'],
  },
];

/** Circuits, virtual circuits, their ends and accounts. */
export const circuitCases: readonly Refusal[] = [...accountCases, ...terminationCases, ...virtualCases];

/** What the rules of circuits bring about. */
export const circuitEffects: readonly Effect[] = [
  {
    title: 'the distance of a circuit is kept in metres as well',
    proves: '_all.7',
    by: 'circuits.Circuit _all.7.metres',
    act: async (plant, count) => {
      const [provider, type] = [await plant.named('circuits.Provider'), await plant.named('circuits.CircuitType')];
      return {
        model: CIRCUIT,
        inputs: many(count, () => ({ cid: plant.name('cid'), provider, type, distance: '10', distanceUnit: 'km' })),
        table: 'circuits_circuit',
        gives: () => ({ abs_distance_m: '10000.0000' }),
      };
    },
  },
  {
    title: 'an end of a circuit at a location is at its site and in its region',
    proves: 'circuits.circuittermination.1',
    by: 'circuits.CircuitTermination circuits.circuittermination.1.places',
    act: async (plant, count) => {
      const region = await plant.named('dcim.Region');
      const site = await plant.named('dcim.Site', { region });
      const location = await plant.named('dcim.Location', { site });
      const circuits = await circuitsOf(plant, count);
      return {
        model: TERMINATION,
        inputs: circuits.map((circuit) => ({
          circuit,
          termSide: 'A',
          termination: { location: { id: location } },
        })),
        table: 'circuits_circuit_termination',
        gives: () => ({ location_id: location, site_id: site, region_id: region, provider_network_id: null }),
      };
    },
  },
  {
    title: 'an end of a circuit knows the network of a provider it is in',
    proves: 'circuits.circuittermination.1',
    by: 'circuits.CircuitTermination circuits.circuittermination.1.network',
    act: async (plant, count) => {
      const { network } = await seller(plant);
      const circuits = await circuitsOf(plant, count);
      return {
        model: TERMINATION,
        inputs: circuits.map((circuit) => ({
          circuit,
          termSide: 'Z',
          termination: { providerNetwork: { id: network } },
        })),
        table: 'circuits_circuit_termination',
        gives: () => ({ provider_network_id: network }),
      };
    },
  },
  {
    title: 'the end of a cable at a circuit goes where the circuit ends',
    proves: 'dcim.cabletermination.1',
    by: 'circuits.CircuitTermination dcim.cabletermination.1.circuit',
    act: async (plant, count) => {
      const circuits = await circuitsOf(plant, count);
      const from = await plant.named('dcim.Site');
      const to = await plant.named('dcim.Site');
      const location = await plant.named('dcim.Location', { site: to });
      const ids = await plant.all(
        TERMINATION,
        circuits.map((circuit) => ({ circuit, termSide: 'A', termination: { site: { id: from } } })),
      );
      const [device] = await devicesAt(plant, 1, { site: from });
      const ports = await plant.all(
        'dcim.Interface',
        many(count, (at) => ({ device, name: `e${at}`, type: '1000base-t' })),
      );
      await plant.all(
        'dcim.Cable',
        ids.map((id, at) => ({
          aTerminations: [{ circuitTermination: { id } }],
          bTerminations: [{ interface: { id: ports[at] } }],
        })),
      );
      return {
        model: TERMINATION,
        verb: 'update',
        inputs: ids.map((id) => ({ id, termination: { location: { id: location } } })),
        table: 'dcim_cable_termination',
        column: 'termination_circuit_termination_id',
        gives: () => ({ site_id: to, location_id: location }),
      };
    },
  },
  {
    title: 'a circuit names both its ends',
    proves: 'circuits.circuit.1',
    by: 'circuits.CircuitTermination circuits.circuit.1.terminations',
    act: async (plant, count) => {
      const circuits = await circuitsOf(plant, count);
      const site = await plant.named('dcim.Site');
      return {
        model: TERMINATION,
        inputs: circuits.flatMap((circuit) =>
          ['A', 'Z'].map((termSide) => ({ circuit, termSide, termination: { site: { id: site } } })),
        ),
        table: 'circuits_circuit',
        ids: circuits,
        gives: () => ({
          termination_a_id: expect.any(String) as unknown,
          termination_z_id: expect.any(String) as unknown,
        }),
      };
    },
  },
];
