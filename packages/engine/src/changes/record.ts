import { words } from '@plumbline/kit';
import type { Model } from '../registry/model.ts';
import { SECRET_MASK } from '../secrets/sealer.ts';
import { originsIn } from '../write/provenance.ts';
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
  /** What the log keeps beside the image of a deleted row, and tells nobody: where it came from. */
  readonly origins?: Row;
  /** Set for what followed from a delete without being asked for: rows that went along, and references that were cleared. */
  readonly source?: 'cascade';
}

/** What stamps of rows saved by a run hold, unless an import brought its own. */
export interface Stamp {
  readonly now: string;
  readonly userId: string | null;
}

const LOGGED_SYSTEM = new Set(['number', 'created', 'createdBy']);

/** A field that images and differences speak of. */
export interface LoggedField {
  readonly key: string;
  readonly secret: boolean;
  /** Holds a set, which is empty rather than null: references to many, tags, custom fields. */
  readonly isSet: boolean;
}

const known = new WeakMap<Model, readonly LoggedField[]>();

const readLogged = (model: Model): LoggedField[] => {
  const layout = layoutOf(model);
  const own = layout.fields.filter((field) => !field.derived || field.logged || LOGGED_SYSTEM.has(field.key));
  return [
    ...own.map(({ key, secret }) => ({ key, secret, isSet: key === 'customFields' })),
    ...layout.links.map(({ key }) => ({ key, secret: false, isSet: true })),
  ];
};

/** Fields that appear in images, in order: no engine stamps, nothing derived. */
export const loggedFields = (model: Model): readonly LoggedField[] => {
  const fields = known.get(model) ?? readLogged(model);
  known.set(model, fields);
  return fields;
};

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value as object).length === 0);

const masked = (secret: boolean, value: unknown): unknown =>
  secret && value !== null && value !== undefined ? SECRET_MASK : (value ?? null);

/** A field's value as an image has it: null for nothing at all. */
const loggedValue = ({ key, secret, isSet }: LoggedField, row: Row | null): unknown => {
  const value = masked(secret, row?.[key]);
  return isSet && isEmpty(value) ? null : value;
};

const readImage = (model: Model, row: Row): Record<string, unknown> => {
  const image: Record<string, unknown> = {};
  for (const field of loggedFields(model)) {
    const value = loggedValue(field, row);
    if (value !== null) image[field.key] = value;
  }
  return image;
};

/** The row as kept in a change record: what is null and empty sets are left out, secrets are masked. */
export const imageOf = (model: Model, row: Row): Row => readImage(model, row);

/** The same with stamps of an import that are not those of its run, so that the log alone tells them. */
const stampedImage = (model: Model, row: Row, { now, userId }: Stamp): Row => {
  const image = readImage(model, row);
  const [at, by] = [row['lastUpdated'] ?? null, row['lastUpdatedBy'] ?? null];
  if (at !== now) image['lastUpdated'] = at;
  if (by !== userId) image['lastUpdatedBy'] = by;
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
  loggedFields(model).flatMap((field): FieldChange[] => {
    const { key } = field;
    if (key === 'customFields') return customDiff(before?.[key], after?.[key]);
    const [old, now] = [before?.[key] ?? null, after?.[key] ?? null];
    if (sameValue(old, now) || (field.isSet && isEmpty(old) && isEmpty(now))) return [];
    return [{ name: key, before: masked(field.secret, old), after: masked(field.secret, now) }];
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

/** A change whose differences and images are worked out when asked for, since most are written once and read by nobody. */
class RecordedChange implements Change {
  readonly origins?: Row;
  readonly source?: 'cascade';
  #fields: readonly FieldChange[] | null = null;

  /** With its secrets in plain, which is why nothing but this class reaches it. */
  readonly #changed: ChangedRow;
  readonly #stamp: Stamp;

  constructor(changed: ChangedRow, stamp: Stamp) {
    this.#changed = changed;
    this.#stamp = stamp;
    const { action, before, isCascade } = changed;
    if (action === 'delete' && before) this.origins = originsIn(before);
    if (isCascade) this.source = 'cascade';
  }

  get #row(): Row {
    return this.#changed.after ?? this.#changed.before ?? {};
  }

  get type(): string {
    return this.#changed.model.name;
  }

  get id(): string {
    return this.#changed.id;
  }

  get number(): number | null {
    return (this.#row['number'] as number | undefined) ?? null;
  }

  get display(): string {
    return displayOf(this.#changed.model, this.#row);
  }

  get action(): Action {
    return this.#changed.action;
  }

  get version(): number | null {
    return (this.#row['rowVersion'] as number | undefined) ?? null;
  }

  get fields(): readonly FieldChange[] {
    return (this.#fields ??= diffOf(this.#changed));
  }

  get before(): Row | null {
    const { model, before } = this.#changed;
    return before && imageOf(model, before);
  }

  get after(): Row | null {
    const { model, action, after } = this.#changed;
    return action === 'delete' || !after ? null : stampedImage(model, after, this.#stamp);
  }

  /** As others see it. */
  toJSON(): Change {
    const { type, id, number, display, action, version, fields, before, after, source } = this;
    return { type, id, number, display, action, version, fields, before, after, ...(source && { source }) };
  }
}

/** The record of one changed row, or null when nothing that is logged differs. */
export const changeOf = (changed: ChangedRow, stamp: Stamp): Change | null => {
  const change = new RecordedChange(changed, stamp);
  const isWritten = changed.before?.['rowVersion'] !== changed.after?.['rowVersion']; // there and back is a change of the version at least
  return changed.action === 'update' && !isWritten && change.fields.length === 0 ? null : change;
};
