import { checkValidators } from '../policies/enforce.ts';
import { groupBy } from './collections.ts';
import { SaveDraft } from './draft.ts';
import type { Layout } from './layout.ts';
import { loadRows } from './load.ts';
import type { Run } from './run.ts';
import { runRules } from './run-rules.ts';
import { createSink } from './save.ts';

/** A saved draft whose rules wait until the run is done. */
export interface Postponed {
  readonly layout: Layout;
  readonly draft: SaveDraft;
}

/** Several saves of a row as one: from how it first was to how it lies now. */
const merged = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<SaveDraft[]> => {
  const { report } = createSink(run);
  const byId = groupBy(drafts, ({ id }) => id);
  const ids = [...byId.keys()].filter((id) => !run.changes.isGone(id));
  const rows = await loadRows(run, layout, ids, 'organization', null);
  return [...rows].flatMap(([id, row], index) => {
    const [first] = byId.get(id) ?? [];
    if (!first) return [];
    const { action, path, input, before } = first;
    const draft = new SaveDraft(layout, index, action, id, path, input, before, report);
    Object.assign(draft.values, row);
    return [draft];
  });
};

/** Lets validators and rules look at everything a run saved while they were postponed; a few statements per type. */
export const examinePostponed = async (run: Run): Promise<void> => {
  const postponed = run.postponed ?? [];
  run.postponed = null;
  for (const [layout, own] of groupBy(postponed, (one) => one.layout)) {
    const drafts = await merged(
      run,
      layout,
      own.map(({ draft }) => draft),
    );
    await checkValidators(run, layout.model, drafts);
    await runRules(run, layout, drafts);
  }
};
