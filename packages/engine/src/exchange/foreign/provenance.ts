import type { Work } from '../../write/work.ts';

const CACHED_IDS = 200_000;

/** Which object each row of the source became. */
export interface ProvenanceIndex {
  /** Object ids by source id; what was never imported is absent. */
  find(work: Work, type: string, entity: string, ids: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /** Stores what rows became. */
  store(work: Work, type: string, entity: string, objects: ReadonlyMap<string, string>): Promise<void>;
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

/** Reads provenance set-wise; the last 200,000 ids of each type stay in memory. */
export const createProvenanceIndex = (source: string): ProvenanceIndex => {
  const caches = new Map<string, Map<string, string>>();
  const cacheOf = (type: string): Map<string, string> => {
    const cache = caches.get(type) ?? new Map<string, string>();
    caches.set(type, cache);
    if (cache.size > CACHED_IDS) cache.clear();
    return cache;
  };
  const remember: ProvenanceIndex['remember'] = (type, objects) => {
    const cache = cacheOf(type);
    for (const [id, object] of objects) cache.set(id, object);
  };
  return {
    remember,
    find: async (work, type, entity, ids) => {
      const cache = cacheOf(type);
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
    store: async (work, type, entity, objects) => {
      if (objects.size === 0) return;
      await work.sql`
        INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id)
        SELECT ${work.org}, ${source}, ${type}, v.id, ${entity}, v.object
        FROM unnest(${[...objects.keys()]}::text[], ${[...objects.values()]}::uuid[]) AS v(id, object)
        ON CONFLICT (organization_id, source, source_type, source_id)
        DO UPDATE SET object_type = excluded.object_type, object_id = excluded.object_id`;
    },
  };
};
