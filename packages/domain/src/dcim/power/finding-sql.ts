import type { GraphSql } from '@plumbline/engine';
import { acrossCable } from './power-sql.ts';

/** Which findings are looked for, and a page of them. */
export interface FindingScope {
  /** Filters of the API on the devices and feeds that are looked at. */
  readonly devices: unknown;
  readonly feeds: unknown;
  /** What may fail at once: a feed, or a panel with all its feeds. */
  readonly level: 'FEED' | 'PANEL';
  /** Draw that is held against what a feed has available. */
  readonly draw: 'ALLOCATED' | 'MAXIMUM';
  readonly kinds: readonly string[];
  readonly first: number;
  readonly offset: number;
}

const COLUMNS: Readonly<Record<string, string>> = {
  cable: 'cable_id',
  cableEnd: 'cable_end',
  cableConnector: 'cable_connector',
  cablePositions: 'cable_positions',
};

const column =
  (alias: string) =>
  (field: string): string =>
    `${alias}.${COLUMNS[field] ?? field}`;

const across = (near: string, far: string): string => acrossCable(column(near), column(far));

const TABLES: Readonly<Record<string, string>> = {
  'dcim.Device': 'dcim_device',
  'dcim.PowerPort': 'dcim_power_port',
  'dcim.PowerOutlet': 'dcim_power_outlet',
  'dcim.PowerFeed': 'dcim_power_feed',
  'dcim.PowerPanel': 'dcim_power_panel',
};

const [DEVICE, PORT, OUTLET, FEED] = ['dcim.Device', 'dcim.PowerPort', 'dcim.PowerOutlet', 'dcim.PowerFeed'] as const;

/** Joins a table under an alias, inside the organization; the walk sees all of it. */
type Join = (model: string, alias: string) => string;

const joinsOf =
  ({ organizationId }: GraphSql): Join =>
  (model, alias) =>
    `JOIN ${TABLES[model]} ${alias} ON ${alias}.organization_id = ${organizationId}`;

/**
 * `source(device, inlet, source, feed)`: where the chains of the inlets of devices end. That is a feed, or an inlet that is
 * marked as connected, behind which nothing is known; an inlet whose chain ends elsewhere is missing.
 */
const sourceSql = (sql: GraphSql, join: Join, { devices, level }: FindingScope): string => `
  inlet AS MATERIALIZED (
    SELECT p.id, p.device_id AS device FROM dcim_device d ${join(PORT, 'p')} AND p.device_id = d.id
    WHERE ${sql.visible(DEVICE, 'd')} AND ${sql.filter(DEVICE, 'd', devices)}
  ),
  up(inlet, port) AS (
    SELECT id, id FROM inlet
    UNION
    SELECT up.inlet, o.power_port_id FROM up
    ${join(PORT, 'p')} AND p.id = up.port
    ${join(OUTLET, 'o')} AND o.power_port_id IS NOT NULL AND ${across('p', 'o')}
  ),
  source AS MATERIALIZED (
    SELECT i.device, i.id AS inlet, ${level === 'FEED' ? 'f.id' : 'f.power_panel_id'} AS source, f.id AS feed
    FROM inlet i JOIN up ON up.inlet = i.id
    ${join(PORT, 'p')} AND p.id = up.port ${join(FEED, 'f')} AND ${across('p', 'f')}
    UNION
    SELECT i.device, i.id, p.id, NULL FROM inlet i JOIN up ON up.inlet = i.id
    ${join(PORT, 'p')} AND p.id = up.port AND p.mark_connected
  )`;

/**
 * `fed(feed, leg, id, allocated, maximum)`: power ports below feeds, each once per feed and leg; the leg is that of the
 * outlet nearest to the feed. What the caller may not see draws nothing, as in the loads of feeds.
 */
const drawnSql = (sql: GraphSql, whole: Join, { feeds }: FindingScope): string => {
  const join: Join = (model, alias) => `${whole(model, alias)} AND ${sql.visible(model, alias)}`;
  return `
  fed(feed, leg, id, allocated, maximum) AS (
    SELECT f.id, NULL::text, p.id, p.allocated_draw, p.maximum_draw FROM dcim_power_feed f
    ${join(PORT, 'p')} AND ${across('f', 'p')}
    WHERE ${sql.visible(FEED, 'f')} AND ${sql.filter(FEED, 'f', feeds)}
    UNION
    SELECT fed.feed, coalesce(fed.leg, o.feed_leg, '-'), n.id, n.allocated_draw, n.maximum_draw FROM fed
    ${join(OUTLET, 'o')} AND o.power_port_id = fed.id
    ${join(PORT, 'n')} AND ${across('o', 'n')}
    WHERE fed.allocated IS NULL AND fed.maximum IS NULL
  )`;
};

