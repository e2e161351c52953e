import { computed } from '@plumbline/plugin';

/** How long a site lasts on its batteries: a field of `Site` that the core knows nothing of. */
export const siteComputed = computed('dcim.Site', {
  batteryCapacityWh: {
    kind: 'bigint',
    always: true,
    unit: 'Wh',
    help: 'Capacity of the active batteries at the site.',
    sql: ({ own, rows }) => {
      const batteries = rows('example.Battery');
      const { column, from } = batteries;
      return `SELECT coalesce(sum(${column('capacityWh')}), 0) FROM ${from}
        WHERE ${column('site')} = ${own('id')} AND ${column('status')} = 'active'`;
    },
  },
});
