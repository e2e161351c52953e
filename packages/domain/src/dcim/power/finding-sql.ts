import type { Params, Predicate, Registry } from '@plumbline/engine';
import { acrossCable } from './power-sql.ts';

/** Which findings are looked for. */
export interface FindingScope {
  readonly registry: Registry;
  readonly params: Params;
  readonly organizationId: string;
  /** Condition of the rows of a model that the caller may see. */
  readonly visible: (model: string) => Predicate | null;
  /** Conditions of devices under `d` and feeds under `f` that are looked at. */
  readonly devices: string;
  readonly feeds: string;
  /** What may fail at once: a feed, or a panel with all its feeds. */
  readonly level: 'FEED' | 'PANEL';
  /** Draw that is held against what a feed has available. */
  readonly draw: 'ALLOCATED' | 'MAXIMUM';
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

/** Writes conditions that every table of a walk carries. */
const conditionsOf = ({ registry, params, organizationId, visible }: FindingScope) => {
  const organization = params.add(organizationId, 'uuid');
  return {
    /** Table of a model under an alias, inside the organization. */
    table: (model: string, alias: string): string =>
      `${registry.model(model).table} ${alias} ON ${alias}.organization_id = ${organization}`,
    organization,
    /** Whether the caller may see the row. */
    seen: (model: string, alias: string): string => visible(model)?.sql(alias, params) ?? 'true',
  };
};

type Conditions = ReturnType<typeof conditionsOf>;

const [DEVICE, PORT, OUTLET, FEED] = ['dcim.Device', 'dcim.PowerPort', 'dcim.PowerOutlet', 'dcim.PowerFeed'] as const;

/**
 * `source(device, inlet, source, feed)`: where the chains of the inlets of devices end. That is a feed, or an inlet that is
 * marked as connected, behind which nothing is known; an inlet whose chain ends elsewhere is missing.
 */
const sourceSql = ({ devices, level }: FindingScope, { table, seen, organization }: Conditions): string => `
  inlet AS MATERIALIZED (
    SELECT p.id, p.device_id AS device FROM dcim_device d JOIN ${table(PORT, 'p')} AND p.device_id = d.id
    WHERE d.organization_id = ${organization} AND ${seen(DEVICE, 'd')} AND (${devices})
  ),
  up(inlet, port) AS (
    SELECT id, id FROM inlet
    UNION
    SELECT up.inlet, o.power_port_id FROM up
    JOIN ${table(PORT, 'p')} AND p.id = up.port
    JOIN ${table(OUTLET, 'o')} AND o.power_port_id IS NOT NULL AND ${across('p', 'o')}
  ),
  source AS MATERIALIZED (
    SELECT i.device, i.id AS inlet, ${level === 'FEED' ? 'f.id' : 'f.power_panel_id'} AS source, f.id AS feed
    FROM inlet i JOIN up ON up.inlet = i.id
    JOIN ${table(PORT, 'p')} AND p.id = up.port JOIN ${table(FEED, 'f')} AND ${across('p', 'f')}
    UNION
    SELECT i.device, i.id, p.id, NULL FROM inlet i JOIN up ON up.inlet = i.id
    JOIN ${table(PORT, 'p')} AND p.id = up.port AND p.mark_connected
  )`;

/**
 * `drawn(feed, leg, id, allocated, maximum)`: power ports below feeds, each once per feed and leg; the leg is that of the
 * outlet nearest to the feed.
 */
const drawnSql = ({ feeds }: FindingScope, { table, seen, organization }: Conditions): string => `
  fed(feed, leg, id, allocated, maximum) AS (
    SELECT f.id, NULL::text, p.id, p.allocated_draw, p.maximum_draw FROM dcim_power_feed f
    JOIN ${table(PORT, 'p')} AND ${across('f', 'p')}
    WHERE f.organization_id = ${organization} AND ${seen(FEED, 'f')} AND (${feeds})
    UNION
    SELECT fed.feed, coalesce(fed.leg, o.feed_leg, '-'), n.id, n.allocated_draw, n.maximum_draw FROM fed
    JOIN ${table(OUTLET, 'o')} AND o.power_port_id = fed.id
    JOIN ${table(PORT, 'n')} AND ${across('o', 'n')}
    WHERE fed.allocated IS NULL AND fed.maximum IS NULL
  )`;

const devicesSql = ({ table, seen }: Conditions): string => `
    SELECT 1 AS rank, 'SHARED_SOURCE' AS kind, s.device, array_agg(DISTINCT s.inlet) AS inlets,
      CASE WHEN count(DISTINCT s.feed) = 1 THEN min(s.feed::text)::uuid END AS feed, min(s.feed::text)::uuid AS any_feed,
      NULL::text AS leg, NULL::int8 AS draw, NULL::int8 AS available
    FROM source s GROUP BY s.device HAVING count(DISTINCT s.inlet) > 1 AND count(DISTINCT s.source) = 1
    UNION ALL
    SELECT 2, 'UNFED_INLET', i.device, array_agg(i.id), NULL, NULL, NULL, NULL, NULL
    FROM inlet i JOIN ${table(PORT, 'p')} AND p.id = i.id AND ${seen(PORT, 'p')}
    WHERE NOT EXISTS (SELECT 1 FROM source s WHERE s.inlet = i.id) GROUP BY i.device`;

const feedsSql = ({ draw }: FindingScope, { table }: Conditions): string => {
  const what = draw === 'ALLOCATED' ? 'allocated' : 'maximum';
  return `
    SELECT 3, 'OVERLOADED_FEED', NULL, NULL, f.id, f.id, NULL, w.draw, f.available_power::int8
    FROM (SELECT x.feed, sum(x.${what}) AS draw FROM (SELECT DISTINCT feed, id, ${what} FROM fed) x GROUP BY x.feed) w
    JOIN ${table(FEED, 'f')} AND f.id = w.feed WHERE w.draw > f.available_power
    UNION ALL
    SELECT 4, 'OVERLOADED_LEG', NULL, NULL, f.id, f.id, w.leg, w.draw, round(f.available_power / 3.0)::int8
    FROM (SELECT feed, leg, sum(${what}) AS draw FROM fed GROUP BY feed, leg) w
    JOIN ${table(FEED, 'f')} AND f.id = w.feed AND f.phase = 'three-phase'
    WHERE w.leg IN ('A', 'B', 'C') AND w.draw > round(f.available_power / 3.0)`;
};

/** Which of the findings are handed out. */
export interface FindingPage {
  readonly kinds: readonly string[];
  readonly first: number;
  readonly offset: number;
}

/** A statement that answers one row: how many findings there are, and a page of them as JSON. */
export const findingsSql = (scope: FindingScope, { kinds, first, offset }: FindingPage): string => {
  const conditions = conditionsOf(scope);
  const { table, seen } = conditions;
  const { params } = scope;
  const left = (model: string, alias: string, on: string): string =>
    `LEFT JOIN ${table(model, alias)} AND ${on} AND ${seen(model, alias)}`;
  return `WITH RECURSIVE ${sourceSql(scope, conditions)}, ${drawnSql(scope, conditions)},
  finding AS MATERIALIZED (
    SELECT u.* FROM (${devicesSql(conditions)} UNION ALL ${feedsSql(scope, conditions)}) u
    WHERE u.kind = ANY(${params.add(kinds, 'text[]')})
  ),
  page AS (
    SELECT u.rank, u.kind, u.device, f.id AS feed, n.id AS panel, coalesce(d.rack_id, f.rack_id) AS rack, u.leg, u.draw,
      u.available, u.inlets, coalesce(d.name, f.name) AS name, coalesce(d.number, f.number) AS number
    FROM finding u
    LEFT JOIN ${table(DEVICE, 'd')} AND d.id = u.device
    ${left(FEED, 'f', 'f.id = u.feed')}
    LEFT JOIN ${table(FEED, 'a')} AND a.id = u.any_feed
    ${left('dcim.PowerPanel', 'n', 'n.id = a.power_panel_id')}
    ORDER BY u.rank, name, number, u.leg
    LIMIT ${params.add(first, 'int8')} OFFSET ${params.add(offset, 'int8')}
  )
  SELECT (SELECT count(*)::int4 FROM finding) AS total, coalesce((SELECT jsonb_agg(to_jsonb(page) || jsonb_build_object('inlets',
      (SELECT coalesce(jsonb_agg(p.id ORDER BY p.name, p.number), '[]') FROM unnest(page.inlets) i(id)
        JOIN ${table(PORT, 'p')} AND p.id = i.id AND ${seen(PORT, 'p')}))
    ORDER BY page.rank, page.name, page.number, page.leg) FROM page), '[]') AS findings`;
};
