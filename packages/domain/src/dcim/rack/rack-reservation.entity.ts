import { BaseObject, bool, choice, entity, idRanges, intList, longText, ref, text, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { User } from '../../users/user.entity.ts';
import { rackReservationStatus } from '../choices.ts';
import type { Rack } from './rack.entity.ts';

/** Units of a rack kept free for somebody. */
@entity('dcim.RackReservation', {
  display: ['description'],
  order: ['number'],
  scope: { site: 'rack.site', tenant: 'tenant' },
  exclusions: [
    {
      rule: 'units',
      sql: 'USING gist (organization_id WITH =, rack_id WITH =, unit_ranges WITH &&) WHERE (NOT imported_conflict)',
      code: 'RACK_UNITS_RESERVED',
      message: 'Another reservation of the rack holds one of the units.',
    },
  ],
  navGroup: 'Racks',
  features: STANDARD,
})
export class RackReservation extends BaseObject {
  @ref('dcim.Rack', { inverse: 'reservations', onDelete: 'cascade', list: true })
  rack!: Rack;

  @intList({ list: true, min: 1 })
  units!: readonly number[];

  @choice(rackReservationStatus, { default: 'active', list: true })
  status!: string;

  @ref('tenancy.Tenant', { inverse: 'rackreservations', optional: true, list: true })
  tenant!: Tenant | null;

  @ref('users.User', { list: true })
  user!: User;

  @text({ max: 200, search: 500, list: true })
  description!: string;

  @longText({ optional: true, search: 5000 })
  comments!: string | null;

  /** The units as ranges, for the exclusion constraint. */
  @idRanges({ optional: true, derived: true, filter: false })
  unitRanges!: string | null;

  /** True while imported units clash with another reservation; the constraint leaves such rows out. */
  @bool({ default: false, derived: true, logged: true })
  importedConflict!: boolean;
}
