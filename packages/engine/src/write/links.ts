import { quote } from '../registry/model.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout, LinkField } from './layout.ts';
import type { Run } from './run.ts';
import { seenIds } from './seen.ts';

type Pair = readonly [near: string, far: string];

const idsOf = (row: SaveDraft['before'], link: LinkField): readonly string[] =>
  (row?.[link.key] ?? []) as readonly string[];

const missingIn = (from: readonly string[], ids: readonly string[]): string[] => {
  const there = new Set(ids);
  return from.filter((id) => !there.has(id));
};

interface Table {
  readonly name: string;
  readonly near: string;
  readonly far: string;
  readonly type: string | null;
}

const tableOf = ({ edge }: LinkField): Table => ({
  name: quote(edge.through),
  near: quote(edge.near),
  far: quote(edge.far),
  type: edge.objectType ?? null,
});

const remove = async (run: Run, table: Table, pairs: readonly Pair[]): Promise<void> => {
  if (pairs.length === 0) return;
  await run.db.query(
    `DELETE FROM ${table.name} x USING unnest($2::uuid[], $3::uuid[]) AS v(near, far)
     WHERE x.organization_id = $1 AND x.${table.near} = v.near AND x.${table.far} = v.far${table.type === null ? '' : ' AND x.object_type = $4'}`,
    [
      run.actor.organizationId,
      pairs.map(([near]) => near),
      pairs.map(([, far]) => far),
      ...(table.type === null ? [] : [table.type]),
    ],
  );
};

const add = async (run: Run, table: Table, pairs: readonly Pair[]): Promise<void> => {
  if (pairs.length === 0) return;
  const [typeColumn, typeValue] = table.type === null ? ['', ''] : [', object_type', ', $4'];
  await run.db.query(
    `INSERT INTO ${table.name} (organization_id, ${table.near}, ${table.far}${typeColumn})
     SELECT $1, v.near, v.far${typeValue} FROM unnest($2::uuid[], $3::uuid[]) AS v(near, far) ON CONFLICT DO NOTHING`,
    [
      run.actor.organizationId,
      pairs.map(([near]) => near),
      pairs.map(([, far]) => far),
      ...(table.type === null ? [] : [table.type]),
    ],
  );
};

/**
 * Puts back what a new list leaves out only because the caller does not see it.
 *
 * Who may not see a row can't name it, so that its absence says nothing. No statement for callers who see all.
 */
export const keepHiddenLinks = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  if (run.trusted) return;
  for (const link of layout.links) {
    const changed = drafts.filter((draft) => draft.changed(link.key));
    const lost = (draft: SaveDraft) => missingIn(idsOf(draft.before, link), idsOf(draft.after, link));
    const ids = [...new Set(changed.flatMap(lost))];
    if (ids.length === 0) continue;
    const seen = await seenIds(run, run.registry.model(link.edge.target), ids);
    for (const draft of changed) {
      const hidden = lost(draft).filter((id) => !seen.has(id));
      if (hidden.length > 0) draft.values[link.key] = [...idsOf(draft.after, link), ...hidden].toSorted();
    }
  }
};

/** Writes the join rows of to-many references and tags: two statements per link field, however many rows. */
export const storeLinks = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  for (const link of layout.links) {
    const changed = drafts.filter((draft) => draft.changed(link.key));
    const pairs = (from: (draft: SaveDraft) => readonly string[]): Pair[] =>
      changed.flatMap((draft) => from(draft).map((far): Pair => [draft.id, far]));
    await remove(
      run,
      tableOf(link),
      pairs((draft) => missingIn(idsOf(draft.before, link), idsOf(draft.after, link))),
    );
    await add(
      run,
      tableOf(link),
      pairs((draft) => missingIn(idsOf(draft.after, link), idsOf(draft.before, link))),
    );
  }
};

/** New rows that lie outside organizations, such as users, belong to the one they are made in. */
export const joinOrganization = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  const via = layout.model.global;
  const fresh = via?.kind === 'link' ? drafts.filter((draft) => draft.action === 'create') : [];
  if (via?.kind !== 'link' || fresh.length === 0) return;
  await run.db.query(
    `INSERT INTO ${quote(via.table)} (organization_id, ${quote(via.column)}) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
    [run.actor.organizationId, fresh.map(({ id }) => id)],
  );
};
