import {
  answer,
  COLUMN_LIST,
  type Given,
  listOf,
  ORGANIZATION,
  PARAMETER,
  plugOf,
  portsOf,
  SIDE,
} from './path-columns.ts';
import { KIND, PLACE_KINDS, PORT_KINDS } from './path-kinds.ts';
import { DEEPEST } from './strands.ts';

/** `trace` follows a path as far as it is known; `flood` goes wherever a path could have come from, down power strips too. */
type Mode = 'trace' | 'flood';

const TERMINATION_KIND = `CASE ${PORT_KINDS.map(({ column }, kind) => `WHEN t.${column} IS NOT NULL THEN ${kind}`).join(' ')} END`;
const TERMINATION_PORT = `coalesce(${PORT_KINDS.map(({ column }) => `t.${column}`).join(', ')})`;

const PLUGGED: Given = {
  kind: TERMINATION_KIND,
  id: TERMINATION_PORT,
  cable: 't.cable_id',
  cable_end: 't.cable_end::text',
  connector: 't.connector',
  positions: 't.positions',
};

const STRANDS = `LEFT JOIN dcim_front_port f ON f.organization_id = ${ORGANIZATION} AND f.id = t.termination_front_port_id
      LEFT JOIN dcim_rear_port r ON r.organization_id = ${ORGANIZATION} AND r.id = t.termination_rear_port_id`;

const IS_TRACKED = 'c.profile IS NOT NULL AND s.connector IS NOT NULL';
const IS_SINGLE = 'cardinality(s.positions) <= 1 AND s.strands = 1';
const TOP = 's.stack[cardinality(s.stack)]';
const REST = 'trim_array(s.stack, 1)';
const SHEATH = 'cardinality(t.positions) > 1 OR coalesce(f.positions, r.positions, 1) > 1';

/** Positions of the near connector that a strand takes, and what is left of its stack; the twin of `crossCable`. */
const ENTERED = `(SELECT NULL::int AS position, s.stack AS rest WHERE NOT (${IS_TRACKED})
        UNION ALL SELECT e, s.stack FROM unnest(s.positions) e WHERE ${IS_TRACKED} AND (${IS_SINGLE} OR s.stack = '{}')
        UNION ALL SELECT ${TOP}, ${REST} WHERE ${IS_TRACKED} AND NOT (${IS_SINGLE}) AND ${TOP} = ANY (s.positions))`;

/** Where positions of crossed profiles come out; all others go straight through. */
const OPPOSITE = `coalesce(${PARAMETER.crossings}::jsonb -> (c.profile || ' ' || s.cable_end) -> (s.connector || ':' || x.position),
        jsonb_build_array(s.connector, x.position))`;

/**
 * Far ends of the cable, and at an origin without a connector of its own the other ports of the near end.
 *
 * What has no connector leads to every far end, so that a flood, which goes against the path, comes to it from each of them.
 */
const endsFor = (mode: Mode): string => {
  const untracked = mode === 'flood' ? `NOT (${IS_TRACKED}) OR t.connector IS NULL` : 'true';
  return `t.cable_end <> s.cable_end AND CASE WHEN o.at IS NULL THEN ${untracked}
            ELSE t.connector = (o.at ->> 0)::int AND (o.at ->> 1)::int = ANY (t.positions) END
          OR t.cable_end = s.cable_end AND s.side = ${SIDE.origin} AND s.connector IS NULL AND t.connector IS NULL
            AND ${TERMINATION_PORT} <> s.id`;
};

const enteredFor = (mode: Mode): string =>
  mode === 'flood'
    ? `(SELECT NULL::int AS position, s.stack AS rest UNION ALL SELECT e.* FROM ${ENTERED} e WHERE e.position IS NOT NULL)`
    : ENTERED;

const acrossCable = (mode: Mode): string => `SELECT ${listOf({
  ...PLUGGED,
  side: `CASE WHEN t.cable_end = s.cable_end THEN ${SIDE.beside} ELSE ${SIDE.far} END`,
  strands: 'coalesce(f.positions, r.positions, 1)',
  cable: 'c.id',
  status: 'c.status::text',
  profile: 'c.profile::text',
  stack: `CASE WHEN o.at IS NOT NULL AND (${SHEATH}) THEN x.rest || (o.at ->> 1)::int ELSE x.rest END`,
})}
      FROM dcim_cable c
      CROSS JOIN LATERAL ${enteredFor(mode)} x
      CROSS JOIN LATERAL (SELECT CASE WHEN x.position IS NOT NULL THEN ${OPPOSITE} END AS at) o
      LEFT JOIN dcim_cable_termination t ON t.organization_id = ${ORGANIZATION} AND t.cable_id = c.id AND (${endsFor(mode)})
      ${STRANDS}
      WHERE s.side <= ${SIDE.near} AND c.organization_id = ${ORGANIZATION} AND c.id = s.cable`;

const throughPanel = (mode: Mode, from: 'front' | 'rear', to: 'front' | 'rear'): string => {
  const isKnown = `m.${from}_port_position = CASE WHEN s.strands = 1 THEN 1 ELSE ${TOP} END`;
  const known = mode === 'flood' ? `(s.strands > 1 AND s.stack = '{}' OR ${isKnown})` : isKnown;
  const rest = `CASE WHEN s.strands = 1 OR s.stack = '{}' THEN s.stack ELSE ${REST} END`;
  return `SELECT ${listOf({
    ...plugOf('o'),
    side: String(SIDE.near),
    kind: String(to === 'front' ? KIND.frontPort : KIND.rearPort),
    strands: 'o.positions',
    prev: 's.id',
    prev_position: `m.${from}_port_position`,
    position: `m.${to}_port_position`,
    stack: `CASE WHEN o.positions > 1 THEN ${rest} || m.${to}_port_position ELSE ${rest} END`,
  })}
      FROM dcim_port_mapping m
      JOIN dcim_${to}_port o ON o.organization_id = ${ORGANIZATION} AND o.id = m.${to}_port_id
      WHERE s.side = ${SIDE.far} AND s.kind = ${from === 'front' ? KIND.frontPort : KIND.rearPort}
        AND m.organization_id = ${ORGANIZATION} AND m.${from}_port_id = s.id AND ${known}`;
};

