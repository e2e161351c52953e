import { PORT_MODELS, type PortArm } from '../component-models.ts';

/** A kind of port in statements: its entity, its table, and the column of cable terminations that names one. */
export interface PortKind {
  readonly type: string;
  readonly table: string;
  readonly column: string;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Kinds of ports; a statement names a kind by its place in this list. */
export const PORT_KINDS: readonly PortKind[] = (Object.keys(PORT_MODELS) as PortArm[]).map((arm) => ({
  type: PORT_MODELS[arm],
  table: snake(PORT_MODELS[arm].replace('.', '')),
  column: `termination_${snake(arm)}_id`,
}));

/** Place of an entity in the list of kinds; -1 when it is none. */
export const kindOf = (type: string): number => PORT_KINDS.findIndex((kind) => kind.type === type);

/** Kinds that statements treat apart. */
export const KIND = {
  interface: kindOf('dcim.Interface'),
  powerPort: kindOf('dcim.PowerPort'),
  powerOutlet: kindOf('dcim.PowerOutlet'),
  frontPort: kindOf('dcim.FrontPort'),
  rearPort: kindOf('dcim.RearPort'),
  powerFeed: kindOf('dcim.PowerFeed'),
  circuitTermination: kindOf('circuits.CircuitTermination'),
} as const;

/** Kinds at which paths begin and end; the others are passed through. */
export const ENDPOINT_KINDS: ReadonlySet<number> = new Set(
  [...PORT_KINDS.keys()].filter((kind) => ![KIND.frontPort, KIND.rearPort, KIND.circuitTermination].includes(kind)),
);

/** Kinds that belong to a device. */
export const DEVICE_KINDS: readonly number[] = [...PORT_KINDS.keys()].filter(
  (kind) => ![KIND.powerFeed, KIND.circuitTermination].includes(kind),
);

/** Where a circuit ends: entity, and column of the termination; numbered on from the kinds of ports. */
export const PLACE_KINDS = [
  { type: 'circuits.ProviderNetwork', column: 'termination_provider_network_id' },
  { type: 'dcim.Site', column: 'termination_site_id' },
  { type: 'dcim.Location', column: 'termination_location_id' },
  { type: 'dcim.Region', column: 'termination_region_id' },
  { type: 'dcim.SiteGroup', column: 'termination_site_group_id' },
] as const;
