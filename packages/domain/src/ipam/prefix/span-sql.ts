import type { ComputedRows } from '@plumbline/engine';

/** Number of bits of an address: 32 or 128. */
export const bitsSql = (address: string): string => `CASE family(${address}) WHEN 4 THEN 32 ELSE 128 END`;

/** An address at full length, so that addresses compare by their bits alone. */
export const hostSql = (address: string): string => `set_masklen(${address}::inet, ${bitsSql(address)})`;

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

/**
 * Addresses that spans cover between two bounds, as a sum; overlaps count once.
 *
 * Differences of addresses are 64 bits wide, so that the spans must be no longer than IPv4 or ranges are.
 */
export const coveredSql = (spans: SpansSql, low: string, high: string): string => `
  SELECT coalesce(sum(CASE
    WHEN s.before IS NULL OR s.first > s.before THEN s.last - s.first + 1
    WHEN s.last > s.before THEN s.last - s.before
    ELSE 0 END), 0)
  FROM (
    SELECT c.first, c.last,
      max(c.last) OVER (ORDER BY c.first, c.last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM (SELECT greatest(x.first, ${low}) AS first, least(x.last, ${high}) AS last FROM (${spans}) x) c
    WHERE c.first <= c.last
  ) s`;

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
 * A select of the gaps `first, last` that spans leave between two bounds, in no order.
 *
 * A row without span stands before all others and opens the gap in front of the first. One is added to an address and
 * taken from it only where the bounds leave room, so that neither end of the address space overflows.
 */
export const gapsSql = (spans: SpansSql, low: string, high: string): string => `
  SELECT g.opens AS first, CASE WHEN g.next <= ${high} THEN g.next - 1 ELSE ${high} END AS last
  FROM (
    SELECT s.next, CASE
      WHEN s.until IS NULL OR s.until < ${low} THEN ${low}
      WHEN s.until < ${high} THEN s.until + 1 END AS opens
    FROM (
      SELECT max(x.last) OVER w AS until, lead(x.first) OVER w AS next
      FROM (SELECT NULL::inet AS first, NULL::inet AS last UNION ALL ${spans}) x
      WINDOW w AS (ORDER BY x.first NULLS FIRST)
    ) s
  ) g
  WHERE g.opens IS NOT NULL AND (g.next IS NULL OR g.next > g.opens)`;

/** A share as a percentage of at most 100 with four decimals, cut; a whole number where it is one. */
export const percentSql = (part: string, whole: string): string =>
  `trim_scale(trunc(least((${part})::numeric, ${whole}) * 100 / ${whole}, 4))`;
