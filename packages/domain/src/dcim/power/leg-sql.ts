import type { ComputedRows, ComputedScope } from '@plumbline/engine';
import { acrossCable, withFedByKey } from './power-sql.ts';

/** Says which feeds, over their columns. */
export type FeedCondition = (column: ComputedRows['column']) => string;

/** What hangs on legs. */
interface Legs {
  /** Inlets as a select of id and whether they have a draw of their own; on the legs hang those that have none. */
  readonly inlets: string;
  /** SQL of the power that each leg has, W; left out when null. */
  readonly available: string | null;
}

/** Whether a power port says itself what it draws. */
export const hasDraw = (column: ComputedRows['column']): string =>
  `(${column('allocatedDraw')} IS NOT NULL OR ${column('maximumDraw')} IS NOT NULL)`;

/**
 * A list of leg, available, allocated, maximum (W) and outlets for A, B and C, and for null what hangs on no known leg, if
 * that draws anything. The leg of the outlet nearest to the feed counts.
 */
export const legList = (scope: ComputedScope, { inlets, available }: Legs): string => {
  const [outlet, port] = [scope.rows('dcim.PowerOutlet'), scope.rows('dcim.PowerPort')];
  const power = available === null ? '' : `'available', CASE WHEN l.leg IS NOT NULL THEN (${available}) END,`;
  const before = `inlet(id, has_draw) AS MATERIALIZED (${inlets}),
    socket(leg, cable, cable_end, connector, positions) AS MATERIALIZED (
      SELECT ${['feedLeg', 'cable', 'cableEnd', 'cableConnector', 'cablePositions'].map(outlet.column).join(', ')}
      FROM inlet JOIN ${outlet.from} ON ${outlet.column('powerPort')} = inlet.id WHERE NOT inlet.has_draw
    ),`;
  const ports = `SELECT NULL::text, inlet.id FROM inlet WHERE inlet.has_draw
    UNION ALL SELECT socket.leg, ${port.column('id')} FROM socket JOIN ${port.from} ON ${acrossCable(socketColumn, port.column)}`;
  return withFedByKey(
    scope,
    ports,
    `SELECT jsonb_agg(jsonb_build_object('leg', l.leg, ${power} 'allocated', coalesce(d.allocated, 0),
        'maximum', coalesce(d.maximum, 0), 'outlets', coalesce(o.outlets, 0)) ORDER BY l.leg)
      FROM (VALUES ('A'), ('B'), ('C'), (NULL)) l(leg)
      LEFT JOIN (SELECT fed.key, sum(fed.allocated) AS allocated, sum(fed.maximum) AS maximum FROM fed GROUP BY fed.key) d
        ON d.key IS NOT DISTINCT FROM l.leg
      LEFT JOIN (SELECT socket.leg, count(*) AS outlets FROM socket GROUP BY socket.leg) o ON o.leg IS NOT DISTINCT FROM l.leg
      WHERE l.leg IS NOT NULL OR d.allocated > 0 OR d.maximum > 0`,
    before,
  );
};

const SOCKET: Readonly<Record<string, string>> = {
  cable: 'socket.cable',
  cableEnd: 'socket.cable_end',
  cableConnector: 'socket.connector',
  cablePositions: 'socket.positions',
};

const socketColumn = (field: string): string => SOCKET[field] ?? `socket.${field}`;

/** Legs of the three-phase feeds that meet a condition, together; null when there is none. */
export const legsOfFeeds = (scope: ComputedScope, condition: FeedCondition): string => {
  const { rows } = scope;
  const [feed, inlet, all] = [rows('dcim.PowerFeed'), rows('dcim.PowerPort'), rows('dcim.PowerFeed')];
  const isPhased = ({ column }: ComputedRows) => `${column('phase')} = 'three-phase' AND ${condition(column)}`;
  const inlets = `SELECT DISTINCT ${inlet.column('id')}, ${hasDraw(inlet.column)} FROM ${feed.from}
    JOIN ${inlet.from} ON ${acrossCable(feed.column, inlet.column)} WHERE ${isPhased(feed)}`;
  return `SELECT CASE WHEN f.feeds > 0 THEN (${legList(scope, { inlets, available: 'f.leg_power' })}) END
    FROM (SELECT count(*) AS feeds, round(coalesce(sum(${all.column('availablePower')}), 0) / 3.0)::int4 AS leg_power
      FROM ${all.from} WHERE ${isPhased(all)}) f`;
};
