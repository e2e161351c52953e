import { PORT_MODELS } from '../../component-models.ts';

/** Entities that a cable ends at. */
export const CABLED: readonly string[] = Object.values(PORT_MODELS);

/** Name of the union of everything a link or a path may end at. */
export const PATH_END = 'PathEnd';

/** Entities of that union: what takes a cable, and where circuits, virtual circuits and power feeds end. */
export const PATH_ENDS: readonly string[] = [
  ...CABLED,
  'circuits.ProviderNetwork',
  'circuits.VirtualCircuitTermination',
  'dcim.Location',
  'dcim.PowerPanel',
  'dcim.Region',
  'dcim.Site',
  'dcim.SiteGroup',
];
