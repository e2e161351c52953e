import { KIND, PLACE_KINDS, PORT_KINDS, type PortKind } from './path-kinds.ts';
import { DEEPEST } from './strands.ts';

/** What a row of the walk in the database is. */
export const SIDE = {
  /** A port the walk starts at. */
  origin: 0,
  /** A port the walk came to from inside a panel, a circuit or a power strip. */
  near: 1,
  /** A port the walk came to along a cable. */
  far: 2,
  /** A port at the near end of the cable of an origin. */
  beside: 3,
} as const;

/** Parameters that all statements share. */
export const PARAMETER = { organization: '$1', crossings: '$2', first: 3 } as const;

const ORGANIZATION = `${PARAMETER.organization}::uuid`;

/** Columns of the walk, in order. Far ports have the plug of their cable, near ones the plug they go on from. */
const COLUMNS = [
  'side', // see SIDE
  'kind', // place in PORT_KINDS
  'id',
  'strands', // positions of a panel port, else 1
  'cable',
  'cable_end',
  'connector',
  'positions', // of the connector
  'status', // of the cable, or of the circuit just crossed
  'profile', // of the cable; type of an interface the walk starts at
  'via', // circuit just crossed; radio link of an interface the walk starts at
  'prev', // port of which this one is the other side
  'prev_position', // of a panel port just passed
  'position', // position of this port that it leads to
  'place_kind', // where a circuit or feed ends, counted on from PORT_KINDS; the panel is last
  'place',
  'stack', // positions still to come out at, innermost last
] as const;

type Column = (typeof COLUMNS)[number];

const EMPTY: Readonly<Record<Column, string>> = {
  side: 'NULL::int',
  kind: 'NULL::int',
  id: 'NULL::uuid',
  strands: '1',
  cable: 'NULL::uuid',
  cable_end: 'NULL::text',
  connector: 'NULL::int',
  positions: 'NULL::int[]',
  status: 'NULL::text',
  profile: 'NULL::text',
  via: 'NULL::uuid',
  prev: 'NULL::uuid',
  prev_position: 'NULL::int',
  position: 'NULL::int',
  place_kind: 'NULL::int',
  place: 'NULL::uuid',
  stack: `'{}'::int[]`,
};

/** A select list in the order of the columns; what is not given is empty. */
const listOf = (given: Partial<Record<Column, string>>): string =>
  COLUMNS.map((column) => given[column] ?? EMPTY[column]).join(', ');

const plugOf = (port: string): Partial<Record<Column, string>> => ({
  id: `${port}.id`,
  cable: `${port}.cable_id`,
  cable_end: `${port}.cable_end::text`,
  connector: `${port}.cable_connector`,
  positions: `${port}.cable_positions`,
});

const isPanel = (kind: number): boolean => kind === KIND.frontPort || kind === KIND.rearPort;

/** Ports of one kind the walk starts at; `where` picks them from their table, called p. */
export const startAt = (kind: number, where: string): string => {
  const { table } = PORT_KINDS[kind] as PortKind; // kinds are places in the list
  const ether = kind === KIND.interface ? { profile: 'p.type::text', via: 'p.wireless_link_id' } : {};
  const strands = isPanel(kind) ? 'p.positions' : '1';
  return `SELECT ${listOf({ ...plugOf('p'), side: String(SIDE.origin), kind: String(kind), strands, ...ether })}
    FROM ${table} p WHERE p.organization_id = ${ORGANIZATION} AND ${where}`;
};

const TERMINATION_KIND = `CASE ${PORT_KINDS.map(({ column }, kind) => `WHEN t.${column} IS NOT NULL THEN ${kind}`).join(' ')} END`;
const TERMINATION_PORT = `coalesce(${PORT_KINDS.map(({ column }) => `t.${column}`).join(', ')})`;

