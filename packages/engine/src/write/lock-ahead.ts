import { SaveDraft } from './draft.ts';
import { readInput, type Pending } from './input.ts';
import type { Layout } from './layout.ts';
import { loadRows } from './load.ts';
import { takeRuleLocks } from './locks.ts';
import { resolveReferences } from './references.ts';
import type { Rule } from './rules.ts';
import type { Run } from './run.ts';
import type { Action, InputRow } from './work.ts';

/** A row about to be changed or deleted. */
interface Ahead {
  readonly id: string;
  readonly path: string;
  readonly input: InputRow;
}

const earlyRules = (run: Run, layout: Layout, action: Action): Rule[] =>
  run.engine
    .rulesOf(layout.model.name)
    .rules.filter(({ early, on }) => early === true && (on ?? ['create', 'update']).includes(action));

const fieldsOf = (rules: readonly Rule[]): ReadonlySet<string> => new Set(rules.flatMap(({ when }) => when ?? []));

const only = (input: InputRow, fields: ReadonlySet<string>): InputRow =>
  Object.fromEntries(Object.entries(input).filter(([key, value]) => fields.has(key) && value !== undefined));

/** The rows as they are and will be, as far as the rules look; what can't be read is left for the write itself to refuse. */
const draftsOf = async (
  run: Run,
  layout: Layout,
  action: Action,
  ahead: readonly Ahead[],
  fields: ReadonlySet<string>,
): Promise<SaveDraft[]> => {
  const ids = ahead.map(({ id }) => id);
  const rows = await loadRows(run, layout, ids, 'actor', null);
  const drafts = ahead.flatMap(({ id, path, input }, index) => {
    const before = rows.get(id);
    return before ? [new SaveDraft(layout, index, action, id, path, only(input, fields), before, () => undefined)] : [];
  });
  const pending: Pending = { requests: [], choices: [] };
  for (const draft of drafts) readInput(run, draft, draft.input, pending);
  await resolveReferences(run, pending.requests);
  return drafts;
};

/**
 * Takes the locks of rules that are `early`, before any row is locked.
 *
 * Who writes other rows of the same kind after a save, such as the neighbours of a moved prefix, would else hold its own
 * row while it waits for the lock, and the lock's holder would wait for that row. Costs nothing when no row concerns
 * such a rule.
 */
export const lockAhead = async (
  run: Run,
  layout: Layout,
  action: 'update' | 'delete',
  rows: readonly Ahead[],
): Promise<void> => {
  const rules = earlyRules(run, layout, action);
  const fields = fieldsOf(rules);
  const touches = ({ input }: Ahead): boolean => action === 'delete' || Object.keys(only(input, fields)).length > 0;
  const ahead = rules.length === 0 ? [] : rows.filter(touches);
  if (ahead.length === 0) return;
  const drafts = await draftsOf(run, layout, action, ahead, fields);
  await takeRuleLocks(
    run,
    rules.map((rule) => ({ rule, mine: drafts })),
  );
};
