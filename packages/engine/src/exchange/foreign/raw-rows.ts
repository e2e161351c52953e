import { secretContext, type Sealer } from '../../secrets/sealer.ts';
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

const TYPE = 'core.RawRow';

const keptRows = (work: Work, source: string, { type, ids }: RawBatch): Promise<Kept[]> =>
  work.sql<Kept>`
    SELECT r.id, r.source_id, r.object_id, r.payload FROM core_raw_row r
    WHERE r.organization_id = ${work.org} AND r.source = ${source} AND r.source_type = ${type} AND r.source_id = ANY(${ids}::text[])`;

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
  seal: (id: string, row: RawRow) => string,
): Promise<void> => {
  if (rows.length === 0) return;
  const ids = rows.map(() => uuidv7());
  const sealed = rows.map((row, i) => seal(ids[i] ?? '', row));
  await work.sql`
    INSERT INTO core_raw_row (organization_id, id, source, source_type, source_id, object_type, object_id, payload)
    SELECT ${work.org}, v.id, ${source}, ${type}, v.source_id, v.object_type, v.object_id, decode(v.payload, 'hex')
    FROM unnest(${ids}::uuid[], ${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.objectType)}::text[],
      ${rows.map((row) => row.objectId)}::uuid[], ${sealed}::text[]) AS v(id, source_id, object_type, object_id, payload)`;
};

/** A keeper that seals each row under the master key; a row's ciphertext opens only as that row of that organization. */
export const createRawKeeper = (source: string, sealer: Sealer, organizationId: string): RawKeeper => {
  const contextOf = (id: string): string => secretContext(organizationId, TYPE, id, 'payload');
  const seal = (id: string, row: RawRow): string =>
    sealer.seal(JSON.stringify(row.payload), contextOf(id)).toString('hex');
  const isSame = (kept: Kept, row: RawRow | undefined): boolean =>
    row !== undefined &&
    kept.object_id === row.objectId &&
    sealer.open(kept.payload, contextOf(kept.id)) === JSON.stringify(row.payload);
  let known: Set<string> | null = null;
  return {
    keep: async (session, batch) => {
      known ??= await keptTypes(session, source);
      if (batch.ids.length === 0 || (batch.rows.length === 0 && !known.has(batch.type))) return;
      known.add(batch.type);
      await session.run(async (work) => {
        const wanted = new Map(batch.rows.map((row) => [row.id, row]));
        const kept = await keptRows(work, source, batch);
        const stale = kept.filter((row) => !isSame(row, wanted.get(row.source_id)));
        const gone = new Set(stale.map((row) => row.id));
        for (const row of kept) if (!gone.has(row.id)) wanted.delete(row.source_id);
        await remove(work, [...gone]);
        await add(work, source, batch.type, [...wanted.values()], seal);
      });
    },
  };
};
