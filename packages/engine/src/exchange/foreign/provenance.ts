import type { CopyValue } from '../../write/copy-encode.ts';
import { dbOf } from '../../write/make-work.ts';
import type { Work } from '../../write/work.ts';

const CACHED_IDS = 200_000;

/** Stamps by source id. */
type Stamps = ReadonlyMap<string, Buffer>;

/** Which object each row of the source became. */
export interface ProvenanceIndex {
  /** Object ids by source id; what was never imported is absent. */
  find(work: Work, type: string, entity: string, ids: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /** Stores what rows became, with the stamps of what was brought. */
  store(work: Work, type: string, entity: string, objects: ReadonlyMap<string, string>, stamps: Stamps): Promise<void>;
  /** The same for rows of which none is known yet. */
  add: ProvenanceIndex['store'];
  /** What earlier runs brought; never kept in memory. */
  stamps(work: Work, type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Stores new stamps of rows that are known. */
  restamp(work: Work, type: string, stamps: Stamps): Promise<void>;
  /** Takes over what a committed run stored. */
  remember(type: string, objects: ReadonlyMap<string, string>): void;
}

const lookUp = async (
  work: Work,
  source: string,
  type: string,
  entity: string,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await work.sql<{ source_id: string; object_id: string }>`
    SELECT p.source_id, p.object_id FROM core_provenance p
    WHERE p.organization_id = ${work.org} AND p.source = ${source} AND p.source_type = ${type}
      AND p.object_type = ${entity} AND p.source_id = ANY(${ids}::text[])`;
  return new Map(rows.map((row) => [row.source_id, row.object_id]));
};

const storeObjects = async (
  work: Work,
  [source, type, entity]: readonly [source: string, type: string, entity: string],
  objects: ReadonlyMap<string, string>,
  stamps: Stamps,
): Promise<void> => {
  if (objects.size === 0) return;
  const ids = [...objects.keys()];
  await work.sql`
    INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id, brought)
    SELECT ${work.org}, ${source}, ${type}, v.id, ${entity}, v.object, decode(v.stamp, 'hex')
    FROM unnest(${ids}::text[], ${[...objects.values()]}::uuid[], ${ids.map((id) => stamps.get(id)?.toString('hex') ?? null)}::text[])
      AS v(id, object, stamp)
    ON CONFLICT (organization_id, source, source_type, source_id)
    DO UPDATE SET object_type = excluded.object_type, object_id = excluded.object_id, brought = excluded.brought`;
};

const COLUMNS = [
  ['organization_id', 'uuid'],
  ['source', 'text'],
  ['source_type', 'text'],
  ['object_type', 'text'],
  ['source_id', 'text'],
  ['object_id', 'uuid'],
  ['brought', 'bytea'],
] as const;

const addObjects: typeof storeObjects = async (work, [source, type, entity], objects, stamps) => {
  if (objects.size === 0) return;
  const rows = function* (): Generator<readonly CopyValue[]> {
    for (const [id, object] of objects) yield [id, object, stamps.get(id) ?? null];
  };
  const shared = [work.org.organizationId, source, type, entity];
  await dbOf(work).copy({ table: 'core_provenance', columns: COLUMNS, shared, rows: rows() });
};

const storedStamps = async (
  work: Work,
  source: string,
  type: string,
  ids: readonly string[],
): Promise<Map<string, Buffer>> => {
  if (ids.length === 0) return new Map();
  const rows = await work.sql<{ source_id: string; brought: Buffer }>`
    SELECT p.source_id, p.brought FROM core_provenance p
    WHERE p.organization_id = ${work.org} AND p.source = ${source} AND p.source_type = ${type}
      AND p.source_id = ANY(${ids}::text[]) AND p.brought IS NOT NULL`;
  return new Map(rows.map((row) => [row.source_id, row.brought]));
};

const storeStamps = async (work: Work, source: string, type: string, stamps: Stamps): Promise<void> => {
  if (stamps.size === 0) return;
  await work.sql`
    UPDATE core_provenance p SET brought = decode(v.stamp, 'hex')
    FROM unnest(${[...stamps.keys()]}::text[], ${[...stamps.values()].map((stamp) => stamp.toString('hex'))}::text[]) AS v(id, stamp)
    WHERE p.organization_id = ${work.org} AND p.source = ${source} AND p.source_type = ${type}
      AND p.source_id = v.id`;
};

/** Ids of each type, the type used last at the end; when they are too many, those of the longest unused types go. */
class KnownIds {
  private readonly types = new Map<string, Map<string, string>>();

  of(type: string): Map<string, string> {
    const ids = this.types.get(type) ?? new Map<string, string>();
    this.types.delete(type);
    this.types.set(type, ids);
    this.forget();
    return ids;
  }

  private forget(): void {
    let total = [...this.types.values()].reduce((sum, { size }) => sum + size, 0);
    for (const ids of this.types.values()) {
      if (total <= CACHED_IDS) return;
      total -= ids.size;
      ids.clear();
    }
  }
}

/** Reads provenance set-wise; up to 200,000 ids stay in memory. */
export const createProvenanceIndex = (source: string): ProvenanceIndex => {
  const known = new KnownIds();
  const remember: ProvenanceIndex['remember'] = (type, objects) => {
    const cache = known.of(type);
    for (const [id, object] of objects) cache.set(id, object);
  };
  return {
    remember,
    find: async (work, type, entity, ids) => {
      const cache = known.of(type);
      const found = new Map<string, string>();
      const unknown = new Set<string>();
      for (const id of ids) {
        const object = cache.get(id);
        if (object === undefined) unknown.add(id);
        else found.set(id, object);
      }
      if (unknown.size === 0) return found;
      const stored = await lookUp(work, source, type, entity, [...unknown]);
      remember(type, stored);
      return new Map([...found, ...stored]);
    },
    add: (work, type, entity, objects, stamps) => addObjects(work, [source, type, entity], objects, stamps),
    store: (work, type, entity, objects, stamps) => storeObjects(work, [source, type, entity], objects, stamps),
    stamps: (work, type, ids) => storedStamps(work, source, type, ids),
    restamp: (work, type, stamps) => storeStamps(work, source, type, stamps),
  };
};
