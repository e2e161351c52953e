import type { ComputedScope } from '@plumbline/engine';

/** Column of a cabled row by field. */
type Column = (field: string) => string;

/**
 * The condition that two cabled rows stand at opposite ends of one cable.
 *
 * With a profile, a connector leads to the one of the same number, unless the cable fans out: then one end holds all
 * positions of the other. Shuffled profiles, which are of fibre, count as straight.
 */
export const acrossCable = (near: Column, far: Column): string =>
  `${far('cable')} = ${near('cable')} AND ${far('cableEnd')} <> ${near('cableEnd')} AND (${near('cableConnector')} IS NULL
    OR ${far('cableConnector')} = ${near('cableConnector')}
    OR cardinality(${far('cablePositions')}) <> cardinality(${near('cablePositions')}))`;

/** Columns of a power port that say what it draws: its id, allocated and maximum draw. */
const drawsOf = (column: Column): string => `${column('id')}, ${column('allocatedDraw')}, ${column('maximumDraw')}`;

/**
 * A query that names `fed(key, id, allocated, maximum)`: power ports of a select of the first two, and below each that has
 * no draw of its own the ports that its outlets feed, over one cable. Under a key each port stands once, whatever way
 * leads to it, so that circles end. Further common table expressions may stand before it, each with a comma after it.
 */
export const withFedByKey = ({ rows }: ComputedScope, ports: string, query: string, before = ''): string => {
  const [start, outlet, next] = [rows('dcim.PowerPort'), rows('dcim.PowerOutlet'), rows('dcim.PowerPort')];
  return `WITH RECURSIVE ${before} start(key, id) AS MATERIALIZED (${ports}),
    fed(key, id, allocated, maximum) AS (
      SELECT start.key, ${drawsOf(start.column)} FROM start JOIN ${start.from} ON ${start.column('id')} = start.id
      UNION
      SELECT fed.key, ${drawsOf(next.column)} FROM fed
      JOIN ${outlet.from} ON ${outlet.column('powerPort')} = fed.id
      JOIN ${next.from} ON ${acrossCable(outlet.column, next.column)}
      WHERE fed.allocated IS NULL AND fed.maximum IS NULL
    ) ${query}`;
};

/** As `withFedByKey` for one set of ports, a select of `id`. */
export const withFedPorts = (scope: ComputedScope, ports: string, query: string): string =>
  withFedByKey(scope, `SELECT NULL::text, p.id FROM (${ports}) p(id)`, query);

/** Sums over `fed`, null-safe. */
export const sumOfFed = (what: 'allocated' | 'maximum'): string => `SELECT coalesce(sum(fed.${what}), 0) FROM fed`;

/** Ports at the other ends of the cables of feeds that meet a condition, as a select of `id`. */
export const portsAtFeeds = ({ rows }: ComputedScope, condition: (column: Column) => string): string => {
  const [feed, port] = [rows('dcim.PowerFeed'), rows('dcim.PowerPort')];
  return `SELECT ${port.column('id')} FROM ${feed.from} JOIN ${port.from} ON ${acrossCable(feed.column, port.column)}
    WHERE ${condition(feed.column)}`;
};

/** Ports at the other end of the cable of an outlet, as a select of `id`. */
export const portsAtOutlet = ({ rows }: ComputedScope, outlet: Column): string => {
  const port = rows('dcim.PowerPort');
  return `SELECT ${port.column('id')} FROM ${port.from} WHERE ${acrossCable(outlet, port.column)}`;
};

/** What of a value is so much of another, in percent with at most four decimals; 0 of nothing. */
export const percentOf = (part: string, whole: string): string =>
  `SELECT CASE WHEN w.whole > 0 THEN trim_scale(trunc((${part}) * 100.0 / w.whole, 4)) ELSE 0 END FROM (SELECT (${whole}) AS whole) w`;
