import { quote } from '../registry/model.ts';
import { FEW } from './among.ts';
import type { CopyValue } from './copy-encode.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout, StoredField } from './layout.ts';
import type { Run } from './run.ts';
import { sealedTexts, type SealedTexts } from './seal.ts';
import { arrayLiteral, PLAIN_TYPES, plainArrayLiteral } from './values.ts';
import type { Row } from './work.ts';

/** From so many rows on, new ones are streamed. */
const MANY = 100;

/** A column of a bulk statement: the texts of all its rows. */
interface BulkColumn {
  readonly column: string;
  readonly cast: string;
  readonly texts: readonly (string | null)[];
  /** Secrets: only rows with a new value are written. */
  readonly keepNull?: boolean;
}

/** Columns of a field in so many rows, given its values. */
const columnsWith = (field: StoredField, values: readonly unknown[]): BulkColumn[] => {
  const cast = (i: number) => field.casts[i] ?? 'text';
  if (field.columns.length === 1)
    return [{ column: field.columns[0] ?? '', cast: cast(0), texts: values.map(field.text) }];
  const rows = values.map(field.encode);
  return field.columns.map((column, i) => ({ column, cast: cast(i), texts: rows.map((row) => row[i] ?? null) }));
};

const columnsOf = (sealed: SealedTexts, drafts: readonly SaveDraft[], field: StoredField): BulkColumn[] => {
  const texts = sealed.get(field.key);
  if (texts) return [{ column: field.columns[0] ?? '', cast: field.casts[0] ?? 'text', texts, keepNull: true }];
  return columnsWith(
    field,
    drafts.map((draft) => draft.values[field.key]),
  );
};

const treeColumn = (drafts: readonly SaveDraft[], paths: ReadonlyMap<string, readonly string[]>): BulkColumn => ({
  column: 'tree_path',
  cast: 'uuid[]',
  texts: drafts.map((draft) => arrayLiteral(paths.get(draft.id) ?? [draft.id])),
});

