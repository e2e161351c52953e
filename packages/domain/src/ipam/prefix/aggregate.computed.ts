import { computed } from '@plumbline/engine';
import { percentSql, sizeSql, unionSql } from './span-sql.ts';

/** How much of a block is in use. */
export const aggregateComputed = computed('ipam.Aggregate', {
  utilization: {
    kind: 'decimal',
    always: true,
    list: true,
    unit: '%',
    help: 'Share of the block that prefixes cover, whatever their VRF.',
    sql: ({ own, rows }) => {
      const inside = rows('ipam.Prefix');
      const networks = `SELECT ${inside.column('prefix')} AS network FROM ${inside.from}
        WHERE ${inside.column('prefix')} <<= ${own('prefix')}`;
      return percentSql(unionSql(networks), sizeSql(own('prefix')));
    },
  },
});
