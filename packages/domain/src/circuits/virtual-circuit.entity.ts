import { choice, entity, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { circuitStatus } from './choices.ts';
import type { ProviderAccount } from './provider-account.entity.ts';
import type { ProviderNetwork } from './provider-network.entity.ts';
import type { VirtualCircuitType } from './virtual-circuit-type.entity.ts';

/** A circuit across the network of a provider. */
@entity('circuits.VirtualCircuit', {
  display: ['cid'],
  order: ['providerNetwork', 'cid'],
  matchBy: ['providerNetwork', 'cid'],
  unique: [
    ['providerNetwork', 'cid'],
    ['providerAccount', 'cid'],
  ],
  scope: { tenant: 'tenant' },
  navGroup: 'Circuits',
  features: [...STANDARD, 'contacts'],
})
export class VirtualCircuit extends PrimaryObject {
  @text({ max: 100, search: 100, list: true, label: 'circuit id' })
  cid!: string;

  @ref('circuits.ProviderNetwork', { inverse: 'virtualCircuits', list: true })
  providerNetwork!: ProviderNetwork;

  @ref('circuits.ProviderAccount', { inverse: 'virtualCircuits', optional: true })
  providerAccount!: ProviderAccount | null;

  @ref('circuits.VirtualCircuitType', { inverse: 'virtualCircuits', list: true })
  type!: VirtualCircuitType;

  @choice(circuitStatus, { default: 'active', list: true })
  status!: string;

  @ref('tenancy.Tenant', { inverse: 'virtualCircuits', optional: true, list: true })
  tenant!: Tenant | null;
}
