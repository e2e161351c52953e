import type { ComputedRows, ComputedScope } from '@plumbline/engine';

/** Number of bits of an address: 32 or 128. */
export const bitsSql = (address: string): string => `CASE family(${address}) WHEN 4 THEN 32 ELSE 128 END`;

/** First address of a network. */
export const firstSql = (network: string): string => `set_masklen(network(${network})::inet, ${bitsSql(network)})`;

/** Last address of a network. */
export const lastSql = (network: string): string => `set_masklen(broadcast(${network}), ${bitsSql(network)})`;

/** Number of addresses of a network, exact for IPv6. */
export const sizeSql = (network: string): string => `power(2::numeric, (${bitsSql(network)}) - masklen(${network}))`;

/** What tells one table of addresses from another: VRF, else address space, else the default one. */
const TABLE_KEY = `'00000000-0000-0000-0000-000000000000'::uuid`;

/** Index that finds what lies inside a network of one table of addresses. */
export const tableIndex = (column: string): string =>
  `(organization_id, (coalesce(vrf_id, address_space_id, ${TABLE_KEY})), ${column})`;

type Columns = Pick<ComputedRows, 'column'>;

/** Whether two rows are in one table of addresses; written as `tableIndex` has it. */
export const sameTable = (a: Columns, b: Columns): string => {
  const key = ({ column }: Columns) => `coalesce(${column('vrf')}, ${column('addressSpace')}, ${TABLE_KEY})`;
  return `${key(a)} = ${key(b)}`;
};

/** A select of non-null address pairs `first, last` of one family, each at full length. */
export type SpansSql = string;

/** Writes a select of the addresses between two bounds. */
export type HostsSql = (low: string, high: string) => string;

/** Addresses of the row's own table of addresses between two bounds: distinct ones as `host`, and all as spans. */
export const addressesBetween = ({
  own,
  rows,
}: ComputedScope): { readonly distinct: HostsSql; readonly spans: HostsSql } => {
  const select =
    (columns: (host: string) => string): HostsSql =>
    (low, high) => {
      const addresses = rows('ipam.IpAddress');
      const host = addresses.column('host');
      return `SELECT ${columns(host)} FROM ${addresses.from}
    WHERE ${sameTable(addresses, { column: own })} AND ${host} >= ${low} AND ${host} <= ${high}`;
    };
  return {
    distinct: select((host) => `DISTINCT ${host} AS host`),
    spans: select((host) => `${host} AS first, ${host} AS last`),
  };
};

const countSql = (hosts: string): string => `(SELECT count(*) FROM (${hosts}) h)`;

/**
 * Spans cut to two bounds and to what none before them covers, as a select of `first, last`.
 *
 * One is added to an address only where a later one exists, so that the end of the address space does not overflow.
 */
const apartSql = (spans: SpansSql, low: string, high: string): string => `
  SELECT CASE WHEN s.before IS NULL OR s.first > s.before THEN s.first ELSE s.before + 1 END AS first, s.last
  FROM (
    SELECT c.first, c.last,
      max(c.last) OVER (ORDER BY c.first, c.last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM (SELECT greatest(x.first, ${low}) AS first, least(x.last, ${high}) AS last FROM (${spans}) x) c
    WHERE c.first <= c.last
  ) s
  WHERE s.before IS NULL OR s.last > s.before`;

/**
 * Addresses between two bounds that are hosts or covered by spans, as a number; each counts once.
 *
 * Hosts are counted as an index gives them; only spans, which are few, are sorted, and hosts inside them taken off.
 * Differences of addresses are 64 bits wide, so that the spans must be no longer than IPv4 or ranges are.
 */
export const coveredSql = (hosts: HostsSql, spans: SpansSql | null, low: string, high: string): string => {
  const all = countSql(hosts(low, high));
  if (spans === null) return all;
  const more = `p.last - p.first + 1 - ${countSql(hosts('p.first', 'p.last'))}`;
  return `${all} + coalesce((SELECT sum(${more}) FROM (${apartSql(spans, low, high)}) p), 0)`;
};

/** Sum of the sizes of networks of a select `network`, those inside others left out. */
export const unionSql = (networks: string): string => `
  SELECT coalesce(sum(${sizeSql('n.network')}), 0)
  FROM (
    SELECT x.network, max(${lastSql('x.network')}) OVER
      (ORDER BY x.network ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM (${networks}) x
  ) n
  WHERE n.before IS NULL OR ${firstSql('n.network')} > n.before`;

/**
 * A select of the gaps `first, last` that spans leave between two bounds, and of what they are in order of.
 *
 * A row without span stands before all others and opens the gap in front of the first. One is added to an address and
 * taken from it only where the bounds leave room, so that neither end of the address space overflows.
 */
export const gapsSql = (spans: SpansSql, low: string, high: string): string => `
  SELECT g.opens AS first, CASE WHEN g.next <= ${high} THEN g.next - 1 ELSE ${high} END AS last, g.at
  FROM (
    SELECT s.at, s.next, CASE
      WHEN s.until IS NULL OR s.until < ${low} THEN ${low}
      WHEN s.until < ${high} THEN s.until + 1 END AS opens
    FROM (
      SELECT x.first AS at, max(x.last) OVER (w ROWS UNBOUNDED PRECEDING) AS until, lead(x.first) OVER w AS next
      FROM (SELECT NULL::inet AS first, NULL::inet AS last UNION ALL ${spans}) x
      WINDOW w AS (ORDER BY x.first NULLS FIRST)
    ) s
  ) g
  WHERE g.opens IS NOT NULL AND (g.next IS NULL OR g.next > g.opens)`;

/** Ends a select from gaps `g` with the first; where an index gives the spans in order, nothing behind it is read. */
export const FIRST_GAP = 'ORDER BY g.at NULLS FIRST LIMIT 1';

/** A share as a percentage of at most 100 with four decimals, cut; a whole number where it is one. */
export const percentSql = (part: string, whole: string): string =>
  `trim_scale(trunc(least((${part})::numeric, ${whole}) * 100 / ${whole}, 4))`;
