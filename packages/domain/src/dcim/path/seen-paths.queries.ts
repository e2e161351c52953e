import type { RowRef, VisibleIds } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import type { Path } from './path.ts';
import { rowsOn, seenPath, type SeenPath } from './seen-path.ts';

/** Ids of rows that the caller may see; one statement per entity, none where all may be seen. */
export const seenIds = async (visible: VisibleIds, refs: readonly RowRef[]): Promise<ReadonlySet<string>> => {
  const parts = [...groupBy(refs, ({ type }) => type)].map(([type, rows]) =>
    visible(type, [...new Set(rows.map(({ id }) => id))]),
  );
  return new Set((await Promise.all(parts)).flatMap((part) => [...part]));
};

/** Paths as far as the caller may see them; those whose origin is hidden are left out. */
export const seenPaths = async (
  visible: VisibleIds,
  paths: ReadonlyMap<string, Path>,
): Promise<ReadonlyMap<string, SeenPath>> => {
  const seen = await seenIds(visible, [...paths.values()].flatMap(rowsOn));
  const isSeen = (id: string) => seen.has(id);
  return new Map(
    [...paths].flatMap(([id, path]) => (isSeen(path.origin.id) ? [[id, seenPath(path, isSeen)] as const] : [])),
  );
};
