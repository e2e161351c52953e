import { checkValidators } from '../policies/enforce.ts';
import { groupBy } from './collections.ts';
import { SaveDraft } from './draft.ts';
import { loadRows } from './load.ts';
import type { Run } from './run.ts';
import { runRules } from './run-rules.ts';
import { createSink } from './save.ts';

/** Drafts with their rows as they lie now, after everything that came later; rows that are gone need no rule. */
const settled = async (run: Run, drafts: readonly SaveDraft[]): Promise<SaveDraft[]> => {
  const [first] = drafts;
  if (!first) return [];
  const { report } = createSink(run);
  const { layout } = first;
  const byId = groupBy(drafts, ({ id }) => id);
  const rows = await loadRows(run, layout, [...byId.keys()], 'organization', null);
  return [...rows].flatMap(([id, row], index) => {
    const refused = byId.get(id)?.[0];
    if (!refused) return [];
    const { action, path, input, before } = refused;
    const draft = new SaveDraft(layout, index, action, id, path, input, before, report);
    Object.assign(draft.values, row);
    return [draft];
  });
};

/**
 * Lets validators and rules look once more at what they refused while a run was under way, and refuse it for good; a few
 * statements per type.
 */
export const examinePostponed = async (run: Run): Promise<void> => {
  const postponed = [...(run.postponed ?? [])];
  run.postponed = null;
  for (const [layout, own] of groupBy(postponed, (draft) => draft.layout)) {
    const drafts = await settled(run, own);
    await checkValidators(run, layout.model, drafts);
    await runRules(run, layout, drafts);
  }
};
