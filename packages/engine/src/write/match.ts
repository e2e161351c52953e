import { quote } from '../registry/model.ts';
import { groupBy } from './collections.ts';
import type { Layout, StoredField } from './layout.ts';
import { paramsFrom, scopeSql, type Run } from './run.ts';
import { arrayLiteral } from './values.ts';

/** Field values that identify a row, in normalised form. */
export interface KeyRow {
  readonly index: number;
  readonly values: Readonly<Record<string, unknown>>;
}

interface KeyColumn {
  readonly column: string;
  readonly cast: string;
  readonly text: string | null;
}

const isLowered = (layout: Layout, column: string): boolean =>
  layout.model.unique.some((rule) => rule.expressions.includes(`lower(${quote(column)})`));

const columnsOf = (field: StoredField, value: unknown): KeyColumn[] => {
  const texts = field.encode(value);
  return field.columns.map((column, i) => ({ column, cast: field.casts[i] ?? 'text', text: texts[i] ?? null }));
};

interface Keyed {
  readonly index: number;
  readonly columns: readonly KeyColumn[];
}

const conditionOf = (layout: Layout, column: KeyColumn, value: string): string => {
  const stored = `t.${quote(column.column)}`;
  if (column.text === null) return `${stored} IS NULL`;
  const given = `v.${value}::${column.cast}`;
  return isLowered(layout, column.column) ? `lower(${stored}) = lower(${given})` : `${stored} = ${given}`;
};

/** One statement for all keys with the same columns and the same nulls. */
const matchAlike = async (run: Run, layout: Layout, keys: readonly Keyed[]): Promise<[number, string][]> => {
  const columns = keys[0]?.columns ?? [];
  const given = columns.flatMap((column, at) => (column.text === null ? [] : [at]));
  const literals = given.map((at) => arrayLiteral(keys.map((key) => key.columns[at]?.text ?? null)));
  const params = paramsFrom([keys.map((key) => key.index), ...literals]);
  const lists = given.map((_, i) => `$${i + 2}::text[]`);
  const conditions = columns.map((column, at) => conditionOf(layout, column, `k${given.indexOf(at)}`));
  const names = given.map((_, i) => `k${i}`);
  const rows = await run.db.query<{ i: number; id: string }>(
    `SELECT v.i, t.id FROM unnest($1::int[]${lists.map((list) => `, ${list}`).join('')}) AS v(${['i', ...names].join(', ')})
     JOIN ${quote(layout.model.table)} t ON ${[...conditions, scopeSql(run, layout.model, 't', params)].join(' AND ')}`,
    params.values,
  );
  return rows.map((row) => [row.i, row.id]);
};

/**
 * Ids of the rows that carry each key, visible ones only.
 *
 * One statement per distinct pattern of nulls, however many keys. Text compares without case where a unique rule does.
 */
export const matchRows = async (run: Run, layout: Layout, keys: readonly KeyRow[]): Promise<Map<number, string[]>> => {
  const keyed = keys.map(({ index, values }): Keyed => {
    const fields = layout.fields.filter((field) => field.key in values);
    return { index, columns: fields.flatMap((field) => columnsOf(field, values[field.key] ?? null)) };
  });
  const patterns = groupBy(keyed, (key) => key.columns.map((c) => `${c.column}${c.text === null ? '-' : '+'}`).join());
  const found = new Map<number, string[]>();
  for (const alike of patterns.values())
    for (const [index, id] of await matchAlike(run, layout, alike)) found.set(index, [...(found.get(index) ?? []), id]);
  return found;
};
