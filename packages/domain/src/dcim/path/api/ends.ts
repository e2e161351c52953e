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

/** Entities that paths are asked for: what takes a cable, and what else may be on a path. */
export const CROSSED: readonly string[] = [
  ...CABLED,
  'circuits.Circuit',
  'circuits.ProviderNetwork',
  'circuits.VirtualCircuit',
  'dcim.Cable',
  'dcim.Device',
  'dcim.PowerPanel',
  'wireless.WirelessLink',
];
