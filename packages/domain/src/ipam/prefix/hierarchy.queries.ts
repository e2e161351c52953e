import type { Draft, Row, Work } from '@plumbline/engine';
import { textOf } from '../../lookup.queries.ts';
import { tableSql } from '../../table-sql.ts';
import { hostOf } from '../ip-address/host-of.ts';

/** Networks whose appearance or disappearance changes the hierarchy around them. */
export interface ChangedNetworks {
  readonly networks: readonly string[];
  readonly vrfs: readonly (string | null)[];
  readonly spaces: readonly (string | null)[];
}

/** Networks of prefix drafts before and after. */
export const changedNetworks = (drafts: readonly Draft[]): ChangedNetworks => {
  const rows = drafts.flatMap((draft) =>
    draft.before && draft.action === 'update' ? [draft.before, draft.after] : [draft.after],
  );
  const whole = rows.filter((row) => textOf(row, 'prefix') !== null);
  return {
    networks: whole.map((row) => textOf(row, 'prefix') ?? ''),
    vrfs: whole.map((row) => textOf(row, 'vrf')),
    spaces: whole.map((row) => textOf(row, 'addressSpace')),
  };
};

/** Works out parent, depth and number of children anew for prefixes around the networks; one statement. */
export const refreshPrefixes = async (work: Work, { networks, vrfs, spaces }: ChangedNetworks): Promise<void> => {
  await work.sql`
    WITH changed AS (
      SELECT DISTINCT c.network, c.vrf, c.space
      FROM unnest(${networks}::cidr[], ${vrfs}::uuid[], ${spaces}::uuid[]) AS c(network, vrf, space)
    ), around AS (
      SELECT DISTINCT p.id, p.prefix, p.vrf_id, p.address_space_id
      FROM changed c
      JOIN ipam_prefix p ON p.organization_id = ${work.org} AND p.prefix && c.network
        AND p.vrf_id IS NOT DISTINCT FROM c.vrf AND p.address_space_id IS NOT DISTINCT FROM c.space
    ), placed AS (
      SELECT a.id, up.parent, up.depth, down.children
      FROM around a
      CROSS JOIN LATERAL (
        SELECT (array_agg(q.id ORDER BY masklen(q.prefix) DESC, q.id))[1] AS parent, count(DISTINCT q.prefix)::integer AS depth
        FROM ipam_prefix q
        WHERE q.organization_id = ${work.org} AND q.prefix >> a.prefix
          AND q.vrf_id IS NOT DISTINCT FROM a.vrf_id AND q.address_space_id IS NOT DISTINCT FROM a.address_space_id
      ) up
      CROSS JOIN LATERAL (
        SELECT count(*)::integer AS children
        FROM ipam_prefix q
        WHERE q.organization_id = ${work.org} AND q.prefix << a.prefix
          AND q.vrf_id IS NOT DISTINCT FROM a.vrf_id AND q.address_space_id IS NOT DISTINCT FROM a.address_space_id
      ) down
    )
    UPDATE ipam_prefix t SET parent_id = x.parent, depth = x.depth, child_count = x.children
    FROM placed x
    WHERE t.organization_id = ${work.org} AND t.id = x.id
      AND (t.parent_id, t.depth, t.child_count) IS DISTINCT FROM (x.parent, x.depth, x.children)`;
};

/** The smallest prefix that holds an address `i`, as SQL around the organization. */
const SMALLEST = [
  '(SELECT p.id FROM ipam_prefix p WHERE p.organization_id = ',
  ` AND p.prefix >>= i.host
      AND p.vrf_id IS NOT DISTINCT FROM i.vrf_id AND p.address_space_id IS NOT DISTINCT FROM i.address_space_id
    ORDER BY masklen(p.prefix) DESC, p.id LIMIT 1) AS parent`,
] as const;

/** SQL around its values that gives addresses `i`. */
interface Source {
  readonly parts: readonly [string, ...string[]];
  readonly values: readonly unknown[];
}

/** Finds the smallest prefix anew for stored addresses; one statement. */
const refresh = async (work: Work, { parts, values }: Source): Promise<void> => {
  const [first, ...others] = parts;
  const text = tableSql(
    work,
    'ipam.IpAddress',
    `WITH placed AS (SELECT i.id, ${SMALLEST[0]}`,
    `${SMALLEST[1]} FROM ${first}`,
    ...others.slice(0, -1),
    `${others.at(-1) ?? ''}) UPDATE TABLE t SET parent_prefix_id = x.parent FROM placed x WHERE t.organization_id = `,
    ' AND t.id = x.id AND t.parent_prefix_id IS DISTINCT FROM x.parent',
  );
  await work.sql(text, work.org, ...values, work.org);
};

/** Finds the smallest prefix anew for addresses inside the networks; one statement. */
export const refreshAddressesInside = (work: Work, { networks, vrfs, spaces }: ChangedNetworks): Promise<void> =>
  refresh(work, {
    parts: [
      '(SELECT DISTINCT a.id, a.host, a.vrf_id, a.address_space_id FROM unnest(',
      '::cidr[], ',
      '::uuid[], ',
      '::uuid[]) AS c(network, vrf, space) JOIN TABLE a ON a.organization_id = ',
      ` AND a.host <<= c.network
        AND a.vrf_id IS NOT DISTINCT FROM c.vrf AND a.address_space_id IS NOT DISTINCT FROM c.space) i`,
    ],
    values: [networks, vrfs, spaces, work.org],
  });

/** Finds the smallest prefix anew for the given addresses; one statement. */
export const refreshAddresses = (work: Work, ids: readonly string[]): Promise<void> =>
  refresh(work, {
    parts: ['TABLE i WHERE i.organization_id = ', ' AND i.id = ANY(', '::uuid[])'],
    values: [work.org, ids],
  });

/** Ids of the smallest prefixes that hold addresses, by their place; one statement. */
export const prefixesAround = async (work: Work, rows: readonly Row[]): Promise<(string | null)[]> => {
  const text = tableSql(
    work,
    'ipam.IpAddress',
    `SELECT ${SMALLEST[0]}`,
    `${SMALLEST[1]} FROM unnest(`,
    '::inet[], ',
    '::uuid[], ',
    '::uuid[]) WITH ORDINALITY AS i(host, vrf_id, address_space_id, place) ORDER BY i.place',
  );
  const found = await work.sql<{ parent: string | null }>(
    text,
    work.org,
    rows.map((row) => hostOf(row) || null),
    rows.map((row) => textOf(row, 'vrf')),
    rows.map((row) => textOf(row, 'addressSpace')),
  );
  return found.map(({ parent }) => parent);
};
