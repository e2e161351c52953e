import { arc, choice, entity, int, ref, STANDARD, text } from '@plumbline/kit';
import { CabledObject } from '../dcim/cable/cabled.ts';
import type { Location } from '../dcim/location/location.entity.ts';
import type { Region } from '../dcim/region/region.entity.ts';
import type { SiteGroup } from '../dcim/region/site-group.entity.ts';
import type { Site } from '../dcim/site/site.entity.ts';
import { circuitTerminationSide } from './choices.ts';
import type { Circuit } from './circuit.entity.ts';
import type { ProviderNetwork } from './provider-network.entity.ts';

/** One side of a circuit. */
@entity('circuits.CircuitTermination', {
  display: ['termSide'],
  order: ['circuit', 'termSide'],
  matchBy: ['circuit', 'termSide'],
  unique: [['circuit', 'termSide']],
  scope: { site: 'site', tenant: 'circuit.tenant' },
  navGroup: 'Circuits',
  features: STANDARD,
  actions: ['connect'],
})
export class CircuitTermination extends CabledObject {
  @ref('circuits.Circuit', { inverse: 'terminations', onDelete: 'cascade', list: true })
  circuit!: Circuit;

  @choice(circuitTerminationSide, { max: 1, list: true, label: 'side' })
  termSide!: string;

  @arc(
    {
      region: 'dcim.Region',
      siteGroup: 'dcim.SiteGroup',
      site: 'dcim.Site',
      location: 'dcim.Location',
      providerNetwork: 'circuits.ProviderNetwork',
    },
    { inverse: 'circuitTerminations', optional: true, onDelete: 'cascade', list: true },
  )
  termination!: Region | SiteGroup | Site | Location | ProviderNetwork | null;

  @int({ min: 0, optional: true, search: 2000, list: true, unit: 'kbit/s' })
  portSpeed!: number | null;

  @int({ min: 0, optional: true, search: 2000, unit: 'kbit/s' })
  upstreamSpeed!: number | null;

  @text({ max: 50, optional: true, search: 300, list: true, label: 'cross-connect id' })
  xconnectId!: string | null;

  @text({ max: 100, optional: true, search: 300, label: 'patch panel and ports' })
  ppInfo!: string | null;

  @ref('circuits.ProviderNetwork', { optional: true, derived: true, onDelete: 'setNull' })
  providerNetwork!: ProviderNetwork | null;

  @ref('dcim.Location', { optional: true, onDelete: 'setNull', derived: true })
  location!: Location | null;

  @ref('dcim.Site', { optional: true, onDelete: 'setNull', derived: true })
  site!: Site | null;

  @ref('dcim.Region', { optional: true, onDelete: 'setNull', derived: true })
  region!: Region | null;

  @ref('dcim.SiteGroup', { optional: true, onDelete: 'setNull', derived: true })
  siteGroup!: SiteGroup | null;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;
}