/** A statement that writes rows. */
interface Bulk {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** Writes rows. A run that goes back to the start when a row is refused does not wait for few of them. */
const write = async (run: Run, count: number, { text, values }: Bulk): Promise<void> => {
  if (count <= FEW && !run.careful) run.db.send(text, values, 'kept');
  else await run.db.raw(text, values, count <= FEW ? 'kept' : 'each time');
};

/** Rows of a bulk statement as SQL: where they come from, and how the statement reads each column. */
interface BulkSource {
  readonly from: string;
  /** SQL of each column, in order, in its type; secrets of an update as text. */
  readonly reads: readonly string[];
  readonly params: readonly (string | null)[];
}

const isSame = ({ texts }: BulkColumn): boolean => texts.every((text) => text === texts[0]);

/**
 * Columns as parameters from `$first` on: a list where rows differ, one value where all rows share it.
 *
 * The first column always is a list, since it brings the rows. Lists whose texts need no quotes travel in their own
 * type, the others as text, since arrays of arrays can't be unnested.
 */
const sourceOf = (columns: readonly BulkColumn[], first: number, updates: boolean): BulkSource => {
  const lists: { readonly sql: string; readonly name: string }[] = [];
  const params: (string | null)[] = [];
  const reads = columns.map((column, i) => {
    const { cast, texts } = column;
    const asText = updates && column.keepNull === true;
    const at = `$${params.length + first}`;
    if (i > 0 && isSame(column)) {
      params.push(texts[0] ?? null);
      return asText ? `${at}::text` : `${at}::${cast}`;
    }
    const isPlain = PLAIN_TYPES.has(cast);
    params.push(isPlain ? plainArrayLiteral(texts) : arrayLiteral(texts));
    lists.push({ sql: `${at}::${isPlain ? cast : 'text'}[]`, name: `c${i}` });
    return isPlain || asText ? `v.c${i}` : `v.c${i}::${cast}`;
  });
  const from = `unnest(${lists.map(({ sql }) => sql).join(', ')}) AS v(${lists.map(({ name }) => name).join(', ')})`;
  return { from, reads, params };
};

/** The same row by row, where a kept plan has to expect as few rows as there are. */
const fewSourceOf: typeof sourceOf = (columns, first) => {
  const params: (string | null)[] = [];
  const rows = (columns[0]?.texts ?? []).map((_, row) => {
    const cells = columns.map(({ texts, cast, keepNull }) => {
      params.push(texts[row] ?? null);
      return `$${params.length + first - 1}::${keepNull ? 'text' : cast}`;
    });
    return `(${cells.join(', ')})`;
  });
  const reads = columns.map((_, i) => `v.c${i}`);
  return { from: `(VALUES ${rows.join(', ')}) AS v(${columns.map((_, i) => `c${i}`).join(', ')})`, reads, params };
};

/** Text of the secret columns an update leaves alone is '', which is no bytea of ours; null clears. */
const secretSql = (column: BulkColumn, value: string): string =>
  `CASE WHEN ${value} = '' THEN t.${quote(column.column)} ELSE ${value}::bytea END`;

/** Paths of the drafts' rows, for models that are trees. */
export type TreePaths = ReadonlyMap<string, readonly string[]>;

const insertColumns = (
  sealed: SealedTexts,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): BulkColumn[] => {
  const isUsed = ({ key, generated }: StoredField) =>
    !generated && drafts.some((draft) => (draft.values[key] ?? null) !== null);
  const used = layout.fields.filter(isUsed).flatMap((field) => columnsOf(sealed, drafts, field));
  return paths ? [...used, treeColumn(drafts, paths)] : used;
};

const insertOf = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
  ending: string,
): Promise<Bulk> => {
  const columns = insertColumns(await sealedTexts(run, layout, drafts), layout, drafts, paths);
  const organization = layout.organizationColumn;
  const names = [...(organization === null ? [] : [organization]), ...columns.map((column) => column.column)];
  const { from, reads, params } = sourceOf(columns, organization === null ? 1 : 2, false);
  return {
    text: `INSERT INTO ${quote(layout.model.table)} (${names.map(quote).join(', ')})
     SELECT ${[...(organization === null ? [] : ['$1::uuid']), ...reads].join(', ')} FROM ${from}
     ${ending}`,
    values: [...(organization === null ? [] : [run.actor.organizationId]), ...params],
  };
};

function* valuesOf(columns: readonly BulkColumn[], rows: number): Generator<readonly CopyValue[]> {
  for (let row = 0; row < rows; row++) yield columns.map(({ texts }) => texts[row] ?? null);
}

/** Streams the drafts into their table, so that no list of all values is made, parsed and taken apart. */
const streamIn = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<void> => {
  const columns = insertColumns(await sealedTexts(run, layout, drafts), layout, drafts, paths);
  const [alike, own] = [columns.filter(isSame), columns.filter((column) => !isSame(column))];
  const { organizationColumn, model } = layout;
  const first = organizationColumn === null ? [] : [[quote(organizationColumn), 'uuid'] as const];
  await run.db.copy({
    table: quote(model.table),
    columns: [...first, ...[...alike, ...own].map(({ column, cast }) => [quote(column), cast] as const)],
    shared: [...first.map(() => run.actor.organizationId), ...alike.map(({ texts }) => texts[0] ?? null)],
    rows: valuesOf(own, drafts.length),
  });
};

/** Inserts the drafts in one statement, all or none. Cheaper than leaving rows out, which looks into each unique index twice. */
export const insertAll = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<void> => {
  if (drafts.length >= MANY) return streamIn(run, layout, drafts, paths);
  await write(run, drafts.length, await insertOf(run, layout, drafts, paths, ''));
};

/** Inserts the drafts in one statement and gives the ids that went in; clashing rows are left out silently. */
export const insertRows = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<Set<string>> => {
  const { text, values } = await insertOf(run, layout, drafts, paths, 'ON CONFLICT DO NOTHING RETURNING id');
  const rows = await run.db.raw(text, values);
  return new Set(rows.map(([id]) => String(id)));
};
/** Fields that at least one draft changes; what the database generates is left out. */
const changedFields = (layout: Layout, drafts: readonly SaveDraft[]): StoredField[] =>
  layout.fields.filter(
    (field) => !field.generated && field.key !== 'id' && drafts.some((draft) => draft.changed(field.key)),
  );

