import { choice, color, decimal, entity, PrimaryObject, ref, text, STANDARD } from '@plumbline/kit';
import type { CableBundle } from './cable-bundle.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import { cableLengthUnit, cableProfile, cableType, linkStatus } from './cable-choices.ts';

/** A cable with terminations at its A and B ends. */
@entity('dcim.Cable', {
  display: ['label'],
  order: ['number'],
  scope: { tenant: 'tenant' },
  navGroup: 'Connections',
  features: STANDARD,
})
export class Cable extends PrimaryObject {
  @choice(cableType, { optional: true, list: true })
  type!: string | null;

  @choice(linkStatus, { default: 'connected', list: true })
  status!: string;

  @choice(cableProfile, { optional: true, help: 'Leave empty when strands are not tracked' })
  profile!: string | null;

  @ref('tenancy.Tenant', { inverse: 'cables', optional: true, list: true })
  tenant!: Tenant | null;

  @text({ max: 100, optional: true, search: 100, list: true })
  label!: string | null;

  @color({ optional: true, list: true })
  color!: string | null;

  @decimal({ digits: 8, scale: 2, optional: true, list: true })
  length!: string | null;

  @choice(cableLengthUnit, { optional: true })
  lengthUnit!: string | null;

  /** The length in metres. */
  @decimal({ digits: 14, scale: 4, optional: true, derived: true, unit: 'm' })
  absLengthM!: string | null;

  @ref('dcim.CableBundle', { inverse: 'cables', optional: true, onDelete: 'setNull' })
  bundle!: CableBundle | null;
}
