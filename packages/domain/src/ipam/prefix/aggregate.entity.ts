import { bool, date, entity, ipCidr, PrimaryObject, ref, STANDARD } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { Rir } from '../rir.entity.ts';

/** A block that a registry assigned. */
@entity('ipam.Aggregate', {
  display: ['prefix'],
  order: ['prefix'],
  matchBy: ['prefix'],
  exclusions: [
    {
      rule: 'overlap',
      sql: 'USING gist (organization_id WITH =, prefix inet_ops WITH &&) WHERE (NOT imported_conflict)',
      code: 'AGGREGATE_OVERLAP',
      message: 'Another aggregate covers some of these addresses.',
    },
  ],
  checks: [
    {
      rule: 'length',
      sql: 'masklen(prefix) > 0',
      code: 'BAD_USER_INPUT',
      message: 'An aggregate has at least one bit.',
    },
  ],
  scope: { tenant: 'tenant' },
  navGroup: 'Addresses',
  features: [...STANDARD, 'contacts'],
})
export class Aggregate extends PrimaryObject {
  @ipCidr({ search: 120, list: true })
  prefix!: string;

  @ref('ipam.Rir', { inverse: 'aggregates', list: true })
  rir!: Rir;

  @ref('tenancy.Tenant', { inverse: 'aggregates', optional: true, list: true })
  tenant!: Tenant | null;

  @date({ optional: true, search: 2000, list: true })
  dateAdded!: string | null;

  /** True while an imported aggregate overlaps another; the constraint leaves such rows out. */
  @bool({ default: false, derived: true, logged: true })
  importedConflict!: boolean;
}
