import { computed, type ComputedScope } from '@plumbline/engine';

/** Numbers of the range that AS numbers use. */
const taken = ({ own, rows }: ComputedScope): { asn: string; text: string } => {
  const asns = rows('ipam.Asn');
  const asn = asns.column('asn');
  return { asn, text: `FROM ${asns.from} WHERE ${asn} BETWEEN ${own('start')} AND ${own('end')}` };
};

/** What of a range of AS numbers is left. */
export const asnRangeComputed = computed('ipam.AsnRange', {
  asnCount: {
    kind: 'int',
    always: true,
    list: true,
    help: 'AS numbers inside the range.',
    sql: (scope) => `SELECT count(*) ${taken(scope).text}`,
  },
  firstAvailableAsn: {
    kind: 'asn',
    help: 'Lowest number of the range that no AS number uses.',
    sql: (scope) => {
      const { asn, text } = taken(scope);
      const used = `SELECT range_agg(int8range(${asn}, ${asn} + 1)) ${text}`;
      const range = `int8multirange(int8range(${scope.own('start')}, ${scope.own('end')} + 1))`;
      return `lower(${range} - coalesce((${used}), '{}'::int8multirange))`;
    },
  },
});
