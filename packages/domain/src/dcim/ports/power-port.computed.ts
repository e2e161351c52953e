import { computed, type ComputedOptions, type ComputedScope } from '@plumbline/engine';
import { withFedPorts } from './power-sql.ts';

const total = (what: 'allocated' | 'maximum'): ComputedOptions => ({
  kind: 'int',
  always: true,
  unit: 'W',
  help: `The ${what} draw: what is set here; where neither draw is set, the sum over the power ports that its outlets feed.`,
  sql: (scope) =>
    `CASE WHEN ${scope.own('allocatedDraw')} IS NULL AND ${scope.own('maximumDraw')} IS NULL
      THEN (${withFedPorts(scope, scope.own('id'), `SELECT coalesce(sum(fed.${what}), 0) FROM fed`)})
      ELSE coalesce(${scope.own(`${what}Draw`)}, 0) END`,
});

const LEGS = ['A', 'B', 'C'];

/** Draw below the outlets of one leg. */
const leg = (scope: ComputedScope, name: string): string => {
  const { own, rows } = scope;
  const [outlet, port] = [rows('dcim.PowerOutlet'), rows('dcim.PowerPort')];
  const mine = `${outlet.column('powerPort')} = ${own('id')} AND ${outlet.column('feedLeg')} = '${name}'`;
  const fed = `SELECT ${port.column('id')} FROM ${outlet.from} JOIN ${port.from}
    ON ${port.column('cable')} = ${outlet.column('cable')} AND ${port.column('cableEnd')} <> ${outlet.column('cableEnd')}
    WHERE ${mine}`;
  const draws = withFedPorts(
    scope,
    fed,
    'SELECT coalesce(sum(fed.allocated), 0) AS allocated, coalesce(sum(fed.maximum), 0) AS maximum FROM fed',
  );
  return `SELECT jsonb_build_object('leg', '${name}', 'allocated', d.allocated, 'maximum', d.maximum, 'outlets',
    (SELECT count(*) FROM ${outlet.from} WHERE ${mine})) AS leg FROM (${draws}) d`;
};

/** How much a power port draws. */
export const powerPortComputed = computed('dcim.PowerPort', {
  totalAllocatedDraw: total('allocated'),
  totalMaximumDraw: total('maximum'),
  legDraws: {
    kind: 'json',
    requires: ['dcim.PowerFeed'],
    help:
      'Draw per leg of a three-phase feed at the other end of the cable: a list of leg, allocated, maximum (W) and ' +
      'outlets. Null without such a feed, and where the port sets a draw itself.',
    sql: (scope) => {
      const { own, rows } = scope;
      const feed = rows('dcim.PowerFeed');
      return `SELECT CASE WHEN ${own('allocatedDraw')} IS NULL AND ${own('maximumDraw')} IS NULL AND EXISTS (
          SELECT 1 FROM ${feed.from} WHERE ${feed.column('cable')} = ${own('cable')}
            AND ${feed.column('cableEnd')} <> ${own('cableEnd')} AND ${feed.column('phase')} = 'three-phase')
        THEN (SELECT jsonb_agg(l.leg) FROM (${LEGS.map((name) => leg(scope, name)).join(' UNION ALL ')}) l) END`;
    },
  },
});
