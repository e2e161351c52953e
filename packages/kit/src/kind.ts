import type { FieldSpec } from './spec.ts';

/** Names of filter operators; one list for API, saved filters, permissions and rules. */
export type Operator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'isNull'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'between'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'regex'
  | 'ieq'
  | 'icontains'
  | 'istartsWith'
  | 'iendsWith'
  | 'iregex'
  | 'within'
  | 'withinOrEqual'
  | 'containsAddress'
  | 'containsOrEqual'
  | 'overlaps'
  | 'host'
  | 'family'
  | 'length'
  | 'has'
  | 'path';

/** GraphQL scalar names a kind may use; custom ones are defined once by the GraphQL binding. */
export type ScalarName =
  | 'String'
  | 'Int'
  | 'Float'
  | 'Boolean'
  | 'ID'
  | 'UUID'
  | 'DateTime'
  | 'Date'
  | 'Decimal'
  | 'BigInt'
  | 'JSON'
  | 'Mac'
  | 'IpHost'
  | 'IpCidr'
  | 'AsNumber'
  | 'Color'
  | 'URL'
  | 'IdRanges'
  | 'Secret';

/**
 * How the text PostgreSQL sends for a column becomes JSON text.
 *
 * `number`, `boolean` and `json` pass through or map two letters; `plain` is quoted without
 * escaping (the value can hold neither quote, backslash nor control character); `string` is
 * escaped; `timestamp` turns PostgreSQL's UTC text into RFC 3339; `idRanges` turns an
 * int4multirange into `1-100,200`.
 */
export type JsonForm = 'number' | 'boolean' | 'json' | 'plain' | 'string' | 'timestamp' | 'idRanges';

/** Outcome of reading one input value. */
export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

/** A field kind owns one shape of value from end to end; it is plain data and pure functions. */
export interface Kind {
  readonly name: string;
  /** SQL type of the column, such as `character varying(100)`. */
  readonly column: (field: FieldSpec) => string;
  /** Collation to name on the column, when not the database's own. */
  readonly collation?: (field: FieldSpec) => string | undefined;
  /** SQL conditions that must hold for a non-null value; `c` is the quoted column. */
  readonly checks?: (field: FieldSpec, c: string) => readonly string[];
  /** SQL expression whose text output feeds `json`; the column itself when absent. */
  readonly select?: (c: string) => string;
  readonly scalar: ScalarName;
  /** True when the GraphQL value is a list of `scalar`. */
  readonly isList?: boolean;
  readonly json: JsonForm;
  readonly operators: readonly Operator[];
  readonly sortable: boolean;
  /** Reads an API, import or plugin value into the stored form, or says what is wrong. */
  readonly parse: (value: unknown, field: FieldSpec) => Parsed;
  readonly fromCsv: (cell: string) => unknown;
  readonly toCsv: (value: unknown) => string;
  /** The n-th valid example; examples of different n differ wherever the kind allows it. */
  readonly sample: (n: number, field: FieldSpec) => unknown;
}

/** A value that was read. */
export const ok = (value: unknown): Parsed => ({ ok: true, value });

/** A value that was refused, with a sentence that says what would work. */
export const refuse = (problem: string): Parsed => ({ ok: false, problem });

/** How a refused value is shown inside a sentence; long ones are cut. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** CSV cell of most kinds: empty for null, else the text of the value. */
export const plainCsv = {
  fromCsv: (cell: string): unknown => (cell === '' ? null : cell),
  toCsv: (value: unknown): string => (value === null || value === undefined ? '' : String(value)),
};

/** CSV cell of kinds whose value is a document. */
export const jsonCsv = {
  fromCsv: (cell: string): unknown => (cell === '' ? null : JSON.parse(cell)),
  toCsv: (value: unknown): string => (value === null || value === undefined ? '' : JSON.stringify(value)),
};

/** Operators shared by every kind whose values can be compared for equality. */
export const equality = ['eq', 'ne', 'in', 'notIn', 'isNull'] as const satisfies readonly Operator[];

/** Operators of kinds with an order. */
export const ordered = [...equality, 'lt', 'lte', 'gt', 'gte', 'between'] as const satisfies readonly Operator[];

/** Operators of text. */
export const textual = [
  ...ordered,
  'contains',
  'startsWith',
  'endsWith',
  'regex',
  'ieq',
  'icontains',
  'istartsWith',
  'iendsWith',
  'iregex',
] as const satisfies readonly Operator[];