/** Writes columns of rows by id in one statement. */
const updateColumns = async (
  run: Run,
  layout: Layout,
  texts: readonly string[],
  columns: readonly BulkColumn[],
): Promise<void> => {
  if (columns.length === 0) return;
  const ids: BulkColumn = { column: 'id', cast: 'uuid', texts };
  const organization = layout.organizationColumn;
  const source = texts.length <= FEW ? fewSourceOf : sourceOf;
  const { from, reads, params } = source([ids, ...columns], organization === null ? 1 : 2, true);
  const sets = columns.map((column, i) => {
    const value = reads[i + 1] ?? '';
    return `${quote(column.column)} = ${column.keepNull ? secretSql(column, value) : value}`;
  });
  const within = organization === null ? '' : ` AND t.${quote(organization)} = $1`;
  await write(run, texts.length, {
    text: `UPDATE ${quote(layout.model.table)} t SET ${sets.join(', ')}
     FROM ${from} WHERE t.id = v.c0${within}`,
    values: [...(organization === null ? [] : [run.actor.organizationId]), ...params],
  });
};

/** Writes the changed columns of all drafts in one statement. */
export const updateRows = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  const sealed = await sealedTexts(run, layout, drafts);
  await updateColumns(
    run,
    layout,
    drafts.map(({ id }) => id),
    changedFields(layout, drafts).flatMap((field) => columnsOf(sealed, drafts, field)),
  );
};

/** Writes values of fields in rows by id in one statement; rows carry a value for each of the fields. */
export const updateFields = (
  run: Run,
  layout: Layout,
  fields: readonly StoredField[],
  rows: readonly Row[],
): Promise<void> =>
  updateColumns(
    run,
    layout,
    rows.map((row) => String(row['id'])),
    fields.flatMap((field) =>
      columnsWith(
        field,
        rows.map((row) => row[field.key]),
      ),
    ),
  );

const allColumns = (layout: Layout): string[] => [
  ...(layout.organizationColumn === null ? [] : [layout.organizationColumn]),
  ...layout.fields.filter((field) => !field.generated).flatMap((field) => field.columns),
  ...(layout.model.tree === null ? [] : ['tree_path']),
];

/**
 * Like `updateRows`, for rows that exchange values of a unique key among themselves.
 *
 * An UPDATE checks uniqueness row by row and would refuse a swap. Here all rows leave the table before the first comes
 * back, in one statement, so that foreign keys (checked at its end) never notice.
 */
export const replaceRows = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  const sealed = await sealedTexts(run, layout, drafts);
  const columns = changedFields(layout, drafts).flatMap((field) => columnsOf(sealed, drafts, field));
  const ids: BulkColumn = { column: 'id', cast: 'uuid', texts: drafts.map((draft) => draft.id) };
  const organization = layout.organizationColumn;
  const { from, reads, params } = sourceOf([ids, ...columns], organization === null ? 1 : 2, true);
  const at = new Map(columns.map((column, i) => [column.column, { column, value: reads[i + 1] ?? '' }]));
  const values = allColumns(layout).map((name) => {
    const change = at.get(name);
    if (!change) return `t.${quote(name)}`;
    return change.column.keepNull ? secretSql(change.column, change.value) : change.value;
  });
  const within = organization === null ? '' : ` AND t.${quote(organization)} = $1`;
  await run.db.raw(
    `WITH gone AS (DELETE FROM ${quote(layout.model.table)} t WHERE t.id = ANY($${organization === null ? 1 : 2}::uuid[])${within} RETURNING t.*)
     INSERT INTO ${quote(layout.model.table)} (${allColumns(layout).map(quote).join(', ')})
     SELECT ${values.join(', ')} FROM ${from}
     JOIN gone t ON t.id = v.c0 ORDER BY t.id`,
    [...(organization === null ? [] : [run.actor.organizationId]), ...params],
  );
};
