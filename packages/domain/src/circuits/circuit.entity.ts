import { choice, date, decimal, entity, int, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import { distanceUnit } from '../dcim/part-choices.ts';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { circuitStatus } from './choices.ts';
import type { CircuitTermination } from './circuit-termination.entity.ts';
import type { CircuitType } from './circuit-type.entity.ts';
import type { ProviderAccount } from './provider-account.entity.ts';
import type { Provider } from './provider.entity.ts';

/** A link that a provider sells between two places. */
@entity('circuits.Circuit', {
  display: ['cid'],
  order: ['provider', 'cid'],
  matchBy: ['provider', 'cid'],
  unique: [
    ['provider', 'cid'],
    ['providerAccount', 'cid'],
  ],
  scope: { tenant: 'tenant' },
  navGroup: 'Circuits',
  features: [...STANDARD, 'contacts', 'images'],
})
export class Circuit extends PrimaryObject {
  @decimal({ digits: 8, scale: 2, optional: true })
  distance!: string | null;

  @choice(distanceUnit, { optional: true })
  distanceUnit!: string | null;

  /** The distance in metres. */
  @decimal({ digits: 13, scale: 4, optional: true, derived: true, unit: 'm' })
  absDistanceM!: string | null;

  @text({ max: 100, search: 100, list: true, label: 'circuit id' })
  cid!: string;

  @ref('circuits.Provider', { inverse: 'circuits', list: true })
  provider!: Provider;

  @ref('circuits.ProviderAccount', { inverse: 'circuits', optional: true })
  providerAccount!: ProviderAccount | null;

  @ref('circuits.CircuitType', { inverse: 'circuits', list: true })
  type!: CircuitType;

  @choice(circuitStatus, { default: 'active', list: true })
  status!: string;

  @ref('tenancy.Tenant', { inverse: 'circuits', optional: true, list: true })
  tenant!: Tenant | null;

  @date({ optional: true })
  installDate!: string | null;

  @date({ optional: true })
  terminationDate!: string | null;

  @int({ min: 0, optional: true, list: true, unit: 'kbit/s' })
  commitRate!: number | null;

  @ref('circuits.CircuitTermination', { optional: true, onDelete: 'setNull', derived: true, label: 'termination A' })
  terminationA!: CircuitTermination | null;

  @ref('circuits.CircuitTermination', { optional: true, onDelete: 'setNull', derived: true, label: 'termination Z' })
  terminationZ!: CircuitTermination | null;
}
