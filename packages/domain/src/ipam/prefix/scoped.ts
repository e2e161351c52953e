import { arc, PrimaryObject, ref } from '@plumbline/kit';
import type { Location } from '../../dcim/location/location.entity.ts';
import type { Region } from '../../dcim/region/region.entity.ts';
import type { SiteGroup } from '../../dcim/region/site-group.entity.ts';
import type { Site } from '../../dcim/site/site.entity.ts';

const places = {
  region: 'dcim.Region',
  siteGroup: 'dcim.SiteGroup',
  site: 'dcim.Site',
  location: 'dcim.Location',
};

/** The place a prefix belongs to, and the places around it. */
export abstract class ScopedPrefix extends PrimaryObject {
  @arc(places, { inverse: 'prefixes', optional: true, onDelete: 'cascade', list: true })
  scope!: Region | SiteGroup | Site | Location | null;

  @ref('dcim.Region', { optional: true, onDelete: 'setNull', derived: true })
  region!: Region | null;

  @ref('dcim.SiteGroup', { optional: true, onDelete: 'setNull', derived: true })
  siteGroup!: SiteGroup | null;

  @ref('dcim.Site', { optional: true, onDelete: 'setNull', derived: true })
  site!: Site | null;

  @ref('dcim.Location', { optional: true, onDelete: 'setNull', derived: true })
  location!: Location | null;
}
