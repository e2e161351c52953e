import { rule, type DomainRule, type Row } from '@plumbline/engine';
import { groupBy } from '../group.ts';
import { groupRows, nameOf, rowsOf, textOf } from '../lookup.queries.ts';

const TENANT = 'tenancy.Tenant';

/** Tenants that would repeat another one's value; of several that lose their group the first may keep it. */
const repeatedBy = (rows: readonly Row[], field: string): readonly Row[] =>
  [...groupBy(rows, (row) => textOf(row, field)).values()].flatMap((own) => {
    const freed = own.filter((row) => textOf(row, 'group') !== null);
    return freed.length < own.length ? freed : freed.slice(1);
  });

/** Tenants of a deleted group lose it; their names and slugs must not repeat among tenants without group then. */
const ungroupable = rule('tenancy.TenantGroup', {
  name: 'tenancy.tenantgroup.1',
  on: ['delete'],
  locks: () => ['tenancy.tenant/ungrouped'],
  check: async (drafts, work) => {
    const fields = ['name', 'slug', 'group'];
    const ids = drafts.map((draft) => draft.id);
    const freed = await rowsOf(work, TENANT, 'group', ids, fields);
    if (freed.length === 0) return;
    const loose = await work.read.rows(TENANT, { where: { group: [null] }, fields: ['id', ...fields] });
    const all = [...freed, ...loose];
    const clashing = groupRows([...repeatedBy(all, 'name'), ...repeatedBy(all, 'slug')], 'group');
    for (const draft of drafts) {
      const [tenant] = clashing.get(draft.id) ?? [];
      if (tenant)
        draft.refuse(
          '',
          'IN_USE',
          `Tenant ${nameOf(tenant)} would stand without group beside another of that name or slug; move or rename it first.`,
        );
    }
  },
});

/** Rules of tenant groups. */
export const tenantGroupRules: readonly DomainRule[] = [ungroupable];