const PLUGGED: Partial<Record<Column, string>> = {
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

/** Far ends of the cable, and at an origin without a connector of its own the other ports of the near end. */
const ENDS = `t.cable_end <> s.cable_end AND (o.at IS NULL OR (t.connector = (o.at ->> 0)::int AND (o.at ->> 1)::int = ANY (t.positions)))
          OR t.cable_end = s.cable_end AND s.side = ${SIDE.origin} AND s.connector IS NULL AND t.connector IS NULL
            AND ${TERMINATION_PORT} <> s.id`;

const ACROSS_CABLE = `SELECT ${listOf({
  ...PLUGGED,
  side: `CASE WHEN t.cable_end = s.cable_end THEN ${SIDE.beside} ELSE ${SIDE.far} END`,
  strands: 'coalesce(f.positions, r.positions, 1)',
  cable: 'c.id',
  status: 'c.status::text',
  profile: 'c.profile::text',
  stack: `CASE WHEN o.at IS NOT NULL AND (${SHEATH}) THEN x.rest || (o.at ->> 1)::int ELSE x.rest END`,
})}
      FROM dcim_cable c
      CROSS JOIN LATERAL ${ENTERED} x
      CROSS JOIN LATERAL (SELECT CASE WHEN x.position IS NOT NULL THEN ${OPPOSITE} END AS at) o
      LEFT JOIN dcim_cable_termination t ON t.organization_id = ${ORGANIZATION} AND t.cable_id = c.id AND (${ENDS})
      ${STRANDS}
      WHERE s.side <= ${SIDE.near} AND c.organization_id = ${ORGANIZATION} AND c.id = s.cable`;

/** `trace` follows a path as far as it is known; `flood` goes wherever a path could have come from, down power strips too. */
type Mode = 'trace' | 'flood';

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
  ACROSS_CABLE,
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
const walkFrom = (mode: Mode, starts: readonly string[]): string => `WITH RECURSIVE step (${COLUMNS.join(', ')}) AS (
  (${starts.join('\n    UNION ALL ')})
  UNION
  SELECT n.* FROM step s CROSS JOIN LATERAL (
    ${steps(mode).join('\n    UNION ALL ')}
    OFFSET 0) n
  WHERE cardinality(s.stack) <= ${DEEPEST}
    AND (s.side <= ${SIDE.near} AND s.cable IS NOT NULL OR s.side = ${SIDE.far} AND s.kind IN (${passable(mode)})))`;

/** Columns of a row that is answered: all but the stack. */
const ANSWERED = COLUMNS.filter((column) => column !== 'stack');

/** Where a row that is answered has a column. */
export const AT = Object.fromEntries(ANSWERED.map((column, index) => [column, index])) as Readonly<
  Record<Exclude<Column, 'stack'>, number> // one entry for each of these, made on this line
>;

/** A row of the walk as it is answered; empty texts are null. What a column means depends on the side, see `COLUMNS`. */
export type WalkRow = readonly string[];

/** Control characters that no stored choice has: between columns, and between rows. */
const BETWEEN = { columns: '\x1f', rows: '\x1e' } as const;

const between = (text: string): string => `chr(${text.charCodeAt(0)})`;

/** One text of all rows: written and read in a fraction of the time that JSON of them takes. */
const answer = (sql: string): string => `${sql}
SELECT string_agg(concat(${ANSWERED.join(`, ${between(BETWEEN.columns)}, `)}), ${between(BETWEEN.rows)}) AS rows FROM step`;

/** Rows of the text that a statement answers; null when there is none. */
export const rowsIn = (text: string | null): WalkRow[] =>
  text === null ? [] : text.split(BETWEEN.rows).map((row) => row.split(BETWEEN.columns));

/** The statement that walks from ports of some kinds; the ids of each kind are a parameter, from the third on. */
export const traceSql = (kinds: readonly number[]): string =>
  answer(
    walkFrom(
      'trace',
      kinds.map((kind, i) => startAt(kind, `p.id = ANY ($${PARAMETER.first + i}::uuid[])`)),
    ),
  );
