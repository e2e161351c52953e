import { choice, entity, ref, text, STANDARD } from '@plumbline/kit';
import type { RackGroup } from './rack-group.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import { rackAirflow, rackFormFactor, rackStatus } from '../choices.ts';
import type { Location } from '../location/location.entity.ts';
import type { Site } from '../site/site.entity.ts';
import { RackFrameObject } from './rack-frame.ts';
import type { RackRole } from './rack-role.entity.ts';
import type { RackType } from './rack-type.entity.ts';

/** A rack, cabinet or frame with numbered units. */
@entity('dcim.Rack', {
  matchBy: ['site', 'location', 'name'],
  unique: [['location', 'name'], ['location', 'facilityId'], ['assetTag']],
  scope: { site: 'site', tenant: 'tenant' },
  navGroup: 'Racks',
  features: [...STANDARD, 'contacts', 'images'],
})
export class Rack extends RackFrameObject {
  @choice(rackFormFactor, { optional: true, group: 'Dimensions' })
  formFactor!: string | null;

  @ref('dcim.RackType', { inverse: 'racks', optional: true, group: 'Dimensions' })
  rackType!: RackType | null;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 50, optional: true, search: 200, list: true, help: 'Name the provider of the site uses' })
  facilityId!: string | null;

  @ref('dcim.Site', { inverse: 'racks', list: true })
  site!: Site;

  @ref('dcim.Location', { inverse: 'racks', optional: true, onDelete: 'setNull', list: true })
  location!: Location | null;

  @ref('tenancy.Tenant', { inverse: 'racks', optional: true, list: true })
  tenant!: Tenant | null;

  @choice(rackStatus, { default: 'active', list: true })
  status!: string;

  @ref('dcim.RackRole', { inverse: 'racks', optional: true, list: true })
  role!: RackRole | null;

  @text({ max: 50, optional: true, search: 60 })
  serial!: string | null;

  @text({ max: 50, optional: true, search: 50, list: true })
  assetTag!: string | null;

  @choice(rackAirflow, { optional: true })
  airflow!: string | null;

  @ref('dcim.RackGroup', { inverse: 'racks', optional: true })
  group!: RackGroup | null;
}
