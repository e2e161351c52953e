import { computed, type ComputedScope } from '@plumbline/engine';
import { coveredSql, gapsSql, hostSql, percentSql, sameTable } from '../prefix/span-sql.ts';

/** Distinct addresses of the same table of addresses in the range, as spans. */
const hosts = ({ own, rows }: ComputedScope): string => {
  const addresses = rows('ipam.IpAddress');
  const host = addresses.column('host');
  return `SELECT DISTINCT ${host} AS first, ${host} AS last FROM ${addresses.from}
    WHERE ${sameTable(addresses, { column: own })}
      AND ${host} >= ${hostSql(own('startAddress'))} AND ${host} <= ${hostSql(own('endAddress'))}`;
};

const ends = ({ own }: ComputedScope): [low: string, high: string] => [
  hostSql(own('startAddress')),
  hostSql(own('endAddress')),
];

const size = (scope: ComputedScope): string => {
  const [low, high] = ends(scope);
  return `(${high} - ${low} + 1)`;
};

/** How much of a range is in use. */
export const ipRangeComputed = computed('ipam.IpRange', {
  utilization: {
    kind: 'decimal',
    always: true,
    list: true,
    unit: '%',
    help: 'Distinct addresses in the range by its size; 100 when it is marked as utilized.',
    sql: (scope) => {
      const share = percentSql(coveredSql(hosts(scope), ...ends(scope)), size(scope));
      return `CASE WHEN ${scope.own('markUtilized')} THEN 100 ELSE ${share} END`;
    },
  },
  availableAddressCount: {
    kind: 'decimal',
    always: true,
    help: 'Addresses of the range that are not in use; none when it is marked as populated.',
    sql: (scope) =>
      `CASE WHEN ${scope.own('markPopulated')} THEN 0 ELSE ${size(scope)} - (${coveredSql(hosts(scope), ...ends(scope))}) END`,
  },
  firstAvailableAddress: {
    kind: 'ipHost',
    help: 'Lowest address of the range that is not in use, with the mask of its ends; none when it is marked as populated.',
    sql: (scope) => {
      const start = scope.own('startAddress');
      return `SELECT set_masklen(min(g.first), masklen(${start})) FROM (${gapsSql(hosts(scope), ...ends(scope))}) g
        WHERE NOT ${scope.own('markPopulated')}`;
    },
  },
});
