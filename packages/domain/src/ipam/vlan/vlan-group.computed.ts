import { computed, type ComputedScope } from '@plumbline/engine';

const vlansOf = ({ own, rows }: ComputedScope) => {
  const vlans = rows('ipam.Vlan');
  return { vid: vlans.column('vid'), text: `FROM ${vlans.from} WHERE ${vlans.column('group')} = ${own('id')}` };
};

/** How many ids of a group are in use. */
export const vlanGroupComputed = computed('ipam.VlanGroup', {
  utilization: {
    kind: 'decimal',
    list: true,
    unit: '%',
    help: 'Ids that VLANs of the group use.',
    sql: (scope) =>
      `SELECT trim_scale(trunc(count(*) * 100.0 / nullif(${scope.own('totalVlanIds')}, 0), 4)) ${vlansOf(scope).text}`,
  },
  firstAvailableVid: {
    kind: 'int',
    help: 'Lowest id of the ranges that no VLAN of the group uses.',
    sql: (scope) => {
      const { vid, text } = vlansOf(scope);
      const taken = `SELECT range_agg(int4range(${vid}, ${vid} + 1)) ${text}`;
      return `lower(${scope.own('vidRanges')} - coalesce((${taken}), '{}'::int4multirange))`;
    },
  },
});
