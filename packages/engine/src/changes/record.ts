import { words } from '@plumbline/kit';
import type { Model } from '../registry/model.ts';
import { SECRET_MASK } from '../secrets/sealer.ts';
import { layoutOf } from '../write/layout.ts';
import { sameValue } from '../write/values.ts';
import type { Action, Row } from '../write/work.ts';
import type { ChangedRow } from './log.ts';

/** One field's difference; values in normalised form, secrets masked. */
export interface FieldChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What happened to one object, as stored and as answered. */
export interface Change {
  readonly type: string;
  readonly id: string;
  readonly number: number | null;
  readonly display: string;
  readonly action: Action;
  readonly version: number | null;
  readonly fields: readonly FieldChange[];
  readonly before: Row | null;
  readonly after: Row | null;
}

const LOGGED_SYSTEM = new Set(['number', 'created', 'createdBy']);

/** Keys that appear in images, in order: no engine stamps, nothing derived. */
const loggedKeys = (model: Model): string[] => {
  const layout = layoutOf(model);
  const own = layout.fields.filter((field) => !field.derived || LOGGED_SYSTEM.has(field.key)).map((field) => field.key);
  return [...own, ...layout.links.map((link) => link.key)];
};

const masked = (model: Model, key: string, value: unknown): unknown => {
  const isSecret = layoutOf(model).byKey.get(key)?.secret === true;
  return isSecret && value !== null && value !== undefined ? SECRET_MASK : (value ?? null);
};

const isEmpty = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && Object.keys(value).length === 0);

/** The row as kept in a change record: what is empty is left out. */
const imageOf = (model: Model, row: Row | null): Row | null => {
  if (!row) return null;
  const image: Record<string, unknown> = {};
  for (const key of loggedKeys(model)) {
    const value = masked(model, key, row[key]);
    if (!isEmpty(value)) image[key] = value;
  }
  return image;
};

const customDiff = (before: unknown, after: unknown): FieldChange[] => {
  const [old, now] = [(before ?? {}) as Row, (after ?? {}) as Row];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted();
  return names
    .filter((name) => !sameValue(old[name] ?? null, now[name] ?? null))
    .map((name) => ({ name: `customFields.${name}`, before: old[name] ?? null, after: now[name] ?? null }));
};

const diffOf = ({ model, before, after }: ChangedRow): FieldChange[] =>
  loggedKeys(model).flatMap((key): FieldChange[] => {
    const [old, now] = [before?.[key] ?? null, after?.[key] ?? null];
    if (key === 'customFields') return customDiff(old, now);
    if (sameValue(old, now) || (isEmpty(old) && isEmpty(now))) return [];
    return [{ name: key, before: masked(model, key, old), after: masked(model, key, now) }];
  });

/** Text that names a row to people, from the model's display fields. */
export const displayOf = (model: Model, row: Row): string => {
  const parts = model.display.flatMap((key) => {
    const value = row[key];
    const isPlain = model.scalars.has(key) && value !== null && value !== undefined;
    return isPlain ? [String(value)] : [];
  });
  const text = model.displayJoin === null ? parts[0] : parts.join(model.displayJoin);
  return text || `${words(model.type)} #${String(row['number'] ?? '')}`;
};

/** The record of one changed row, or null when nothing that is logged differs. */
export const changeOf = (changed: ChangedRow): Change | null => {
  const fields = diffOf(changed);
  if (changed.action === 'update' && fields.length === 0) return null;
  const row = changed.after ?? changed.before ?? {};
  return {
    type: changed.model.name,
    id: changed.id,
    number: (row['number'] as number | undefined) ?? null,
    display: displayOf(changed.model, row),
    action: changed.action,
    version: (row['rowVersion'] as number | undefined) ?? null,
    fields,
    before: imageOf(changed.model, changed.before),
    after: changed.action === 'delete' ? null : imageOf(changed.model, changed.after),
  };
};
