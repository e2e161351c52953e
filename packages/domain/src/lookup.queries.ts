import { isHiddenField, isHiddenRow, type Draft, type Row, type Work } from '@plumbline/engine';
import { groupBy } from './group.ts';

/** Rows by id. */
export type RowsById = ReadonlyMap<string, Row>;

/** A text value of a row; null when absent. Decimals, references and choices are texts. */
export const textOf = (row: Row | undefined, field: string): string | null => {
  const value = row?.[field];
  return typeof value === 'string' ? value : null;
};

/** A number of a row; null when absent. */
export const numberOf = (row: Row | undefined, field: string): number | null => {
  const value = row?.[field];
  return typeof value === 'number' ? value : null;
};

/** How messages call what the actor may not see. */
export const HIDDEN_NAME = '(hidden)';

/** How a row is called in messages: its name, else its number; of a row that the actor may not see, neither. */
export const nameOf = (row: Row | undefined): string =>
  row && isHiddenRow(row)
    ? HIDDEN_NAME
    : (textOf(row, 'name') ?? textOf(row, 'model') ?? `#${numberOf(row, 'number') ?? '?'}`);

/** A value of another row as messages tell it: neither of a row nor in a field that the actor may not see. */
export const toldOf = (row: Row | undefined, field: string): string => {
  if (row && isHiddenField(row, field)) return HIDDEN_NAME;
  return String(textOf(row, field) ?? numberOf(row, field) ?? '');
};

/** The row of several that a message names: one that the actor sees, where there is any. */
export const toldFirst = (rows: readonly Row[]): Row | undefined => rows.find((row) => !isHiddenRow(row)) ?? rows[0];

/** Distinct values without nulls. */
export const distinct = (values: Iterable<string | null>): string[] => [
  ...new Set([...values].filter((value): value is string => value !== null)),
];

/** Distinct ids that a reference of the drafts holds. */
export const idsIn = (drafts: readonly Draft[], field: string): string[] =>
  distinct(drafts.map((draft) => textOf(draft.after, field)));

/** Rows of the given ids, one statement; none when there are no ids. Rules see all, unless `visible` asks for what the actor may see. */
export const rowsById = async (
  work: Work,
  model: string,
  ids: readonly string[],
  fields: readonly string[],
  { visible = false }: { readonly visible?: boolean } = {},
): Promise<RowsById> => {
  if (ids.length === 0) return new Map();
  const rows = await work.read.rows(model, { where: { id: ids }, fields: ['id', ...fields], visible });
  return new Map(rows.map((row) => [String(row['id']), row]));
};

/** Rows whose reference holds one of the ids, one statement; none when there are no ids. */
export const rowsOf = async (
  work: Work,
  model: string,
  reference: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<readonly Row[]> =>
  ids.length === 0 ? [] : work.read.rows(model, { where: { [reference]: ids }, fields: ['id', reference, ...fields] });

/** Rows the drafts' reference points at. */
export const targetsOf = (
  work: Work,
  drafts: readonly Draft[],
  field: string,
  model: string,
  fields: readonly string[],
): Promise<RowsById> => rowsById(work, model, idsIn(drafts, field), fields);

/** Rows grouped by a text value; rows without it are left out. */
export const groupRows = (rows: readonly Row[], field: string): ReadonlyMap<string, readonly Row[]> => {
  const named = rows.flatMap((row) => {
    const key = textOf(row, field);
    return key === null ? [] : [{ key, row }];
  });
  return new Map([...groupBy(named, ({ key }) => key)].map(([key, entries]) => [key, entries.map(({ row }) => row)]));
};

/** Whether the caller named the field, be it with null. */
export const isGiven = (draft: Draft, field: string): boolean => draft.input[field] !== undefined;
