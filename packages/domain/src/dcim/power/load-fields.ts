import type { ComputedOptions, ComputedScope } from '@plumbline/engine';
import { legsOfFeeds, type FeedCondition } from './leg-sql.ts';
import { percentOf, portsAtFeeds, sumOfFed, withFedPorts } from './power-sql.ts';

type Draw = 'allocated' | 'maximum';

/** Says which feeds a row stands for: itself, those of a panel or those of a rack. */
export type FeedsOf = (scope: ComputedScope) => FeedCondition;

const drawSql = (scope: ComputedScope, feedsOf: FeedsOf, what: Draw): string =>
  withFedPorts(scope, portsAtFeeds(scope, feedsOf(scope)), sumOfFed(what));

/** SQL of the power that the feeds have available, W. */
const availableSql = (scope: ComputedScope, feedsOf: FeedsOf): string => {
  const feed = scope.rows('dcim.PowerFeed');
  return `SELECT coalesce(sum(${feed.column('availablePower')}), 0) FROM ${feed.from} WHERE ${feedsOf(scope)(feed.column)}`;
};

const EACH_ONCE =
  'A power port counts once; one without a draw of its own draws what its outlets feed, and that is not added to it.';

const total = (feedsOf: FeedsOf, what: Draw, whose: string): ComputedOptions => ({
  kind: 'int',
  always: true,
  requires: ['dcim.PowerFeed'],
  unit: 'W',
  help: `The ${what} draw of what hangs on ${whose}. ${EACH_ONCE}`,
  sql: (scope) => drawSql(scope, feedsOf, what),
});

const share = (feedsOf: FeedsOf, what: Draw, whose: string, list: boolean): ComputedOptions => ({
  kind: 'decimal',
  always: true,
  list,
  requires: ['dcim.PowerFeed'],
  unit: '%',
  help: `The ${what} draw of what hangs on ${whose}, by the power that is available there; 0 where none is.`,
  sql: (scope) => percentOf(drawSql(scope, feedsOf, what), availableSql(scope, feedsOf)),
});

/** Power that the feeds of a row have, as a computed field. */
export const availableField = (feedsOf: FeedsOf, whose: string): ComputedOptions => ({
  kind: 'int',
  always: true,
  requires: ['dcim.PowerFeed'],
  unit: 'W',
  help: `Power that ${whose} have available together, whatever their status.`,
  sql: (scope) => availableSql(scope, feedsOf),
});

/** Draws and utilization of what hangs on the feeds of a row. */
export const loadFields = (
  feedsOf: FeedsOf,
  whose: string,
  list: boolean,
): Readonly<Record<string, ComputedOptions>> => ({
  totalAllocatedDraw: total(feedsOf, 'allocated', whose),
  totalMaximumDraw: total(feedsOf, 'maximum', whose),
  powerUtilization: share(feedsOf, 'allocated', whose, list),
  peakPowerUtilization: share(feedsOf, 'maximum', whose, false),
  legDraws: {
    kind: 'json',
    requires: ['dcim.PowerFeed'],
    help:
      `Draw per leg of ${whose}, for three phases: a list of leg, available, allocated, maximum (W) and outlets; the leg is ` +
      'null for what hangs on none. A leg has a third of the power. Null without three phases.',
    sql: (scope) => legsOfFeeds(scope, feedsOf(scope)),
  },
});
