import { PrimaryObject, ref } from '@plumbline/kit';
import type { Location } from '../location/location.entity.ts';
import type { Region } from '../region/region.entity.ts';
import type { SiteGroup } from '../region/site-group.entity.ts';
import type { Site } from './site.entity.ts';

/** Kinds of place a scope may name. */
export const PLACES = {
  region: 'dcim.Region',
  siteGroup: 'dcim.SiteGroup',
  site: 'dcim.Site',
  location: 'dcim.Location',
} as const;

/** Something with a scope: the places around it are kept beside, so that it is found by any of them. */
export abstract class PlacedObject extends PrimaryObject {
  @ref('dcim.Region', { optional: true, onDelete: 'setNull', derived: true })
  region!: Region | null;

  @ref('dcim.SiteGroup', { optional: true, onDelete: 'setNull', derived: true })
  siteGroup!: SiteGroup | null;

  @ref('dcim.Site', { optional: true, onDelete: 'setNull', derived: true })
  site!: Site | null;

  @ref('dcim.Location', { optional: true, onDelete: 'setNull', derived: true })
  location!: Location | null;
}
