import type { ComputedRows, ComputedScope } from '@plumbline/engine';
import { acrossCable, withFedByKey } from './power-sql.ts';

/** Says which feeds, over their columns. */
export type FeedCondition = (column: ComputedRows['column']) => string;

/** What hangs on legs. */
interface Legs {
  /** Ports by the leg they hang on, as a select of leg and id; the leg is null where none is known. */
  readonly ports: string;
  /** Inlets whose outlets are counted, as a select of id. */
  readonly inlets: string;
  /** SQL of the power that each leg has, W; left out when null. */
  readonly available: string | null;
}

/** Ports behind the outlets of inlets, by leg, as a select of leg and id. */
export const portsByLeg = ({ rows }: ComputedScope, inlets: string): string => {
  const [outlet, port] = [rows('dcim.PowerOutlet'), rows('dcim.PowerPort')];
  return `SELECT ${outlet.column('feedLeg')}, ${port.column('id')} FROM ${outlet.from}
    JOIN ${port.from} ON ${acrossCable(outlet.column, port.column)} WHERE ${outlet.column('powerPort')} IN (${inlets})`;
};

/**
 * A list of leg, available, allocated, maximum (W) and outlets for A, B and C, and for null what hangs on no known leg, if
 * that draws anything. The leg of the outlet nearest to the feed counts.
 */
export const legList = (scope: ComputedScope, { ports, inlets, available }: Legs): string => {
  const outlet = scope.rows('dcim.PowerOutlet');
  const power = available === null ? '' : `'available', CASE WHEN l.leg IS NOT NULL THEN (${available}) END,`;
  return withFedByKey(
    scope,
    ports,
    `SELECT jsonb_agg(jsonb_build_object('leg', l.leg, ${power} 'allocated', coalesce(d.allocated, 0),
        'maximum', coalesce(d.maximum, 0), 'outlets', coalesce(o.outlets, 0)) ORDER BY l.leg)
      FROM (VALUES ('A'), ('B'), ('C'), (NULL)) l(leg)
      LEFT JOIN (SELECT fed.key, sum(fed.allocated) AS allocated, sum(fed.maximum) AS maximum FROM fed GROUP BY fed.key) d
        ON d.key IS NOT DISTINCT FROM l.leg
      LEFT JOIN (SELECT ${outlet.column('feedLeg')} AS leg, count(*) AS outlets FROM ${outlet.from}
        WHERE ${outlet.column('powerPort')} IN (${inlets}) GROUP BY 1) o ON o.leg IS NOT DISTINCT FROM l.leg
      WHERE l.leg IS NOT NULL OR d.allocated > 0 OR d.maximum > 0`,
  );
};

/** Inlets at three-phase feeds, with or without a draw of their own, as a select of id. */
const inletsAt = ({ rows }: ComputedScope, condition: FeedCondition, hasDraw: boolean): string => {
  const [feed, inlet] = [rows('dcim.PowerFeed'), rows('dcim.PowerPort')];
  return `SELECT ${inlet.column('id')} FROM ${feed.from} JOIN ${inlet.from} ON ${acrossCable(feed.column, inlet.column)}
    WHERE ${feed.column('phase')} = 'three-phase' AND ${condition(feed.column)}
      AND (${inlet.column('allocatedDraw')} IS NULL AND ${inlet.column('maximumDraw')} IS NULL) = ${!hasDraw}`;
};

/** Legs of the three-phase feeds that meet a condition, together; null when there is none. */
export const legsOfFeeds = (scope: ComputedScope, condition: FeedCondition): string => {
  const passing = inletsAt(scope, condition, false);
  const ports = `SELECT NULL::text, d.id FROM (${inletsAt(scope, condition, true)}) d(id)
    UNION ALL ${portsByLeg(scope, passing)}`;
  const feed = scope.rows('dcim.PowerFeed');
  return `SELECT CASE WHEN f.feeds > 0 THEN (${legList(scope, { ports, inlets: passing, available: 'f.leg_power' })}) END
    FROM (SELECT count(*) AS feeds, round(coalesce(sum(${feed.column('availablePower')}), 0) / 3.0)::int4 AS leg_power
      FROM ${feed.from} WHERE ${feed.column('phase')} = 'three-phase' AND ${condition(feed.column)}) f`;
};
