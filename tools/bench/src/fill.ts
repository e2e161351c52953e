import { quote, type Model, type Registry } from '@plumbline/engine';

/** Values of generated rows by field key, as SQL expressions over the source rows. */
export type Values = Readonly<Record<string, string>>;

/** One `INSERT ... SELECT` of generated rows. */
export interface Fill {
  readonly model: string;
  /** `FROM` clause that yields the source rows. */
  readonly from: string;
  readonly id: string;
  readonly number: string;
  readonly values: Values;
}

/** Organization of all generated rows. */
export const BENCH_ORGANIZATION = '0190a000-0000-7000-8000-000000000001';

/** Statements that give the generator its functions: ids by kind and count, and a seeded random number. */
export const FUNCTIONS: readonly string[] = [
  `CREATE OR REPLACE FUNCTION bench_id(kind int, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
   $$ SELECT ('0190' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid $$`,
  `CREATE OR REPLACE FUNCTION bench_random(i bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
   $$ SELECT (hashint8extended(i, salt) & 1048575)::float8 / 1048576.0 $$`,
];

const literal = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;

const columnOf = (model: Model, key: string): string => {
  const [field = '', arm] = key.split('.');
  const edge = model.edges.get(field);
  if (edge?.kind === 'one') return edge.column;
  const column = edge?.kind === 'arc' ? edge.arms.find((a) => a.arm === arm)?.column : model.scalars.get(field)?.column;
  if (!column) throw new Error(`${model.name} has no column for "${key}".`);
  return column;
};

const defaults = (model: Model, given: Values): [string, string][] =>
  [...model.scalars.values()]
    .filter((s) => !s.system && !s.nullable && !(s.name in given) && s.spec.default !== undefined)
    .filter((s) => s.name !== 'customFields')
    .map((s) => [s.column, s.type.name === 'idRanges' ? "'{[1,4095)}'" : literal(s.spec.default)]);

const stamps: [string, string][] = [
  ['row_version', '1'],
  ['created', `'2024-01-01Z'::timestamptz + n * interval '1 second'`],
  ['last_updated', `'2025-06-01Z'::timestamptz + n * interval '1.000001 second'`],
];

/** The statement of one fill; fields left out take the declared default or null. */
export const fillStatement = (registry: Registry, fill: Fill): string => {
  const model = registry.model(fill.model);
  const columns: [string, string][] = [
    ...(model.global === null ? [['organization_id', literal(BENCH_ORGANIZATION)] as [string, string]] : []),
    ['id', fill.id],
    ['number', fill.number],
    ...stamps,
    ...defaults(model, fill.values),
    ...Object.entries(fill.values).map(([key, sql]): [string, string] => [
      key === 'treePath' ? 'tree_path' : columnOf(model, key),
      sql,
    ]),
  ];
  const names = columns.map(([name]) => quote(name)).join(', ');
  return `INSERT INTO ${quote(model.table)} (${names}) SELECT ${columns.map(([, sql]) => sql).join(', ')} FROM ${fill.from}`;
};
