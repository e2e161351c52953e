import { isDeepStrictEqual } from 'node:util';
import { registry } from '../../src/index.ts';
import type { Plant } from '../plant.ts';

/** Rows of every table by table and id, as JSON texts. */
export type Contents = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What tells when a row was last written, and how often. */
const STAMPS = ['row_version', 'last_updated', 'last_updated_by'];

/** Tables of what people write, and of what links their rows. */
const tables = (): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const model of registry.models) {
    if (model.handMade) continue;
    found.set(model.table, 't.id::text');
    for (const edge of model.edges.values())
      if (edge.kind === 'manyToMany' && edge.owner) found.set(edge.through, 'to_jsonb(t)::text');
  }
  found.set('core_search', "t.object_id || ' ' || t.field");
  return found;
};

/** All that is stored, derived values included, without stamps of the last change: two statements. */
export const contentsOf = async (plant: Plant): Promise<Contents> => {
  const parts = [...tables()].map(
    ([table, key]) =>
      `SELECT '${table}' AS name, ${key} AS key, (to_jsonb(t) - $1::text[])::text AS row FROM ${table} t`,
  );
  const rows = await plant.dataSource.query<{ name: string; key: string; row: string }[]>(parts.join(' UNION ALL '), [
    STAMPS,
  ]);
  const contents = new Map<string, Map<string, string>>();
  for (const { name, key, row } of rows) {
    const own = contents.get(name) ?? new Map<string, string>();
    contents.set(name, own);
    own.set(key, row);
  }
  return contents;
};

/** What differs between two contents, as `table id: before > after`, for people who read a failed test. */
export const differences = (before: Contents, after: Contents): string[] => {
  const found: string[] = [];
  for (const table of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(table), after.get(table)];
    for (const key of new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])) {
      const [a, b] = [old?.get(key), now?.get(key)];
      if (!isDeepStrictEqual(a, b)) found.push(`${table} ${key}: ${a ?? 'nothing'} > ${b ?? 'nothing'}`);
    }
  }
  return found;
};
