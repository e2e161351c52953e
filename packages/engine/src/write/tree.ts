import { quote } from '../registry/model.ts';
import type { TreePaths } from './batch.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout } from './layout.ts';
import { takeLocks, wideLock } from './locks.ts';
import type { Run } from './run.ts';
import { arrayLiteral, parseArray } from './values.ts';

const lockKey = (layout: Layout): string => wideLock(`tree:${layout.model.name}`);

/** Moves exclude each other and inserts; inserts run side by side. Taken before any row is read. */
export const lockTree = async (run: Run, layout: Layout, isMove: boolean): Promise<void> =>
  takeLocks(run, [lockKey(layout)], !isMove);

const storedPaths = async (run: Run, layout: Layout, ids: readonly string[]): Promise<Map<string, string[]>> => {
  if (ids.length === 0) return new Map();
  const rows = await run.db.raw(
    `SELECT t.id, t.tree_path FROM ${quote(layout.model.table)} t WHERE t.id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(([id, path]) => [String(id), parseArray(path ?? '{}')]));
};

interface Moves {
  /** New parent of each new or moved row; null for a root. */
  readonly parents: ReadonlyMap<string, string | null>;
  readonly stored: ReadonlyMap<string, readonly string[]>;
}

/** Path of a row once all moves are done, or null when it would contain itself. */
const pathOf = (
  id: string,
  moves: Moves,
  known: Map<string, readonly string[] | null>,
  open: Set<string>,
): readonly string[] | null => {
  const done = known.get(id);
  if (done !== undefined) return done;
  if (open.has(id)) return null;
  open.add(id);
  const path = walk(id, moves, known, open);
  open.delete(id);
  known.set(id, path);
  return path;
};

const walk = (
  id: string,
  moves: Moves,
  known: Map<string, readonly string[] | null>,
  open: Set<string>,
): readonly string[] | null => {
  const parent = moves.parents.get(id);
  if (parent === null) return [id];
  if (parent !== undefined) {
    const above = pathOf(parent, moves, known, open);
    return above === null ? null : [...above, id];
  }
  const stored = moves.stored.get(id) ?? [id];
  const moved = stored.findLastIndex((ancestor) => moves.parents.has(ancestor));
  if (moved < 0) return stored;
  const above = pathOf(stored[moved] ?? id, moves, known, open);
  return above === null ? null : [...above, ...stored.slice(moved + 1)];
};

/** Drafts whose place in the tree is new. */
export const movedDrafts = (layout: Layout, drafts: readonly SaveDraft[]): SaveDraft[] => {
  const { tree } = layout.model;
  return tree === null ? [] : drafts.filter((draft) => draft.action === 'create' || draft.changed(tree));
};

/** Works out the paths of new and moved rows, and refuses rows that would end up inside themselves. */
export const planPaths = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<TreePaths | null> => {
  const { tree } = layout.model;
  if (tree === null) return null;
  const moved = movedDrafts(layout, drafts);
  const parentOf = (draft: SaveDraft) => (draft.values[tree] as string | null) ?? null;
  const parents = new Map(moved.map((draft) => [draft.id, parentOf(draft)]));
  const asked = [...new Set([...parents.values()].flatMap((id) => (id !== null && !parents.has(id) ? [id] : [])))];
  const moves = { parents, stored: await storedPaths(run, layout, asked) };
  const known = new Map<string, readonly string[] | null>();
  for (const draft of moved)
    if (pathOf(draft.id, moves, known, new Set()) === null)
      draft.refuse(tree, 'TREE_CYCLE', `A ${layout.model.label} can't lie inside itself.`);
  return new Map([...known].filter((entry): entry is [string, readonly string[]] => entry[1] !== null));
};

/** Rows in an order in which parents come before their children. */
export const parentsFirst = (drafts: readonly SaveDraft[], paths: TreePaths | null): readonly SaveDraft[] =>
  paths === null ? drafts : drafts.toSorted((a, b) => (paths.get(a.id)?.length ?? 0) - (paths.get(b.id)?.length ?? 0));

/** Moves the subtrees below moved rows, all in one statement; a row under two moved ones follows the nearer. */
export const moveSubtrees = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<void> => {
  const moved = paths === null ? [] : movedDrafts(layout, drafts).filter((draft) => draft.action === 'update');
  if (paths === null || moved.length === 0) return;
  const table = quote(layout.model.table);
  const within = layout.organizationColumn === null ? 'true' : `c.${quote(layout.organizationColumn)} = $1`;
  await run.db.query(
    `UPDATE ${table} t SET tree_path = p.path FROM (
       SELECT DISTINCT ON (c.id) c.id, v.path::uuid[] || c.tree_path[array_position(c.tree_path, v.id::uuid) + 1:] AS path
       FROM unnest($2::text[], $3::text[]) AS v(id, path) JOIN ${table} c ON c.tree_path @> ARRAY[v.id::uuid]
       WHERE ${within} AND $1::uuid IS NOT NULL ORDER BY c.id, array_position(c.tree_path, v.id::uuid) DESC
     ) p WHERE t.id = p.id`,
    [
      run.actor.organizationId,
      moved.map((draft) => draft.id),
      moved.map((draft) => arrayLiteral(paths.get(draft.id) ?? [draft.id])),
    ],
  );
};
