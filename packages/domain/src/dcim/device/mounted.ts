import { bool, choice, type ConstraintSpec, decimal, intRange, PrimaryObject, ref } from '@plumbline/kit';
import { deviceFace, deviceRail, deviceSide } from '../choices.ts';
import type { Location } from '../location/location.entity.ts';
import type { Rack } from '../rack/rack.entity.ts';
import type { Site } from '../site/site.entity.ts';

/** Two devices never share a half unit on the same face and side; imported clashes are left out until edited. */
export const rackSpaceExclusion: ConstraintSpec = {
  rule: 'rack_space',
  sql:
    'USING gist (organization_id WITH =, rack_id WITH =, rack_half_units WITH &&, rack_faces WITH &&, rack_sides WITH &&) ' +
    'WHERE (rack_half_units IS NOT NULL AND NOT imported_conflict)',
  code: 'RACK_SPACE_TAKEN',
  message: 'Another device takes one of the units on that face.',
};

/** Where a device stands: site, room, rack, units, face and side. */
export abstract class MountedObject extends PrimaryObject {
  @ref('dcim.Site', { inverse: 'devices', list: true, group: 'Placement' })
  site!: Site;

  @ref('dcim.Location', { inverse: 'devices', optional: true, list: true, group: 'Placement' })
  location!: Location | null;

  @ref('dcim.Rack', { inverse: 'devices', optional: true, list: true, group: 'Placement' })
  rack!: Rack | null;

  @decimal({ digits: 4, scale: 1, optional: true, min: 1, max: 100.5, unit: 'U', list: true, group: 'Placement' })
  position!: string | null;

  @choice(deviceFace, { optional: true, group: 'Placement' })
  face!: string | null;

  @choice(deviceSide, { optional: true, group: 'Placement', help: 'Of a half-width device; empty takes both' })
  side!: string | null;

  @choice(deviceRail, {
    optional: true,
    group: 'Placement',
    help: 'Of a device without height, mounted beside the units',
  })
  rail!: string | null;

  @decimal({ digits: 4, scale: 1, optional: true, min: 0, max: 100.5, unit: 'U', group: 'Placement' })
  railOffset!: string | null;

  @decimal({ digits: 4, scale: 1, optional: true, min: 0.5, max: 100.5, unit: 'U', group: 'Placement' })
  railSpan!: string | null;

  @decimal({ digits: 8, scale: 6, optional: true, min: -90, max: 90, unit: 'deg', group: 'Placement' })
  latitude!: string | null;

  @decimal({ digits: 9, scale: 6, optional: true, min: -180, max: 180, unit: 'deg', group: 'Placement' })
  longitude!: string | null;

  /** Half units taken: U10 is 20 and 21. Null when the device takes no units. */
  @intRange({ optional: true, derived: true, filter: false })
  rackHalfUnits!: string | null;

  /** Faces taken: front is 0, rear is 1. */
  @intRange({ optional: true, derived: true, filter: false })
  rackFaces!: string | null;

  /** Sides taken: left is 0, right is 1. */
  @intRange({ optional: true, derived: true, filter: false })
  rackSides!: string | null;

  /** True while an imported position clashes; the constraint leaves such rows out. */
  @bool({ default: false, derived: true, logged: true })
  importedConflict!: boolean;
}
