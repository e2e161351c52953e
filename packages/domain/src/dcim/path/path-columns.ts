import { KIND, PORT_KINDS, type PortKind } from './path-kinds.ts';

/** What a row of the walk in the database is; the walk goes on along the cable from the first two, inside from the third. */
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

/** The organization as statements compare it. */
export const ORGANIZATION = `${PARAMETER.organization}::uuid`;

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
  'place', // device that a port the walk starts at was named by
  'stack', // positions still to come out at, innermost last
] as const;

/** A column of the walk. */
export type Column = (typeof COLUMNS)[number];

/** Expressions for some columns. */
export type Given = Partial<Record<Column, string>>;

/** Names of all columns, in order. */
export const COLUMN_LIST: string = COLUMNS.join(', ');

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
export const listOf = (given: Given): string => COLUMNS.map((column) => given[column] ?? EMPTY[column]).join(', ');

/** The plug that a port shows. */
export const plugOf = (port: string): Given => ({
  id: `${port}.id`,
  cable: `${port}.cable_id`,
  cable_end: `${port}.cable_end::text`,
  connector: `${port}.cable_connector`,
  positions: `${port}.cable_positions`,
});

const isPanel = (kind: number): boolean => kind === KIND.frontPort || kind === KIND.rearPort;

/** Ports of one kind; `where` picks them from their table, called p. */
export const portsOf = (kind: number, where: string, given: Given): string => {
  const { table } = PORT_KINDS[kind] as PortKind; // kinds are places in the list
  const ether = kind === KIND.interface ? { profile: 'p.type::text', via: 'p.wireless_link_id' } : {};
  const strands = isPanel(kind) ? 'p.positions' : '1';
  return `SELECT ${listOf({ ...plugOf('p'), kind: String(kind), strands, ...ether, ...given })}
    FROM ${table} p WHERE p.organization_id = ${ORGANIZATION} AND ${where}`;
};

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
export const answer = (sql: string): string => `${sql}
SELECT string_agg(concat(${ANSWERED.join(`, ${between(BETWEEN.columns)}, `)}), ${between(BETWEEN.rows)}) AS rows FROM step`;

/** Rows of the text that a statement answers; null when there is none. */
export const rowsIn = (text: string | null): WalkRow[] =>
  text === null ? [] : text.split(BETWEEN.rows).map((row) => row.split(BETWEEN.columns));
