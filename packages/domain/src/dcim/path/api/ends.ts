import { PORT_MODELS } from '../../component-models.ts';

/** Entities that a cable ends at. */
export const CABLED: readonly string[] = Object.values(PORT_MODELS);

/** Name of the union of everything a link or a path may end at. */
export const PATH_END = 'PathEnd';

/** Entities of that union: what takes a cable, and where circuits and power feeds end. */
export const PATH_ENDS: readonly string[] = [
  ...CABLED,
  'circuits.ProviderNetwork',
  'dcim.Location',
  'dcim.PowerPanel',
  'dcim.Region',
  'dcim.Site',
  'dcim.SiteGroup',
];

/** Entities that a path only runs through. */
const PASSAGES: ReadonlySet<string> = new Set([
  PORT_MODELS.frontPort,
  PORT_MODELS.rearPort,
  PORT_MODELS.circuitTermination,
]);

/** Whether a path ends at an entity, so that something is connected to it. */
export const isEndpoint = (entity: string): boolean => CABLED.includes(entity) && !PASSAGES.has(entity);
