import { computed, type ComputedScope } from '@plumbline/engine';
import {
  addressesBetween,
  bitsSql,
  coveredSql,
  FIRST_GAP,
  firstSql,
  gapsSql,
  lastSql,
  percentSql,
  sameTable,
  sizeSql,
  unionSql,
} from './span-sql.ts';

const RANGE = 'ipam.IpRange';

/** Prefixes strictly inside, of the same table of addresses, as a select of `network`. */
const childNetworks = (scope: ComputedScope): string => {
  const { own, rows } = scope;
  const inside = rows('ipam.Prefix');
  const [prefix, outer] = [inside.column('prefix'), own('prefix')];
  // Networks sort before what they hold, so that these bounds hold exactly what is inside; the index knows them.
  return `SELECT ${prefix} AS network FROM ${inside.from}
    WHERE ${sameTable(inside, { column: own })} AND ${prefix} > ${outer} AND ${prefix} <= ${lastSql(outer)}`;
};

/** Ranges that reach into the prefix and carry a mark, as spans; none where there are no ranges. */
const markedRanges = ({ own, rows, has }: ComputedScope, mark: string): string | null => {
  if (!has(RANGE)) return null;
  const ranges = rows(RANGE);
  const [first, last] = [ranges.column('startHost'), ranges.column('endHost')];
  return `SELECT ${first} AS first, ${last} AS last FROM ${ranges.from}
    WHERE ${sameTable(ranges, { column: own })} AND ${ranges.column(mark)}
      AND ${first} <= ${lastSql(own('prefix'))} AND ${last} >= ${firstSql(own('prefix'))}`;
};

/** Number of addresses between two bounds that are in use or in a marked range. */
const usedCount = (scope: ComputedScope, mark: string): string =>
  coveredSql(addressesBetween(scope).distinct, markedRanges(scope, mark), 'e.low', 'e.high');

/** Addresses in use and ranges marked as populated, as spans. */
const takenSpans = (scope: ComputedScope, low: string, high: string): string => {
  const hosts = addressesBetween(scope).spans(low, high);
  const ranges = markedRanges(scope, 'markPopulated');
  return ranges === null ? hosts : `${hosts} UNION ALL ${ranges}`;
};

const isFullyUsable = ({ own }: ComputedScope): string => {
  const [prefix, length] = [own('prefix'), `masklen(${own('prefix')})`];
  return `(${own('isPool')} OR ${length} >= CASE family(${prefix}) WHEN 4 THEN 31 ELSE 127 END)`;
};

/** First usable address: the network's own only where all are usable. */
const firstUsable = (scope: ComputedScope): string => {
  const first = firstSql(scope.own('prefix'));
  return `CASE WHEN ${isFullyUsable(scope)} THEN ${first} ELSE ${first} + 1 END`;
};

/** Last usable address: the broadcast address only where there is none. */
const lastUsable = (scope: ComputedScope): string => {
  const last = lastSql(scope.own('prefix'));
  return `CASE WHEN ${isFullyUsable(scope)} OR family(${scope.own('prefix')}) = 6 THEN ${last} ELSE ${last} - 1 END`;
};

const usableCount = (scope: ComputedScope): string =>
  `${sizeSql(scope.own('prefix'))} - CASE WHEN ${isFullyUsable(scope)} THEN 0
    WHEN family(${scope.own('prefix')}) = 4 THEN 2 ELSE 1 END`;

/** The bounds are worked out once per row. */
const between = (low: string, high: string, text: string): string =>
  `SELECT b.value FROM (SELECT ${low} AS low, ${high} AS high OFFSET 0) e CROSS JOIN LATERAL (${text}) b(value)`;

const subnetUtilization = (scope: ComputedScope): string => {
  const prefix = scope.own('prefix');
  const usable = `CASE WHEN family(${prefix}) = 4 AND masklen(${prefix}) < 31 AND NOT ${scope.own('isPool')} THEN 2 ELSE 0 END`;
  const share = `SELECT ${percentSql('u.used', 'u.total')} FROM
    (SELECT ${usedCount(scope, 'markUtilized')} AS used, ${sizeSql(prefix)} - ${usable} AS total) u`;
  return between(firstSql(prefix), lastSql(prefix), share);
};

/**
 * The first free block of a length: the lowest boundary of blocks of that size in a gap from which a block still fits.
 *
 * Without a length, the largest block that begins where the first gap does.
 */
