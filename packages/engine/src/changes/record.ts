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

interface LoggedField {
  readonly key: string;
  readonly secret: boolean;
}

const known = new WeakMap<Model, readonly LoggedField[]>();

const readLogged = (model: Model): LoggedField[] => {
  const layout = layoutOf(model);
  const own = layout.fields.filter((field) => !field.derived || LOGGED_SYSTEM.has(field.key));
  return [
    ...own.map(({ key, secret }) => ({ key, secret })),
    ...layout.links.map(({ key }) => ({ key, secret: false })),
  ];
};

/** Fields that appear in images, in order: no engine stamps, nothing derived. */
const loggedFields = (model: Model): readonly LoggedField[] => {
  const fields = known.get(model) ?? readLogged(model);
  known.set(model, fields);
  return fields;
};

const masked = (secret: boolean, value: unknown): unknown =>
  secret && value !== null && value !== undefined ? SECRET_MASK : (value ?? null);

const isEmpty = (value: unknown): boolean => {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
};

/** The row as kept in a change record: what is empty is left out. */
const imageOf = (model: Model, row: Row | null): Row | null => {
  if (!row) return null;
  const image: Record<string, unknown> = {};
  for (const { key, secret } of loggedFields(model)) {
    const value = row[key];
    if (!isEmpty(value)) image[key] = masked(secret, value);
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
  loggedFields(model).flatMap(({ key, secret }): FieldChange[] => {
    const [old, now] = [before?.[key] ?? null, after?.[key] ?? null];
    if (key === 'customFields') return customDiff(old, now);
    if (sameValue(old, now) || (isEmpty(old) && isEmpty(now))) return [];
    return [{ name: key, before: masked(secret, old), after: masked(secret, now) }];
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

/** Keeps the first answer of a costly reading. */
const once = <T>(read: () => T): (() => T) => {
  let value: T | undefined;
  return () => (value ??= read());
};

/** The record of one changed row, or null when nothing that is logged differs. Differences and images are worked out when asked for, since most are written once and read by nobody. */
export const changeOf = (changed: ChangedRow): Change | null => {
  const fields = once(() => diffOf(changed));
  if (changed.action === 'update' && fields().length === 0) return null;
  const { model, id, action, before, after } = changed;
  const row = after ?? before ?? {};
  return {
    type: model.name,
    id,
    number: (row['number'] as number | undefined) ?? null,
    display: displayOf(model, row),
    action,
    version: (row['rowVersion'] as number | undefined) ?? null,
    get fields() {
      return fields();
    },
    get before() {
      return imageOf(model, before);
    },
    get after() {
      return action === 'delete' ? null : imageOf(model, after);
    },
  };
};
