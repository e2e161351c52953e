import { RAW_ROWS } from '../../secrets/places.ts';
import { secretContext } from '../../secrets/sealer.ts';
import type { Vault } from '../../secrets/vault.ts';
import { dbOf } from '../../write/make-work.ts';
import { uuidv7 } from '../../write/uuid.ts';
import type { Work } from '../../write/work.ts';
import type { ImportSession } from './session.ts';
import type { RawRow } from './source.ts';

/** Rows of one type: what to keep raw, and which source ids the call speaks for. */
export interface RawBatch {
  readonly type: string;
  /** Rows of these ids that are not in `rows` have found their home and go. */
  readonly ids: readonly string[];
  readonly rows: readonly RawRow[];
}

/** Keeps what has no home, encrypted as a whole. */
export interface RawKeeper {
  /** Brings the kept rows of a batch in line; what is there already stays untouched. */
  keep(session: ImportSession, batch: RawBatch): Promise<void>;
}

interface Kept {
  readonly id: string;
  readonly source_id: string;
  readonly object_id: string | null;
  readonly payload: Buffer;
}

interface Keeping {
  readonly vault: Vault;
  readonly organizationId: string;
}

const contextOf = (organizationId: string, id: string): string =>
  secretContext(organizationId, RAW_ROWS.type, id, RAW_ROWS.field);

const keptRows = (work: Work, source: string, { type, ids }: RawBatch): Promise<Kept[]> =>
  work.sql<Kept>`
    SELECT r.id, r.source_id, r.object_id, r.payload FROM core_raw_row r
    WHERE r.organization_id = ${work.org} AND r.source = ${source} AND r.source_type = ${type} AND r.source_id = ANY(${ids}::text[])
    ORDER BY r.id FOR SHARE`;

/** Types of which rows are kept already; batches of others need no look. */
const keptTypes = async (session: ImportSession, source: string): Promise<Set<string>> => {
  const { result } = await session.run(
    (work) => work.sql<{ type: string }>`
      SELECT DISTINCT r.source_type AS type FROM core_raw_row r WHERE r.organization_id = ${work.org} AND r.source = ${source}`,
  );
  return new Set(result?.map(({ type }) => type));
};

const remove = async (work: Work, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0)
    await work.sql`DELETE FROM core_raw_row r WHERE r.organization_id = ${work.org} AND r.id = ANY(${ids}::uuid[])`;
};

const add = async (
  work: Work,
  source: string,
  type: string,
  rows: readonly RawRow[],
  { vault, organizationId }: Keeping,
): Promise<void> => {
  if (rows.length === 0) return;
  const ids = rows.map(() => uuidv7());
  const plain = rows.map(({ payload }, i) => ({
    value: JSON.stringify(payload),
    context: contextOf(organizationId, ids[i] ?? ''),
  }));
  const sealed = (await vault.seal(dbOf(work).query, organizationId, plain)).map((bytes) => bytes.toString('hex'));
  await work.sql`
    INSERT INTO core_raw_row (organization_id, id, source, source_type, source_id, object_type, object_id, payload)
    SELECT ${work.org}, v.id, ${source}, ${type}, v.source_id, v.object_type, v.object_id, decode(v.payload, 'hex')
    FROM unnest(${ids}::uuid[], ${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.objectType)}::text[],
      ${rows.map((row) => row.objectId)}::uuid[], ${sealed}::text[]) AS v(id, source_id, object_type, object_id, payload)`;
};

/** Kept rows that are no longer as the source has them, or that it speaks of no more. */
const staleRows = async (
  work: Work,
  kept: readonly Kept[],
  wanted: ReadonlyMap<string | null, RawRow>,
  { vault, organizationId }: Keeping,
): Promise<Kept[]> => {
  const sealed = kept.map(({ id, payload }) => ({ sealed: payload, context: contextOf(organizationId, id) }));
  const texts = await vault.open(dbOf(work).query, organizationId, sealed);
  return kept.filter((row, i) => {
    const now = wanted.get(row.source_id);
    return now === undefined || row.object_id !== now.objectId || texts[i] !== JSON.stringify(now.payload);
  });
};

/** A keeper that seals each row under the organization's key; its ciphertext opens only as that row of that organization. */
export const createRawKeeper = (source: string, vault: Vault, organizationId: string): RawKeeper => {
  const keeping: Keeping = { vault, organizationId };
  let known: Set<string> | null = null;
  return {
    keep: async (session, batch) => {
      known ??= await keptTypes(session, source);
      if (batch.ids.length === 0 || (batch.rows.length === 0 && !known.has(batch.type))) return;
      known.add(batch.type);
      await session.run(async (work) => {
        const wanted = new Map(batch.rows.map((row) => [row.id, row]));
        const kept = await keptRows(work, source, batch);
        const stale = await staleRows(work, kept, wanted, keeping);
        const gone = new Set(stale.map((row) => row.id));
        for (const row of kept) if (!gone.has(row.id)) wanted.delete(row.source_id);
        await remove(work, [...gone]);
        await add(work, source, batch.type, [...wanted.values()], keeping);
      });
    },
  };
};
