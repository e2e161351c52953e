import { computed, type ComputedScope } from '@plumbline/engine';
import { addressesBetween, coveredSql, FIRST_GAP, gapsSql, percentSql } from '../prefix/span-sql.ts';

const ends = ({ own }: ComputedScope): [low: string, high: string] => [own('startHost'), own('endHost')];

const size = (scope: ComputedScope): string => {
  const [low, high] = ends(scope);
  return `(${high} - ${low} + 1)`;
};

const usedCount = (scope: ComputedScope): string => coveredSql(addressesBetween(scope).distinct, null, ...ends(scope));

/** How much of a range is in use. */
export const ipRangeComputed = computed('ipam.IpRange', {
  utilization: {
    kind: 'decimal',
    always: true,
    list: true,
    unit: '%',
    help: 'Distinct addresses in the range by its size; 100 when it is marked as utilized.',
    sql: (scope) => {
      const share = percentSql(usedCount(scope), size(scope));
      return `CASE WHEN ${scope.own('markUtilized')} THEN 100 ELSE ${share} END`;
    },
  },
  availableAddressCount: {
    kind: 'decimal',
    always: true,
    help: 'Addresses of the range that are not in use; none when it is marked as populated.',
    sql: (scope) => `CASE WHEN ${scope.own('markPopulated')} THEN 0 ELSE ${size(scope)} - ${usedCount(scope)} END`,
  },
  firstAvailableAddress: {
    kind: 'ipHost',
    help: 'Lowest address of the range that is not in use, with the mask of its ends; none when it is marked as populated.',
    sql: (scope) => {
      const start = scope.own('startAddress');
      const gaps = gapsSql(addressesBetween(scope).spans(...ends(scope)), ...ends(scope));
      return `SELECT set_masklen(g.first, masklen(${start})) FROM (${gaps}) g
        WHERE NOT ${scope.own('markPopulated')} ${FIRST_GAP}`;
    },
  },
});
