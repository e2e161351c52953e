import type { SettingDefinition, Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { SHARED_ROLES } from './ip-address/shared-roles.ts';
import { ENFORCE_GLOBAL_UNIQUE, lockGlobal } from './unique-scope.rules.ts';

/** Most duplicates that a refusal lists. */
const MOST = 50;

/** Most rows that a refusal names for one value. */
const MOST_NUMBERS = 10;

interface Repeated {
  readonly value: string;
  readonly count: number;
  /** Of the first rows. */
  readonly numbers: readonly number[];
}

/** Prefixes and hosts outside VRFs that stand more than once in their address space, in order; one statement. */
const repeatedValues = (work: Work): Promise<Repeated[]> => work.sql<Repeated>`
  SELECT x.value, x.count, x.numbers[1:${MOST_NUMBERS}] AS numbers FROM (
    SELECT prefix::text AS value, prefix::inet AS place, count(*)::integer AS count,
      array_agg(number ORDER BY number) AS numbers
    FROM ipam_prefix WHERE organization_id = ${work.org} AND vrf_id IS NULL
    GROUP BY address_space_id, prefix HAVING count(*) > 1
    UNION ALL
    SELECT host(host), host, count(*)::integer, array_agg(number ORDER BY number)
    FROM ipam_ip_address WHERE organization_id = ${work.org} AND vrf_id IS NULL
    GROUP BY address_space_id, host
    HAVING count(*) > 1 AND NOT bool_and(coalesce(role = ANY (${SHARED_ROLES}::text[]), false))
  ) x ORDER BY x.place, x.value LIMIT ${MOST + 1}`;

/** A refusal of the setting that names the rows in the way. */
type Refusal = Omit<Problem, 'path'>;

const rowsText = ({ value, count, numbers }: Repeated): string =>
  `${value} (${numbers.map((number) => `#${number}`).join(', ')}${count > numbers.length ? ', ...' : ''})`;

const refusalOf = (repeated: readonly Repeated[]): Refusal => {
  const shown = repeated.slice(0, MOST);
  const more = repeated.length > MOST ? ' and others' : '';
  const message = `${shown.map(rowsText).join(', ')}${more} occur more than once outside VRFs; remove the duplicates first.`;
  return { code: 'DUPLICATE', message, details: { duplicates: shown } };
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
 * Brings what is stored outside VRFs in line with the setting, in the transaction that changes it.
 *
 * Gives a refusal that names the rows while there are duplicates, and changes nothing then.
 */
const applyGlobalUnique = async (work: Work, isEnforced: boolean): Promise<Refusal | null> => {
  await lockGlobal(work);
  const repeated = isEnforced ? await repeatedValues(work) : [];
  if (repeated.length > 0) return refusalOf(repeated);
  await refreshScopes(work, isEnforced);
  return null;
};

/** Settings of addressing. */
export const ipamSettings: readonly SettingDefinition[] = [
  {
    key: ENFORCE_GLOBAL_UNIQUE,
    label: 'unique outside VRFs',
    help: 'Refuses equal prefixes and addresses outside VRFs. A VRF has a switch of its own.',
    type: { kind: 'boolean' },
    default: true,
    levels: ['ORGANIZATION'],
    apply: (work, value) => applyGlobalUnique(work, value === true),
  },
];
