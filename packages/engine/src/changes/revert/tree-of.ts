import type { Model, Registry } from '../../registry/model.ts';
import { isArcValue } from '../../write/values.ts';
import type { Row } from '../../write/work.ts';
import type { LoggedChange, LoggedSet } from './logged-set.ts';

const idIn = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  return isArcValue(value) ? value.id : null;
};

/** Whether a row went along with one of the others: by a reference that takes it along, or as a row about it. */
const wentWith = (model: Model, row: Row, gone: ReadonlySet<string>): boolean => {
  if (model.isOpen && gone.has(String(row['objectId']))) return true;
  for (const edge of model.edges.values()) {
    if (edge.kind !== 'one' && edge.kind !== 'arc') continue;
    if (edge.onDelete === 'cascade' && gone.has(idIn(row[edge.name]) ?? '')) return true;
  }
  return false;
};

const names = (value: unknown, gone: ReadonlySet<string>): boolean =>
  Array.isArray(value) ? value.some((one) => names(one, gone)) : gone.has(idIn(value) ?? '');

/** An update with the fields alone that lost one of the rows; null when none did. */
const cleared = (change: LoggedChange, gone: ReadonlySet<string>): LoggedChange | null => {
  const fields = change.fields.filter(({ before, after }) => names(before, gone) && !names(after, gone));
  return fields.length === 0 ? null : { ...change, fields };
};

/** The part of a change set that took one object: the object, what went along with it, references that were cleared, and values of fields. */
export const treeOf = (registry: Registry, set: LoggedSet, id: string): LoggedSet => {
  const deletes = set.changes.filter(({ action }) => action === 'delete');
  const gone = new Set([id]);
  for (let before = 0; before < gone.size; ) {
    before = gone.size;
    for (const { type, id: other, before: row } of deletes) {
      const model = registry.find(type);
      if (model && row && !gone.has(other) && wentWith(model, row, gone)) gone.add(other);
    }
  }
  const changes = set.changes.flatMap((change) => {
    if (change.action === 'delete') return gone.has(change.id) ? [change] : [];
    return change.action === 'update' ? (cleared(change, gone) ?? []) : [];
  });
  const provider = registry.providing('customFields')?.name;
  const fields = changes.filter(({ type }) => type === provider).map(({ before }) => String(before?.['name']));
  return { ...set, changes, followed: fields.length === 0 ? 0 : set.followed, followedFields: new Set(fields) };
};
