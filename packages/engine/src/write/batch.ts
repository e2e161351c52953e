import { quote } from '../registry/model.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout, StoredField } from './layout.ts';
import type { Run } from './run.ts';
import { sealedTexts, type SealedTexts } from './seal.ts';
import { arrayLiteral, plainArrayLiteral } from './values.ts';

/** A column of a bulk statement: the texts of all its rows. */
interface BulkColumn {
  readonly column: string;
  readonly cast: string;
  readonly texts: readonly (string | null)[];
  /** Secrets: only rows with a new value are written. */
  readonly keepNull?: boolean;
}

const columnsOf = (sealed: SealedTexts, drafts: readonly SaveDraft[], field: StoredField): BulkColumn[] => {
  const cast = (i: number) => field.casts[i] ?? 'text';
  const texts = sealed.get(field.key);
  if (texts) return [{ column: field.columns[0] ?? '', cast: cast(0), texts, keepNull: true }];
  if (field.columns.length === 1)
    return [
      { column: field.columns[0] ?? '', cast: cast(0), texts: drafts.map((d) => field.text(d.values[field.key])) },
    ];
  const rows = drafts.map((draft) => field.encode(draft.values[field.key]));
  return field.columns.map((column, i) => ({ column, cast: cast(i), texts: rows.map((row) => row[i] ?? null) }));
};

const treeColumn = (drafts: readonly SaveDraft[], paths: ReadonlyMap<string, readonly string[]>): BulkColumn => ({
  column: 'tree_path',
  cast: 'uuid[]',
  texts: drafts.map((draft) => arrayLiteral(paths.get(draft.id) ?? [draft.id])),
});

const PLAIN = new Set(['uuid', 'integer', 'bigint', 'boolean', 'date', 'timestamp with time zone', 'macaddr']);

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
    const isPlain = PLAIN.has(cast);
    params.push(isPlain ? plainArrayLiteral(texts) : arrayLiteral(texts));
    lists.push({ sql: `${at}::${isPlain ? cast : 'text'}[]`, name: `c${i}` });
    return isPlain || asText ? `v.c${i}` : `v.c${i}::${cast}`;
  });
  const from = `unnest(${lists.map(({ sql }) => sql).join(', ')}) AS v(${lists.map(({ name }) => name).join(', ')})`;
  return { from, reads, params };
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

const insert = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
  ending: string,
): Promise<(string | null)[][]> => {
  const columns = insertColumns(await sealedTexts(run, layout, drafts), layout, drafts, paths);
  const organization = layout.organizationColumn;
  const names = [...(organization === null ? [] : [organization]), ...columns.map((column) => column.column)];
  const { from, reads, params } = sourceOf(columns, organization === null ? 1 : 2, false);
  return run.db.raw(
    `INSERT INTO ${quote(layout.model.table)} (${names.map(quote).join(', ')})
     SELECT ${[...(organization === null ? [] : ['$1::uuid']), ...reads].join(', ')} FROM ${from}
     ${ending}`,
    [...(organization === null ? [] : [run.actor.organizationId]), ...params],
  );
};

/** Inserts the drafts in one statement, all or none. Cheaper than leaving rows out, which looks into each unique index twice. */
export const insertAll = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<void> => {
  await insert(run, layout, drafts, paths, '');
};

/** Inserts the drafts in one statement and gives the ids that went in; clashing rows are left out silently. */
export const insertRows = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<Set<string>> => {
  const rows = await insert(run, layout, drafts, paths, 'ON CONFLICT DO NOTHING RETURNING id');
  return new Set(rows.map(([id]) => String(id)));
};
/** Fields that at least one draft changes; what the database generates is left out. */
const changedFields = (layout: Layout, drafts: readonly SaveDraft[]): StoredField[] =>
  layout.fields.filter(
    (field) => !field.generated && field.key !== 'id' && drafts.some((draft) => draft.changed(field.key)),
  );

/** Writes the changed columns of all drafts in one statement. */
export const updateRows = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  const sealed = await sealedTexts(run, layout, drafts);
  const columns = changedFields(layout, drafts).flatMap((field) => columnsOf(sealed, drafts, field));
  if (columns.length === 0) return;
  const ids: BulkColumn = { column: 'id', cast: 'uuid', texts: drafts.map((draft) => draft.id) };
  const organization = layout.organizationColumn;
  const { from, reads, params } = sourceOf([ids, ...columns], organization === null ? 1 : 2, true);
  const sets = columns.map((column, i) => {
    const value = reads[i + 1] ?? '';
    return `${quote(column.column)} = ${column.keepNull ? secretSql(column, value) : value}`;
  });
  const within = organization === null ? '' : ` AND t.${quote(organization)} = $1`;
  await run.db.raw(
    `UPDATE ${quote(layout.model.table)} t SET ${sets.join(', ')}
     FROM ${from} WHERE t.id = v.c0${within}`,
    [...(organization === null ? [] : [run.actor.organizationId]), ...params],
  );
};

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