const firstBlock = (scope: ComputedScope): string => {
  const { own, isGiven, argument } = scope;
  const spans = `SELECT ${firstSql('k.network')} AS first, ${lastSql('k.network')} AS last FROM (${childNetworks(scope)}) k`;
  const gaps = gapsSql(spans, 'e.low', 'e.high');
  const bits = bitsSql(own('prefix'));
  const at = (length: string) => `set_masklen(g.first, ${length})`;
  const ofLength = () => {
    const length = argument('length', 'int4');
    const next = `CASE WHEN ${firstSql(at(length))} = g.first THEN g.first
      WHEN ${lastSql(at(length))} < g.last THEN ${lastSql(at(length))} + 1 END`;
    return `SELECT set_masklen(n.next::cidr, ${length}) FROM (${gaps}) g CROSS JOIN LATERAL (SELECT ${next} AS next) n
      WHERE ${length} BETWEEN masklen(${own('prefix')}) AND ${bits}
        AND n.next IS NOT NULL AND ${lastSql(`set_masklen(n.next, ${length})`)} <= g.last
      ${FIRST_GAP}`;
  };
  const largest = `SELECT set_masklen(g.first::cidr, l.length) FROM (SELECT * FROM (${gaps}) g ${FIRST_GAP}) g
    CROSS JOIN generate_series(masklen(${own('prefix')}), ${bits}) l(length)
    WHERE ${firstSql(at('l.length'))} = g.first AND ${lastSql(at('l.length'))} <= g.last
    ORDER BY l.length LIMIT 1`;
  return between(firstSql(own('prefix')), lastSql(own('prefix')), isGiven('length') ? ofLength() : largest);
};

/** What lies in a prefix, within its own VRF or address space. */
export const prefixComputed = computed('ipam.Prefix', {
  utilization: {
    kind: 'decimal',
    always: true,
    list: true,
    unit: '%',
    help:
      'How full the prefix is: 100 when it is marked so; a container by the union of the prefixes in it; any other by ' +
      'distinct addresses and full ranges, less network and broadcast address of IPv4.',
    sql: (scope) => {
      const { own } = scope;
      const container = percentSql(unionSql(childNetworks(scope)), sizeSql(own('prefix')));
      return `SELECT CASE WHEN ${own('markUtilized')} THEN 100
        WHEN ${own('status')} = 'container' THEN ${container}
        ELSE (${subnetUtilization(scope)}) END`;
    },
  },
  addressCount: {
    kind: 'int',
    always: true,
    help: 'Addresses in the prefix, at any depth.',
    sql: ({ own, rows }) => {
      const addresses = rows('ipam.IpAddress');
      const host = addresses.column('host');
      return `SELECT count(*) FROM ${addresses.from} WHERE ${sameTable(addresses, { column: own })}
        AND ${host} >= ${firstSql(own('prefix'))} AND ${host} <= ${lastSql(own('prefix'))}`;
    },
  },
  usableAddressCount: {
    kind: 'decimal',
    always: true,
    help: 'Addresses that hosts may have: all of a pool, else without network and broadcast address.',
    sql: (scope) => `trim_scale(${usableCount(scope)})`,
  },
  availableAddressCount: {
    kind: 'decimal',
    always: true,
    help: 'Usable addresses that are neither in use nor in a range marked as populated.',
    sql: (scope) => {
      const used = `SELECT trim_scale(${usableCount(scope)} - (${usedCount(scope, 'markPopulated')}))`;
      return between(firstUsable(scope), lastUsable(scope), used);
    },
  },
  firstAvailableAddress: {
    kind: 'ipHost',
    help: 'Lowest usable address that is neither in use nor in a range marked as populated, with the mask of the prefix.',
    sql: (scope) => {
      const gaps = gapsSql(takenSpans(scope, 'e.low', 'e.high'), 'e.low', 'e.high');
      const first = `SELECT set_masklen(g.first, masklen(${scope.own('prefix')})) FROM (${gaps}) g ${FIRST_GAP}`;
      return between(firstUsable(scope), lastUsable(scope), first);
    },
  },
  firstAvailablePrefix: {
    kind: 'ipCidr',
    help: 'First block that no prefix inside takes; the whole prefix when there is none inside.',
    arguments: {
      length: {
        kind: 'int',
        min: 1,
        max: 128,
        help: 'Length of the block; the largest that begins there when absent.',
      },
    },
    sql: firstBlock,
  },
});
