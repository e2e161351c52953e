import type { Actor, ColumnNote, SourceRow, Work } from '@plumbline/engine';
import { isForeignHash } from '../../users/secrets.ts';

/** NetBox's type of users. */
export const USER_TYPE = 'users.user';

/** Only administrators bring administrators; for others the mark stays with the raw rest of the row. */
export const withoutMoreRights = (actor: Actor, row: SourceRow): SourceRow =>
  actor.superuser || row.values['isSuperuser'] !== true
    ? row
    : { ...row, values: { ...row.values, isSuperuser: false }, rest: { ...row.rest, is_superuser: 't' } };

/** Column of NetBox's users that holds the hash of the password. */
const PASSWORD = 'password';

/**
 * Carries the password hashes of users over, for accounts that the import makes.
 *
 * An account that is there already keeps its own password, and only administrators bring accounts that can sign in;
 * for others, and for hashes of other forms, the column stays with the raw rest of the row.
 */
export class PasswordKeeper {
  private readonly hashes = new Map<string, string>();
  private taken = 0;

  constructor(private readonly actor: Actor) {}

  /** Takes the hash out of a row's rest. */
  take(row: SourceRow): SourceRow {
    const { [PASSWORD]: hash, ...rest } = row.rest;
    if (!this.actor.superuser || typeof hash !== 'string' || !isForeignHash(hash)) return row;
    this.hashes.set(row.id, hash);
    this.taken++;
    return { ...row, rest };
  }

  /** Stores the hashes of users that were just made. */
  async store(work: Work, objects: ReadonlyMap<string, string>, made: ReadonlySet<string>): Promise<void> {
    const own = [...objects].flatMap(([source, id]) => {
      const hash = made.has(source) ? this.hashes.get(source) : undefined;
      return hash === undefined ? [] : [{ id, hash }];
    });
    if (own.length === 0) return;
    await work.sql`
      UPDATE users_user u SET password_hash = convert_to(v.hash, 'UTF8')
      FROM unnest(${own.map(({ id }) => id)}::uuid[], ${own.map(({ hash }) => hash)}::text[]) AS v(id, hash)
      WHERE u.id = v.id AND u.password_hash IS NULL
        AND EXISTS (SELECT 1 FROM users_membership m WHERE m.user_id = u.id AND m.organization_id = ${work.org})`;
  }

  /** Notes on columns without the hashes that found their home. */
  noted(columns: readonly ColumnNote[]): ColumnNote[] {
    const rest = columns.map((note) =>
      note.name === PASSWORD && note.fate === 'raw' ? { ...note, rows: note.rows - this.taken } : note,
    );
    return rest.filter(({ name, fate, rows }) => name !== PASSWORD || fate !== 'raw' || rows > 0);
  }
}

/** Makes imported users members of the organization. */
export const addMembers = async (work: Work, users: Iterable<string>): Promise<void> => {
  const ids = [...users];
  if (ids.length === 0) return;
  await work.sql`
    INSERT INTO users_membership (user_id, organization_id)
    SELECT v.id, ${work.org} FROM unnest(${ids}::uuid[]) AS v(id) ON CONFLICT DO NOTHING`;
};
