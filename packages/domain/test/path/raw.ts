import { PORT_MODELS } from '../../src/dcim/component-models.ts';
import { registry } from '../../src/index.ts';
import type { Plant } from '../plant.ts';

/** A stored row, columns as the database names them. */
export type Raw = Readonly<Record<string, unknown>>;

/** All rows that cabling is made of, by entity. */
export type RawTables = ReadonlyMap<string, readonly Raw[]>;

/** Entities of all ports. */
export const PORTS: readonly string[] = Object.values(PORT_MODELS);

/** Entities of the ports that paths begin and end at. */
export const ENDPOINTS: readonly string[] = PORTS.filter(
  (type) => !['dcim.FrontPort', 'dcim.RearPort', 'circuits.CircuitTermination'].includes(type),
);

const TYPES = [
  ...PORTS,
  'dcim.Cable',
  'dcim.CableTermination',
  'dcim.PortMapping',
  'circuits.Circuit',
  'circuits.VirtualCircuit',
  'circuits.VirtualCircuitTermination',
  'wireless.WirelessLink',
  'dcim.Device',
  'dcim.PowerPanel',
  'circuits.ProviderNetwork',
];

/** Reads the tables as they are, one plain statement each. */
export const readRaw = async (plant: Plant): Promise<RawTables> => {
  const found = new Map<string, readonly Raw[]>();
  for (const type of TYPES)
    found.set(type, await plant.dataSource.query<Raw[]>(`SELECT * FROM ${registry.model(type).table} ORDER BY number`));
  return found;
};
