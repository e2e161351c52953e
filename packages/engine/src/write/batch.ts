import { quote } from '../registry/model.ts';
import { SECRET_MASK, secretContext } from '../secrets/sealer.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout, StoredField } from './layout.ts';
import type { Run } from './run.ts';
import { arrayLiteral, plainArrayLiteral } from './values.ts';

/** A column of a bulk statement: the texts of all its rows. */
interface BulkColumn {
  readonly column: string;
  readonly cast: string;
  readonly texts: readonly (string | null)[];
  /** Secrets: only rows with a new value are written. */
  readonly keepNull?: boolean;
}

const sealedTexts = (run: Run, drafts: readonly SaveDraft[], field: StoredField): (string | null)[] =>
  drafts.map((draft) => {
    const value = draft.values[field.key];
    if (typeof value !== 'string') return null;
    if (value === SECRET_MASK) return '';
    const context = secretContext(run.actor.organizationId, draft.layout.model.name, draft.id, field.key);
    return `\\x${run.engine.sealer.seal(value, context).toString('hex')}`;
  });

const columnsOf = (run: Run, drafts: readonly SaveDraft[], field: StoredField): BulkColumn[] => {
  const cast = (i: number) => field.casts[i] ?? 'text';
  if (field.secret)
    return [{ column: field.columns[0] ?? '', cast: cast(0), texts: sealedTexts(run, drafts, field), keepNull: true }];
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

const unnest = (columns: readonly BulkColumn[], first: number): string =>
  `unnest(${columns.map((_, i) => `$${i + first}::text[]`).join(', ')}) AS v(${columns.map((_, i) => `c${i}`).join(', ')})`;

const PLAIN = new Set(['uuid', 'integer', 'bigint', 'boolean', 'date', 'timestamp with time zone', 'macaddr']);

const literals = (columns: readonly BulkColumn[]): string[] =>
  columns.map(({ cast, texts }) => (PLAIN.has(cast) ? plainArrayLiteral(texts) : arrayLiteral(texts)));

/** Text of the secret columns an update leaves alone is '', which is no bytea of ours; null clears. */
const secretSql = (column: BulkColumn, value: string): string =>
  `CASE WHEN ${value} = '' THEN t.${quote(column.column)} ELSE ${value}::bytea END`;

/** Paths of the drafts' rows, for models that are trees. */
export type TreePaths = ReadonlyMap<string, readonly string[]>;

const insertColumns = (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): BulkColumn[] => {
  const isUsed = ({ key, generated }: StoredField) =>
    !generated && drafts.some((draft) => (draft.values[key] ?? null) !== null);
  const used = layout.fields.filter(isUsed).flatMap((field) => columnsOf(run, drafts, field));
  return paths ? [...used, treeColumn(drafts, paths)] : used;
};

/** Inserts the drafts in one statement and gives the ids that went in; clashing rows are left out silently unless `strict`. */
export const insertRows = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
  strict = false,
): Promise<Set<string>> => {
  const columns = insertColumns(run, layout, drafts, paths);
  const organization = layout.organizationColumn;
  const names = [...(organization === null ? [] : [organization]), ...columns.map((column) => column.column)];
  const values = columns.map((column, i) => `v.c${i}::${column.cast}`);
  const rows = await run.db.raw(
    `INSERT INTO ${quote(layout.model.table)} (${names.map(quote).join(', ')})
     SELECT ${[...(organization === null ? [] : ['$1::uuid']), ...values].join(', ')} FROM ${unnest(columns, organization === null ? 1 : 2)}
     ${strict ? '' : 'ON CONFLICT DO NOTHING'} RETURNING id`,
    [...(organization === null ? [] : [run.actor.organizationId]), ...literals(columns)],
  );
  return new Set(rows.map(([id]) => String(id)));
};

/** Fields that at least one draft changes; what the database generates is left out. */
const changedFields = (layout: Layout, drafts: readonly SaveDraft[]): StoredField[] =>
  layout.fields.filter(
    (field) => !field.generated && field.key !== 'id' && drafts.some((draft) => draft.changed(field.key)),
  );

/** Writes the changed columns of all drafts in one statement. */
export const updateRows = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  const columns = changedFields(layout, drafts).flatMap((field) => columnsOf(run, drafts, field));
  if (columns.length === 0) return;
  const ids: BulkColumn = { column: 'id', cast: 'uuid', texts: drafts.map((draft) => draft.id) };
  const sets = columns.map((column, i) => {
    const value = `v.c${i + 1}`;
    return `${quote(column.column)} = ${column.keepNull ? secretSql(column, value) : `${value}::${column.cast}`}`;
  });
  const organization = layout.organizationColumn;
  const within = organization === null ? '' : ` AND t.${quote(organization)} = $1`;
  await run.db.raw(
    `UPDATE ${quote(layout.model.table)} t SET ${sets.join(', ')}
     FROM ${unnest([ids, ...columns], organization === null ? 1 : 2)} WHERE t.id = v.c0::uuid${within}`,
    [...(organization === null ? [] : [run.actor.organizationId]), ...literals([ids, ...columns])],
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
  const columns = changedFields(layout, drafts).flatMap((field) => columnsOf(run, drafts, field));
  const ids: BulkColumn = { column: 'id', cast: 'uuid', texts: drafts.map((draft) => draft.id) };
  const at = new Map(columns.map((column, i) => [column.column, { column, value: `v.c${i + 1}` }]));
  const values = allColumns(layout).map((name) => {
    const change = at.get(name);
    if (!change) return `t.${quote(name)}`;
    return change.column.keepNull ? secretSql(change.column, change.value) : `${change.value}::${change.column.cast}`;
  });
  const organization = layout.organizationColumn;
  const within = organization === null ? '' : ` AND t.${quote(organization)} = $1`;
  await run.db.raw(
    `WITH gone AS (DELETE FROM ${quote(layout.model.table)} t WHERE t.id = ANY($${organization === null ? 1 : 2}::text[]::uuid[])${within} RETURNING t.*)
     INSERT INTO ${quote(layout.model.table)} (${allColumns(layout).map(quote).join(', ')})
     SELECT ${values.join(', ')} FROM ${unnest([ids, ...columns], organization === null ? 1 : 2)}
     JOIN gone t ON t.id = v.c0::uuid ORDER BY t.id`,
    [...(organization === null ? [] : [run.actor.organizationId]), ...literals([ids, ...columns])],
  );
};
