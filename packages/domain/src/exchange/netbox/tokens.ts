import type { ColumnNote, ImportSession, RawRow, SourceRow, Work } from '@plumbline/engine';

/** NetBox's type of API tokens. */
export const TOKEN_TYPE = 'users.token';

const SOURCE = 'netbox';

/** Columns that hold the token itself: until NetBox 4.4 `key`, since then `plaintext` for tokens of version 1. */
const PLAIN = ['plaintext', 'key'] as const;

/** Notes on columns once the tokens that can be used have found their home. */
export const notedTokens = (columns: readonly ColumnNote[], kept: number): ColumnNote[] =>
  columns.flatMap((note) => {
    if (note.name !== 'version' && !PLAIN.some((plain) => plain === note.name)) return [note];
    return kept === 0 ? [] : [{ ...note, rows: Math.min(note.rows, kept) }];
  });

/** Tokens that can be used here, and those that can't. */
export interface SortedTokens {
  readonly usable: readonly SourceRow[];
  /** Kept encrypted as they are. */
  readonly raw: readonly RawRow[];
}

const plainOf = ({ rest }: SourceRow): string | null => {
  if (rest['version'] !== undefined && Number(rest['version']) !== 1) return null;
  const found = PLAIN.map((column) => rest[column]).find((text) => typeof text === 'string' && text !== '');
  return typeof found === 'string' ? found : null;
};

/** The row with its token as the secret that the product keeps a digest of. */
const withSecret = (row: SourceRow, secret: string): SourceRow => {
  const rest = Object.fromEntries(
    Object.entries(row.rest).filter(([column]) => column !== 'version' && !PLAIN.some((plain) => plain === column)),
  );
  return { ...row, values: { ...row.values, secret }, rest };
};

const rawOf = (row: SourceRow): RawRow => ({
  type: TOKEN_TYPE,
  id: row.id,
  payload: { values: row.values, refs: row.refs['user']?.columns ?? {}, rest: row.rest },
  objectType: null,
  objectId: null,
});

/** Users of the source whose accounts an import made; others were here before, with rights of their own. */
const madeUsers = async (work: Work, users: readonly string[]): Promise<Set<string>> => {
  const rows = await work.sql<{ id: string }>`
    SELECT p.source_id AS id FROM core_provenance p
    WHERE p.organization_id = ${work.org} AND p.source = ${SOURCE} AND p.source_type = 'users.user'
      AND p.source_id = ANY(${users}::text[])
      AND EXISTS (SELECT 1 FROM core_change_record r WHERE r.organization_id = p.organization_id AND r.object_id = p.object_id
        AND r.action = 'create' AND r.source = 'import' AND r.object_type = 'users.User')`;
  return new Set(rows.map(({ id }) => id));
};

/**
 * Sorts the tokens of a batch.
 *
 * A token of version 2 can only be verified with a pepper of the source, and one of an account that was here before would
 * give the rights of that account to whoever holds it: both stay encrypted.
 */
export const sortTokens = async (session: ImportSession, rows: readonly SourceRow[]): Promise<SortedTokens> => {
  const users = rows.flatMap(({ refs }) => refs['user']?.id ?? []);
  const { result } = await session.run((work) => madeUsers(work, users));
  const usable: SourceRow[] = [];
  const raw: RawRow[] = [];
  for (const row of rows) {
    const secret = result?.has(row.refs['user']?.id ?? '') ? plainOf(row) : null;
    if (secret === null) raw.push(rawOf(row));
    else usable.push(withSecret(row, secret));
  }
  return { usable, raw };
};
