import { rule, type DomainRule, type Row } from '@plumbline/engine';
import { groupBy } from '../group.ts';
import { nameOf, rowsOf, textOf } from '../lookup.queries.ts';

const TENANT = 'tenancy.Tenant';

const repeated = (rows: readonly Row[], field: string): readonly Row[] | undefined =>
  [...groupBy(rows, (row) => textOf(row, field)).values()].find((own) => own.length > 1);

/** Tenants of a deleted group lose it; their names and slugs must not repeat among tenants without group then. */
const ungroupable = rule('tenancy.TenantGroup', {
  name: 'tenancy.tenantgroup.1',
  on: ['delete'],
  locks: () => ['tenancy.tenant/ungrouped'],
  check: async (drafts, work) => {
    const fields = ['name', 'slug', 'group'];
    const freed = await rowsOf(
      work,
      TENANT,
      'group',
      drafts.map((draft) => draft.id),
      fields,
    );
    if (freed.length === 0) return;
    const loose = await work.read.rows(TENANT, { where: { group: [null] }, fields: ['id', ...fields] });
    const all = [...freed, ...loose];
    const clash = repeated(all, 'name') ?? repeated(all, 'slug');
    const owner = clash?.find((row) => textOf(row, 'group') !== null);
    if (!owner) return;
    const draft = drafts.find(({ id }) => id === textOf(owner, 'group')) ?? drafts[0];
    draft?.refuse(
      '',
      'IN_USE',
      `Tenant ${nameOf(owner)} would stand without group beside another of that name or slug; move or rename it first.`,
    );
  },
});

/** Rules of tenant groups. */
export const tenantGroupRules: readonly DomainRule[] = [ungroupable];
