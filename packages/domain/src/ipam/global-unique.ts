import type { Work } from '@plumbline/engine';
import { SHARED_ROLES } from './ip-address/shared-roles.ts';
import { ENFORCE_GLOBAL_UNIQUE, lockGlobal } from './unique-scope.rules.ts';

/** Most duplicates that a refusal lists. */
const MOST = 50;

interface Repeated {
  readonly value: string;
  readonly count: number;
}

/** Prefixes and hosts outside VRFs that stand more than once in their address space, in order; one statement. */
const repeatedValues = (work: Work): Promise<Repeated[]> => work.sql<Repeated>`
  SELECT x.value, x.count FROM (
    SELECT prefix::text AS value, prefix::inet AS place, count(*)::integer AS count
    FROM ipam_prefix WHERE organization_id = ${work.org} AND vrf_id IS NULL
    GROUP BY address_space_id, prefix HAVING count(*) > 1
    UNION ALL
    SELECT host(host), host, count(*)::integer
    FROM ipam_ip_address WHERE organization_id = ${work.org} AND vrf_id IS NULL
    GROUP BY address_space_id, host
    HAVING count(*) > 1 AND NOT bool_and(coalesce(role = ANY (${SHARED_ROLES}::text[]), false))
  ) x ORDER BY x.place, x.value LIMIT ${MOST + 1}`;

const refuseRepeated = (work: Work, repeated: readonly Repeated[]): void => {
  const shown = repeated.slice(0, MOST);
  const more = repeated.length > MOST ? ' and others' : '';
  work.refuse(
    'value',
    'DUPLICATE',
    `${shown.map(({ value }) => value).join(', ')}${more} occur more than once outside VRFs; remove the duplicates first.`,
    { duplicates: shown },
  );
};

/** Moves what is outside VRFs into the unique indexes, or out of them; two statements. */
const refreshScopes = async (work: Work, isEnforced: boolean): Promise<void> => {
  await work.sql`
    UPDATE ipam_prefix SET unique_scope = CASE WHEN ${isEnforced}::boolean THEN coalesce(address_space_id::text, '') || ':' END
    WHERE organization_id = ${work.org} AND vrf_id IS NULL`;
  await work.sql`
    UPDATE ipam_ip_address SET unique_scope = CASE
      WHEN ${isEnforced}::boolean AND NOT coalesce(role = ANY (${SHARED_ROLES}::text[]), false)
      THEN coalesce(address_space_id::text, '') || ':' END
    WHERE organization_id = ${work.org} AND vrf_id IS NULL`;
};

/**
 * Turns the refusal of equal prefixes and addresses outside VRFs on or off, for the whole organization.
 *
 * Refuses with `DUPLICATE` at `value`, listing what repeats, while there are duplicates; changes nothing then.
 */
export const changeGlobalUnique = async (work: Work, isEnforced: boolean): Promise<void> => {
  await lockGlobal(work);
  const repeated = isEnforced ? await repeatedValues(work) : [];
  if (repeated.length > 0) return refuseRepeated(work, repeated);
  await refreshScopes(work, isEnforced);
  await work.changeSetting(ENFORCE_GLOBAL_UNIQUE, isEnforced);
};