/** Columns of a finding, as the first of the united selects names them. */
const COLUMNS_OF_FINDING = 'u(rank, kind, device, inlets, feed, any_feed, leg, draw, available)';

const overloaded = (rank: number, kind: string, leg: string, available: string): string =>
  `SELECT ${rank}, '${kind}', NULL::uuid, NULL::uuid[], f.id, f.id, ${leg}, w.draw, ${available}::int8`;

type Finder = (sql: GraphSql, join: Join, scope: FindingScope) => string;

const drawColumn = ({ draw }: FindingScope): string => (draw === 'ALLOCATED' ? 'allocated' : 'maximum');

const THIRD = 'round(f.available_power / 3.0)';

/** How the findings of each kind are selected; `any_feed` leads to the panel. */
const FINDERS: Readonly<Record<string, Finder>> = {
  SHARED_SOURCE: () => `SELECT 1, 'SHARED_SOURCE', s.device, array_agg(DISTINCT s.inlet),
      CASE WHEN count(DISTINCT s.feed) = 1 THEN min(s.feed::text)::uuid END, min(s.feed::text)::uuid, NULL::text, NULL::int8, NULL::int8
    FROM source s GROUP BY s.device HAVING count(DISTINCT s.inlet) > 1 AND count(DISTINCT s.source) = 1`,
  UNFED_INLET: (sql, join) => `SELECT 2, 'UNFED_INLET', i.device, array_agg(i.id),
      NULL::uuid, NULL::uuid, NULL::text, NULL::int8, NULL::int8
    FROM inlet i ${join(PORT, 'p')} AND p.id = i.id AND ${sql.visible(PORT, 'p')}
    WHERE NOT EXISTS (SELECT 1 FROM source s WHERE s.inlet = i.id) GROUP BY i.device`,
  OVERLOADED_FEED: (_sql, join, scope) => `${overloaded(3, 'OVERLOADED_FEED', 'NULL::text', 'f.available_power')}
    FROM (SELECT x.feed, sum(x.${drawColumn(scope)}) AS draw FROM (SELECT DISTINCT feed, id, ${drawColumn(scope)} FROM fed) x
      GROUP BY x.feed) w
    ${join(FEED, 'f')} AND f.id = w.feed WHERE w.draw > f.available_power`,
  OVERLOADED_LEG: (_sql, join, scope) => `${overloaded(4, 'OVERLOADED_LEG', 'w.leg', THIRD)}
    FROM (SELECT feed, leg, sum(${drawColumn(scope)}) AS draw FROM fed GROUP BY feed, leg) w
    ${join(FEED, 'f')} AND f.id = w.feed AND f.phase = 'three-phase'
    WHERE w.leg IN ('A', 'B', 'C') AND w.draw > ${THIRD}`,
};

/** A statement that answers one row: how many findings there are, and a page of them as JSON. */
export const findingsSql = (sql: GraphSql, scope: FindingScope): string => {
  const join = joinsOf(sql);
  const seen = (model: string, alias: string, on: string): string =>
    `LEFT ${join(model, alias)} AND ${on} AND ${sql.visible(model, alias)}`;
  const selects = scope.kinds.flatMap((kind) => FINDERS[kind]?.(sql, join, scope) ?? []);
  return `WITH RECURSIVE ${sourceSql(sql, join, scope)}, ${drawnSql(sql, join, scope)},
  finding AS MATERIALIZED (
    SELECT u.* FROM (${selects.join(' UNION ALL ')}) ${COLUMNS_OF_FINDING}
  ),
  page AS (
    SELECT u.rank, u.kind, u.device, f.id AS feed, n.id AS panel, CASE WHEN u.device IS NULL THEN f.rack_id ELSE d.rack_id END AS rack, u.leg, u.draw,
      u.available, u.inlets, coalesce(d.name, f.name) AS name, coalesce(d.number, f.number) AS number
    FROM finding u
    LEFT ${join(DEVICE, 'd')} AND d.id = u.device
    ${seen(FEED, 'f', 'f.id = u.feed')}
    LEFT ${join(FEED, 'a')} AND a.id = u.any_feed
    ${seen('dcim.PowerPanel', 'n', 'n.id = a.power_panel_id')}
    ORDER BY u.rank, name, number, u.leg
    LIMIT ${sql.add(scope.first, 'int8')} OFFSET ${sql.add(scope.offset, 'int8')}
  )
  SELECT (SELECT count(*) FROM finding), coalesce((SELECT jsonb_agg(to_jsonb(page) || jsonb_build_object('inlets',
      (SELECT coalesce(jsonb_agg(p.id ORDER BY p.name, p.number), '[]') FROM unnest(page.inlets) i(id)
        ${join(PORT, 'p')} AND p.id = i.id AND ${sql.visible(PORT, 'p')}))
    ORDER BY page.rank, page.name, page.number, page.leg) FROM page), '[]')`;
};
