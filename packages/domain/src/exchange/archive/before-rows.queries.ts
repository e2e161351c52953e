import type { ImportSession, Work } from '@plumbline/engine';
import type { ArchiveRow } from './check.ts';

/** Name under which provenance knows rows of archives. */
export const SOURCE = 'plumbline';

/** Runs a step of an import that has no rows of its own to refuse. */
export const step = async <T>(session: ImportSession, body: (work: Work) => Promise<T>): Promise<T> => {
  const { result, errors } = await session.run(body);
  if (errors.length > 0 || result === null) throw new Error(errors.map(({ message }) => message).join(' '));
  return result;
};

const columnOf = (rows: readonly ArchiveRow[], key: string): (string | null)[] =>
  rows.map((row) => (row[key] === null || row[key] === undefined ? null : String(row[key])));

/** Adds values of choice sets that administrators or imports added; what is there stays. Gives how many are new. */
export const addChoices = async (work: Work, rows: readonly ArchiveRow[]): Promise<number> => {
  const [sets, values, labels, colors] = ['choiceSet', 'value', 'label', 'color'].map((key) => columnOf(rows, key));
  const added = await work.sql`
    INSERT INTO extras_choice (organization_id, choice_set, value, label, color)
    SELECT ${work.org}, v.choice_set, v.value, v.label, v.color
    FROM unnest(${sets}::text[], ${values}::text[], ${labels}::text[], ${colors}::text[]) AS v(choice_set, value, label, color)
    ON CONFLICT DO NOTHING RETURNING value`;
  return added.length;
};

/** Keys of settings that the organization has decided itself. */
export const decidedSettings = async (work: Work): Promise<ReadonlySet<string>> => {
  const rows = await work.sql<{ key: string }>`
    SELECT s.key FROM core_setting s WHERE s.organization_id = ${work.org} AND s.value <> 'null'::jsonb`;
  return new Set(rows.map(({ key }) => key));
};

/** Makes accounts that have a name of the archive members, so that its rows can speak of them. */
export const admitNamesakes = async (work: Work, names: readonly string[]): Promise<void> => {
  await work.sql`
    INSERT INTO users_membership (user_id, organization_id, is_default)
    SELECT u.id, ${work.org}, false FROM users_user u WHERE u.username = ANY(${names}::text[]) ON CONFLICT DO NOTHING`;
};

/** Account here by account in the archive. */
export const accountsHere = async (work: Work, type: string): Promise<ReadonlyMap<string, string>> => {
  const rows = await work.sql<{ source_id: string; object_id: string }>`
    SELECT p.source_id, p.object_id FROM core_provenance p
    WHERE p.organization_id = ${work.org} AND p.source = ${SOURCE} AND p.source_type = ${type}`;
  return new Map(rows.map((row) => [row.source_id, row.object_id]));
};

/** Says who made accounts, once all of them are there; pairs of accounts here. */
export const stampAccounts = async (
  work: Work,
  stamps: readonly { readonly id: string; readonly createdBy: string | null; readonly lastUpdatedBy: string | null }[],
): Promise<void> => {
  await work.sql`
    UPDATE users_user u SET created_by = v.made, last_updated_by = v.changed
    FROM unnest(${stamps.map(({ id }) => id)}::uuid[], ${stamps.map((each) => each.createdBy)}::uuid[],
      ${stamps.map((each) => each.lastUpdatedBy)}::uuid[]) AS v(id, made, changed)
    WHERE u.id = v.id AND EXISTS (
      SELECT 1 FROM users_membership m WHERE m.user_id = u.id AND m.organization_id = ${work.org})`;
};

/** Objects here by id in the archive, of those asked for. */
export const objectsHere = async (
  work: Work,
  type: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await work.sql<{ source_id: string; object_id: string }>`
    SELECT p.source_id, p.object_id FROM core_provenance p
    WHERE p.organization_id = ${work.org} AND p.source = ${SOURCE} AND p.source_type = ${type}
      AND p.source_id = ANY(${ids}::text[])`;
  return new Map(rows.map((row) => [row.source_id, row.object_id]));
};

/** Files of an archive that are here from an earlier import. */
export const filesHere = async (work: Work, type: string): Promise<ReadonlySet<string>> => {
  const rows = await work.sql<{ source_id: string }>`
    SELECT p.source_id FROM core_provenance p
    JOIN core_file f ON f.organization_id = p.organization_id AND f.id = p.object_id
    WHERE p.organization_id = ${work.org} AND p.source = ${SOURCE} AND p.source_type = ${type}`;
  return new Set(rows.map((row) => row.source_id));
};

/** Stands in for files in a dry run: rows without content, which go with it. */
export const pretendFiles = async (work: Work, rows: readonly ArchiveRow[], ids: readonly string[]): Promise<void> => {
  await work.sql`
    INSERT INTO core_file (organization_id, id, name, content_type, sha256, complete)
    SELECT ${work.org}, v.id, v.name, v.type, v.sha256, true
    FROM unnest(${ids}::uuid[], ${columnOf(rows, 'name')}::text[], ${columnOf(rows, 'contentType')}::text[],
      ${columnOf(rows, 'sha256')}::text[]) AS v(id, name, type, sha256)`;
};

/** Keeps which file here is which of the archive, and when and by whom it was made. */
export const rememberFiles = async (
  work: Work,
  type: string,
  rows: readonly ArchiveRow[],
  ids: readonly string[],
  users: ReadonlyMap<string, string>,
): Promise<void> => {
  await work.sql`
    INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id)
    SELECT ${work.org}, ${SOURCE}, ${type}, v.source, ${type}, v.id
    FROM unnest(${columnOf(rows, 'id')}::text[], ${ids}::uuid[]) AS v(source, id)
    ON CONFLICT (organization_id, source, source_type, source_id) DO UPDATE SET object_id = excluded.object_id`;
  const makers = rows.map((row) => users.get(String(row['createdBy'])) ?? null);
  await work.sql`
    UPDATE core_file f SET created = coalesce(v.created, f.created), created_by = v.maker
    FROM unnest(${ids}::uuid[], ${columnOf(rows, 'created')}::timestamptz[], ${makers}::uuid[]) AS v(id, created, maker)
    WHERE f.organization_id = ${work.org} AND f.id = v.id`;
};

/** Keeps which rows of other systems became the rows of an archive, so that those systems are known again. */
export const keepOrigins = async (work: Work, rows: readonly ArchiveRow[]): Promise<number> => {
  const [sources, types, ids] = ['source', 'type', 'id'].map((key) => columnOf(rows, key));
  const [objectTypes, objects] = ['objectType', 'objectId'].map((key) => columnOf(rows, key));
  const kept = await work.sql`
    INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id)
    SELECT ${work.org}, v.source, v.type, v.id, v.object_type, p.object_id
    FROM unnest(${sources}::text[], ${types}::text[], ${ids}::text[], ${objectTypes}::text[], ${objects}::text[])
      AS v(source, type, id, object_type, object_id)
    JOIN core_provenance p ON p.organization_id = ${work.org} AND p.source = ${SOURCE}
      AND p.source_type = v.object_type AND p.source_id = v.object_id
    ON CONFLICT DO NOTHING RETURNING source_id`;
  return kept.length;
};
