import type { SaveDraft } from './draft.ts';
import type { Layout } from './layout.ts';
import { takeRuleLocks } from './locks.ts';
import type { Rule, Trigger } from './rules.ts';
import type { Run } from './run.ts';
import type { Action } from './work.ts';

const SAVES: readonly Action[] = ['create', 'update'];

const isOn = (trigger: Trigger, draft: SaveDraft): boolean => (trigger.on ?? SAVES).includes(draft.action);

/** A new row meets every rule; an existing one those whose fields changed. */
const meetsRule = (rule: Rule, draft: SaveDraft): boolean => {
  if (!isOn(rule, draft)) return false;
  if (draft.broken.size === 0 && (draft.action === 'create' || !rule.when)) return true;
  const isTouched = rule.when?.some((field) => draft.changed(field)) ?? false;
  if (draft.broken.size > 0) return isTouched && !rule.when?.some((field) => draft.broken.has(field));
  return isTouched;
};

/** Runs the derives of an entity over the drafts they concern; a new row meets all of them. */
export const runDerives = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  for (const derive of run.engine.rulesOf(layout.model.name).derives) {
    const mine = drafts.filter((draft) => {
      if (draft.broken.size > 0) return false;
      return draft.action === 'create' || !derive.from || derive.from.some((field) => draft.changed(field));
    });
    if (mine.length > 0) await derive.fill(mine, run.work);
  }
};

/** Takes the locks of all rules that apply, then runs them in the order they were declared. */
export const runRules = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  const applying = run.engine
    .rulesOf(layout.model.name)
    .rules.map((rule) => ({ rule, mine: drafts.filter((draft) => meetsRule(rule, draft)) }))
    .filter(({ mine }) => mine.length > 0);
  await takeRuleLocks(run, applying);
  for (const { rule, mine } of applying) await rule.check(mine, run.work);
};

/** Runs what follows a save; errors of nested writes point at the row when there is but one. */
export const runAfterSaves = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  for (const step of run.engine.rulesOf(layout.model.name).afterSaves) {
    const mine = drafts.filter(
      (draft) => isOn(step, draft) && (!step.when || step.when.some((field) => draft.changed(field))),
    );
    if (mine.length === 0) continue;
    await nested(run, mine.length === 1 ? (mine[0]?.path ?? '') : '', async () => step.run(mine, run.work));
  }
};

const DEPTH_LIMIT = 25;

/** Runs a step whose writes are no longer the caller's own input. */
export const nested = async <T>(run: Run, origin: string | null, step: () => Promise<T>): Promise<T> => {
  const before = run.origin;
  if (++run.depth > DEPTH_LIMIT) throw new Error('After-save steps call each other without end.');
  run.origin = origin;
  try {
    return await step();
  } finally {
    run.depth--;
    run.origin = before;
  }
};
