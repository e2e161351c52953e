import type { Change, FieldChange } from '../changes/record.ts';
import { seenFieldsOf } from '../read/field-rights.ts';
import { groupBy } from './collections.ts';
import type { Run } from './run.ts';
import { seenIds } from './seen.ts';
import { withoutHiddenIds } from './shown-references.ts';
import type { Row } from './work.ts';

const only = (row: Row | null, seen: ReadonlySet<string> | null): Row | null => {
  if (row === null || seen === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([key]) => seen.has(key)));
};

/** How a change is told: which of its fields, and with what in them. */
interface Telling {
  /** Fields that are seen; null for all. */
  readonly seen: ReadonlySet<string> | null;
  readonly shown: (field: FieldChange) => FieldChange;
}

/** A change as it is told; its fields are read when asked for, as those of the whole one are. */
const narrowed = (change: Change, { seen, shown }: Telling): Change => {
  const { type, id, number, display, action, version } = change;
  return {
    type,
    id,
    number,
    display,
    action,
    version,
    get fields() {
      return change.fields.filter(({ name }) => seen?.has(name.split('.')[0] ?? '') ?? true).map(shown);
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
 * Rows the caller asked for, and of those that followed the ones the caller sees, without hidden fields and ids of hidden
 * objects: two statements per type at most.
 */
export const shownChanges = async (run: Run, changes: readonly Change[]): Promise<readonly Change[]> => {
  const { predicates } = run.engine;
  if (predicates.byGrants !== true || run.actor.superuser) return changes;
  const isOwn = (id: string): boolean => run.own.has(id) && run.fromLog === null;
  const followed = changes.filter(({ id, action }) => action !== 'delete' && !isOwn(id));
  const seen = new Set<string>();
  for (const [type, own] of groupBy(followed, (change) => change.type)) {
    const ids = own.map(({ id }) => id);
    for (const id of await seenIds(run, run.registry.model(type), ids)) seen.add(id);
  }
  const seenFields = seenFieldsOf({ predicates, actor: run.actor });
  const told = changes.filter(({ id, action }) =>
    action === 'delete' ? !run.unseen.has(id) : isOwn(id) || seen.has(id),
  );
  const shown = await withoutHiddenIds(run, told);
  return told.map((change) => {
    const { type } = change;
    return narrowed(change, { seen: seenFields(run.registry.model(type)), shown: (field) => shown(type, field) });
  });
};
