import { computed, type ComputedOptions } from '@plumbline/engine';
import { hasDraw, legList } from './leg-sql.ts';
import { acrossCable, sumOfFed, withFedPorts } from './power-sql.ts';

const total = (what: 'allocated' | 'maximum'): ComputedOptions => ({
  kind: 'int',
  always: true,
  unit: 'W',
  help: `The ${what} draw: what is set here; where neither draw is set, the sum over the power ports that its outlets feed.`,
  sql: (scope) =>
    `CASE WHEN NOT ${hasDraw(scope.own)} THEN (${withFedPorts(scope, `SELECT ${scope.own('id')}`, sumOfFed(what))})
      ELSE coalesce(${scope.own(`${what}Draw`)}, 0) END`,
});

/** How much a power port draws. */
export const powerPortComputed = computed('dcim.PowerPort', {
  totalAllocatedDraw: total('allocated'),
  totalMaximumDraw: total('maximum'),
  legDraws: {
    kind: 'json',
    requires: ['dcim.PowerFeed'],
    help:
      'Draw per leg of a three-phase feed at the other end of the cable: a list of leg, allocated, maximum (W) and ' +
      'outlets; the leg is null for what hangs on none. Null without such a feed, and where the port sets a draw itself.',
    sql: (scope) => {
      const { own, rows } = scope;
      const feed = rows('dcim.PowerFeed');
      return `SELECT CASE WHEN NOT ${hasDraw(own)} AND EXISTS (SELECT 1 FROM ${feed.from}
          WHERE ${acrossCable(own, feed.column)} AND ${feed.column('phase')} = 'three-phase')
        THEN (${legList(scope, { inlets: `SELECT ${own('id')}, false`, available: null })}) END`;
    },
  },
});
