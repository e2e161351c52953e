import type { Change } from '../changes/record.ts';
import { seenFieldsOf } from '../read/field-rights.ts';
import { groupBy } from './collections.ts';
import type { Run } from './run.ts';
import { seenIds } from './seen.ts';
import type { Row } from './work.ts';

const only = (row: Row | null, seen: ReadonlySet<string>): Row | null =>
  row && Object.fromEntries(Object.entries(row).filter(([key]) => seen.has(key)));

/** A change without the fields that the caller may not see; read when asked for, as the whole one is. */
const narrowed = (change: Change, seen: ReadonlySet<string>): Change => {
  const { type, id, number, display, action, version } = change;
  return {
    type,
    id,
    number,
    display,
    action,
    version,
    get fields() {
      return change.fields.filter(({ name }) => seen.has(name.split('.')[0] ?? ''));
    },
    get before() {
      return only(change.before, seen);
    },
    get after() {
      return only(change.after, seen);
    },
  };
};

/**
 * The changes of a run as its caller may be told of them.
 *
 * Rows the caller asked for, and of those that followed the ones the caller sees: one statement per type at most.
 */
export const shownChanges = async (run: Run, changes: readonly Change[]): Promise<readonly Change[]> => {
  const { predicates } = run.engine;
  if (predicates.byGrants !== true || run.actor.superuser) return changes;
  const followed = changes.filter(({ id, action }) => action !== 'delete' && !run.own.has(id));
  const seen = new Set<string>();
  for (const [type, own] of groupBy(followed, (change) => change.type)) {
    const ids = own.map(({ id }) => id);
    for (const id of await seenIds(run, run.registry.model(type), ids)) seen.add(id);
  }
  const seenFields = seenFieldsOf({ predicates, actor: run.actor });
  return changes.flatMap((change) => {
    const { id, type, action } = change;
    if (action === 'delete' ? run.unseen.has(id) : !run.own.has(id) && !seen.has(id)) return [];
    const fields = seenFields(run.registry.model(type));
    return [fields === null ? change : narrowed(change, fields)];
  });
};
