import type { UserError } from '../../api/errors.ts';
import { type Catalogue, isCommonField } from '../../catalogue/catalogue.ts';
import type { RefValue, Row, UiEntity, UiField } from '../../catalogue/types.ts';
import { widgetOf } from '../../widgets/registry.ts';
import type { FormValue } from '../../widgets/widget.ts';

/** Values of a form by input name. */
export type FormValues = Record<string, FormValue>;

/** One field of a form: a field of the entity or one of its custom fields. */
export interface FormField {
  /** Name in the form; custom fields carry a prefix. */
  name: string;
  field: UiField;
  custom: boolean;
}

/** Prefix of custom fields among the names of a form. */
export const customName = 'custom:';

/** The fields a form shows: what the API takes, without what is fixed after creation. */
export function formFields(entity: UiEntity, mode: 'create' | 'edit'): FormField[] {
  const own = entity.fields.filter(
    (field) => field.input && !isCommonField(field.name) && !(mode === 'edit' && field.immutable),
  );
  const verb = mode === 'create' ? 'create' : 'update';
  const extra = (entity.extraInputs ?? []).filter((field) => field.verb === verb);
  // What an object joins is asked before what it is: a cable is its ends.
  const ends = extra.filter((field) => field.kind === 'arcs').map((field) => ({ group: 'Ends', ...field }));
  const rest = extra.filter((field) => field.kind !== 'arcs');
  const custom = (entity.custom ?? []).filter(({ input }) => input);
  return [
    ...[...ends, ...own, ...rest].map((field) => ({ name: field.name, field, custom: false })),
    ...custom.map((field) => ({ name: customName + field.name, field, custom: true })),
  ];
}

/** A polymorphic reference of a query as the form holds it: with its arm. */
function arcValue(catalogue: Catalogue, field: UiField, value: unknown): FormValue {
  const row = value as Row | null | undefined;
  if (!row) return null;
  const entity = catalogue.byType.get(String(row['__typename']));
  const arm = field.targets?.find(({ target }) => target === entity?.name)?.arm;
  return arm ? { arm, row: row as RefValue } : null;
}

/** The object that a row is attached to, by the id alone: its name is looked up where it is shown. */
function attachedValue(row: Row | null): FormValue {
  const arm = row?.['objectType'];
  const id = row?.['objectId'];
  if (typeof arm !== 'string' || typeof id !== 'string') return null;
  return { arm, row: { id, number: null, display: null } };
}

function startValue(catalogue: Catalogue, { field, custom }: FormField, row: Row | null): FormValue {
  if (field.kind === 'anyObject') return attachedValue(row);
  const custom_ = (row?.['customFields'] ?? {}) as Record<string, unknown>;
  const value = row ? (custom ? custom_[field.name] : row[field.name]) : field.default;
  return field.kind === 'arc' ? arcValue(catalogue, field, value) : widgetOf(field.kind).toForm(value);
}

/** Values a form starts with: those of the row, or the defaults. */
export function startValues(catalogue: Catalogue, fields: readonly FormField[], row: Row | null): FormValues {
  return Object.fromEntries(fields.map((item) => [item.name, startValue(catalogue, item, row)]));
}

/** Input objects and what keeps values out of them. */
export interface FormOutcome {
  input: Record<string, unknown>;
  /** Problem by form name. */
  problems: Record<string, string>;
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function collect(
  fields: readonly FormField[],
  values: FormValues,
  keep: (item: FormField, value: unknown) => boolean,
): FormOutcome {
  const input: Record<string, unknown> = {};
  const customFields: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const item of fields) {
    const outcome = widgetOf(item.field.kind).toInput(values[item.name] ?? null, item.field);
    if (!outcome.ok) problems[item.name] = outcome.problem;
    else if (item.field.required && !item.field.fixed && isBlank(outcome.value) && item.field.kind !== 'secret') {
      problems[item.name] = 'This is needed.';
    } else if (keep(item, outcome.value)) {
      if (item.custom) customFields[item.field.name] = outcome.value;
      else if (item.field.kind === 'anyObject') Object.assign(input, outcome.value);
      else input[item.field.name] = outcome.value;
    }
  }
  if (Object.keys(customFields).length > 0) input['customFields'] = customFields;
  return { input, problems };
}

/** The input of a create: what is filled, and defaults that were emptied on purpose. */
export function createInput(fields: readonly FormField[], values: FormValues): FormOutcome {
  return collect(
    fields,
    values,
    ({ field }, value) => !isBlank(value) || (field.default !== undefined && field.default !== null),
  );
}

/** Whether a value of the form differs from where it started. */
export function isChanged(item: FormField, start: FormValues, values: FormValues): boolean {
  const { toInput } = widgetOf(item.field.kind);
  const before = toInput(start[item.name] ?? null, item.field);
  const after = toInput(values[item.name] ?? null, item.field);
  if (item.field.kind === 'secret') return values[item.name] !== '' && values[item.name] !== null;
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** The input of an update: only what changed, so that others' edits of other fields stay. */
export function updateInput(fields: readonly FormField[], start: FormValues, values: FormValues): FormOutcome {
  return collect(fields, values, (item) => isChanged(item, start, values));
}

/** Refusals sorted to the fields they name; the rest concerns the whole form. */
export interface MappedErrors {
  byName: Record<string, string>;
  general: UserError[];
}

function nameOfPath(fields: readonly FormField[], path: string | null): string | undefined {
  const keys = (path ?? '').split('.').filter((key) => key !== 'input' && key !== 'set' && !/^\d+$/.test(key));
  const [first, second] = keys;
  if (first === 'customFields' && second) return customName + second;
  const own = first === 'objectType' ? fields.find(({ field }) => field.kind === 'anyObject') : undefined;
  const named = own ?? fields.find(({ name }) => name === first);
  return (named ?? fields.find((item) => !item.custom && item.field.name === first))?.name;
}

/** Maps `input.0.position` to the field `position`. */
export function mapErrors(fields: readonly FormField[], errors: readonly UserError[]): MappedErrors {
  const byName: Record<string, string> = {};
  const general: UserError[] = [];
  for (const error of errors) {
    const name = nameOfPath(fields, error.path);
    if (!name) general.push(error);
    else byName[name] = byName[name] ? `${byName[name]} ${error.message}` : error.message;
  }
  return { byName, general };
}