const placeKind = `CASE ${PLACE_KINDS.map(({ column }, i) => `WHEN o.${column} IS NOT NULL THEN ${PORT_KINDS.length + i}`).join(' ')} END`;

const THROUGH_CIRCUIT = `SELECT ${listOf({
  ...plugOf('o'),
  side: String(SIDE.near),
  kind: String(KIND.circuitTermination),
  status: 'i.status::text',
  via: 'i.id',
  prev: 's.id',
  place_kind: placeKind,
  place: `coalesce(${PLACE_KINDS.map(({ column }) => `o.${column}`).join(', ')})`,
  stack: 's.stack',
})}
      FROM circuits_circuit_termination h
      JOIN circuits_circuit i ON i.organization_id = ${ORGANIZATION} AND i.id = h.circuit_id
      JOIN circuits_circuit_termination o ON o.organization_id = ${ORGANIZATION} AND o.circuit_id = h.circuit_id AND o.id <> h.id
      WHERE s.side = ${SIDE.far} AND s.kind = ${KIND.circuitTermination} AND h.organization_id = ${ORGANIZATION} AND h.id = s.id`;

const inlet = (source: string, on: string): string => `SELECT ${listOf({
  ...plugOf('o'),
  side: String(SIDE.near),
  kind: source,
  prev: 's.id',
})}
      FROM ${on}`;

const UP_TO_INLET = inlet(
  String(KIND.powerPort),
  `dcim_power_outlet w
      JOIN dcim_power_port o ON o.organization_id = ${ORGANIZATION} AND o.id = w.power_port_id
      WHERE s.side = ${SIDE.far} AND s.kind = ${KIND.powerOutlet} AND w.organization_id = ${ORGANIZATION} AND w.id = s.id`,
);

const DOWN_TO_OUTLETS = inlet(
  String(KIND.powerOutlet),
  `dcim_power_outlet o
      WHERE s.side = ${SIDE.far} AND s.kind = ${KIND.powerPort} AND o.organization_id = ${ORGANIZATION} AND o.power_port_id = s.id`,
);

/** Place of the panel among the places, after all others. */
export const PANEL_KIND = PORT_KINDS.length + PLACE_KINDS.length;

const UP_TO_PANEL = `SELECT ${listOf({
  side: String(SIDE.near),
  prev: 'w.id',
  place_kind: String(PANEL_KIND),
  place: 'w.power_panel_id',
})}
      FROM dcim_power_feed w
      WHERE s.side = ${SIDE.far} AND s.kind = ${KIND.powerFeed} AND w.organization_id = ${ORGANIZATION} AND w.id = s.id`;

const steps = (mode: Mode): readonly string[] => [
  acrossCable(mode),
  throughPanel(mode, 'front', 'rear'),
  throughPanel(mode, 'rear', 'front'),
  THROUGH_CIRCUIT,
  ...(mode === 'trace' ? [UP_TO_INLET, UP_TO_PANEL] : [DOWN_TO_OUTLETS]),
];

/** Kinds of ports that a walk which came along a cable goes on from. */
const passable = (mode: Mode): string => {
  const power = mode === 'trace' ? [KIND.powerOutlet, KIND.powerFeed] : [KIND.powerPort];
  return [KIND.frontPort, KIND.rearPort, KIND.circuitTermination, ...power].join(', ');
};

/** The walk of all strands from some starts, one step a round; rounds end when no strand comes anywhere new. */
const walkFrom = (mode: Mode, starts: readonly string[]): string => `WITH RECURSIVE step (${COLUMN_LIST}) AS (
  (${starts.join('\n    UNION ALL ')})
  UNION
  SELECT n.* FROM step s CROSS JOIN LATERAL (
    ${steps(mode).join('\n    UNION ALL ')}
    OFFSET 0) n
  WHERE cardinality(s.stack) <= ${DEEPEST}
    AND (s.side <= ${SIDE.near} AND s.cable IS NOT NULL OR s.side = ${SIDE.far} AND s.kind IN (${passable(mode)})))`;

/** The statement that walks from ports of some kinds; the ids of each kind are a parameter, from the third on. */
export const traceSql = (kinds: readonly number[]): string =>
  answer(
    walkFrom(
      'trace',
      kinds.map((kind, i) =>
        portsOf(kind, `p.id = ANY ($${PARAMETER.first + i}::uuid[])`, { side: String(SIDE.origin) }),
      ),
    ),
  );

/** Ports at the ends of cables, as if the walk had come along the cable. */
export const endsOfCables = (
  cables: string,
): string => `SELECT ${listOf({ ...PLUGGED, side: String(SIDE.far), strands: 'coalesce(f.positions, r.positions, 1)' })}
      FROM dcim_cable_termination t
      ${STRANDS}
      WHERE t.organization_id = ${ORGANIZATION} AND t.cable_id = ANY (${cables})`;

/** The statement that finds everything a path through some starts could come from or lead to. */
export const floodSql = (starts: readonly string[]): string => answer(walkFrom('flood', starts));
