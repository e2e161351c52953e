import { words } from '@plumbline/kit';
import type { SaveDraft } from './draft.ts';
import { subject } from './input.ts';
import type { Layout, StoredField } from './layout.ts';

/** What PostgreSQL says about a refused statement. */
export interface PgError extends Error {
  readonly code: string;
  readonly constraint?: string;
  readonly column?: string;
  readonly detail?: string;
}

/** The part of an error that tells which rule of the model it is about. */
export type Cause = Pick<PgError, 'code' | 'constraint' | 'column' | 'detail'>;

/** A refusal in the words of the model. */
export interface Violation {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** SQLSTATE of a violated uniqueness. */
export const UNIQUE = '23505';
const EXCLUSION = '23P01';
const FOREIGN_KEY = '23503';
const NOT_NULL = '23502';

const isPgError = (error: unknown): error is PgError =>
  error instanceof Error &&
  typeof (error as { code?: unknown }).code === 'string' &&
  (error as PgError).code.length === 5;

/** Whether single rows are to blame for an error, so that the others can be saved without them. */
export const isRowError = (error: unknown): error is PgError => isPgError(error) && /^2[23]/.test(error.code);

/** Whether two rows claim the same thing. */
export const isClash = (error: Cause): boolean => error.code === UNIQUE || error.code === EXCLUSION;

/** Whether the error is an exclusion constraint's. */
export const isExclusion = (error: Cause): boolean => error.code === EXCLUSION;

/** Ends an attempt that lost a race and would do better from the start. */
export class TryAgain extends Error {}

/** Ends an attempt without savepoints that the database refused for the sake of a row; the next one finds which. */
export class TryCarefully extends Error {}

/** Whether the transaction as a whole may succeed when it is tried again. */
export const isTransient = (error: unknown): boolean =>
  error instanceof TryAgain || (isPgError(error) && (error.code === '40P01' || error.code === '40001'));

const fieldOfColumn = (layout: Layout, column: string | undefined): StoredField | undefined =>
  layout.fields.find((field) => column !== undefined && field.columns.includes(column));

const blamed = (draft: SaveDraft, fields: readonly string[]): string => {
  const own = fields.filter((field) => draft.changed(field));
  return (own.length > 0 ? own : fields).at(-1) ?? '';
};

const foreignKey = (layout: Layout, error: Cause): Violation => {
  const columns = /^Key \(([^)]*)\)/.exec(error.detail ?? '')?.[1]?.split(', ') ?? [];
  const field = fieldOfColumn(layout, columns.at(-1)?.replaceAll('"', ''));
  const what = field ? words(field.key) : 'object referred to';
  return { field: field?.key ?? '', code: 'NOT_FOUND', message: `The ${what} no longer exists.` };
};

/** Finds the rule behind a violated constraint, by the constraint's name. */
export const violationOf = (draft: SaveDraft, error: Cause): Violation => {
  const { layout } = draft;
  const unique = layout.model.unique.find((rule) => rule.name === error.constraint);
  if (unique) return { field: blamed(draft, unique.fields), code: unique.code, message: unique.message };
  const named = layout.model.constraints.find((constraint) => constraint.name === error.constraint);
  if (named) return { field: named.field ?? '', code: named.code, message: named.message };
  if (error.code === FOREIGN_KEY) return foreignKey(layout, error);
  const field = fieldOfColumn(layout, error.column)?.key ?? '';
  if (error.code === NOT_NULL)
    return { field, code: 'REQUIRED', message: `${subject(field || 'a field')} is required.` };
  if (error.code === UNIQUE)
    return { field: '', code: 'DUPLICATE', message: `Another ${layout.model.label} has the same id.` };
  return {
    field,
    code: 'BAD_USER_INPUT',
    message: `A value of this ${layout.model.label} is outside what its field allows.`,
  };
};
