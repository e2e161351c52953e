import { entity, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import type { Location } from '../location/location.entity.ts';
import type { Site } from '../site/site.entity.ts';

/** A distribution panel at a site. */
@entity('dcim.PowerPanel', {
  matchBy: ['site', 'name'],
  unique: [['site', 'name']],
  scope: { site: 'site' },
  navGroup: 'Power',
  features: [...STANDARD, 'contacts', 'images'],
})
export class PowerPanel extends PrimaryObject {
  @ref('dcim.Site', { inverse: 'powerPanels', list: true })
  site!: Site;

  @ref('dcim.Location', { inverse: 'powerPanels', optional: true, list: true })
  location!: Location | null;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;
}
