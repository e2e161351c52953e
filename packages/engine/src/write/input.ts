import { didYouMean, upperFirst, words } from '@plumbline/kit';
import { isReference, type SecretReference } from '../secrets/reference.ts';
import { SECRET_MASK } from '../secrets/sealer.ts';
import type { SaveDraft } from './draft.ts';
import { requestFor } from './key.ts';
import type { LinkField, StoredField } from './layout.ts';
import type { RefRequest } from './references.ts';
import type { Run } from './run.ts';
import { canonical, sameValue } from './values.ts';
import type { InputRow } from './work.ts';

/** Keys of an input that steer the write and are no fields. */
export const STEERING: ReadonlySet<string> = new Set(['id', 'number', 'key', 'ref', 'rowVersion', 'provenance']);

/** A value that an open choice set may or may not hold by now. */
export interface ChoiceQuestion {
  readonly draft: SaveDraft;
  readonly field: StoredField;
  readonly choiceSet: string;
  readonly value: string;
  readonly problem: string;
}

/** What reading an input leaves to be answered by the database. */
export interface Pending {
  readonly requests: RefRequest[];
  readonly choices: ChoiceQuestion[];
}

const broken = (
  draft: SaveDraft,
  key: string,
  code: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): void => {
  draft.spoil(key);
  draft.refuse(key, code, message, details);
};

/** A field's name at the start of a sentence. */
export const subject = (key: string): string => upperFirst(words(key));

const isOpenChoice = (field: StoredField, value: unknown): value is string | number => {
  const spec = field.source.spec;
  return (
    spec.choiceSet !== undefined &&
    !spec.choiceSet.closed &&
    (typeof value === 'string' || typeof value === 'number') &&
    value !== ''
  );
};

const fitsChoice = (field: StoredField, value: string | number): boolean =>
  field.source.spec.kind === 'choice'
    ? typeof value === 'string' && value.length <= (field.source.spec.max ?? 50)
    : Number.isInteger(value);

/** The server's own environment and files are its administrators' to point at. */
const refusedReference = (run: Run, reference: SecretReference) => {
  const problem = run.engine.vault.outside.refuse(reference);
  if (problem !== null) return { code: 'BAD_USER_INPUT', problem };
  if (run.actor.superuser) return null;
  return { code: 'FORBIDDEN', problem: 'may be made to refer to a place outside by administrators only.' };
};

const readScalar = (run: Run, draft: SaveDraft, field: StoredField, value: unknown, pending: Pending): void => {
  if (field.source.kind !== 'scalar' || (field.secret && value === SECRET_MASK)) return;
  const { type, spec } = field.source;
  const parsed = type.parse(value, spec);
  const outside = parsed.ok && field.secret && isReference(parsed.value) ? refusedReference(run, parsed.value) : null;
  if (outside) broken(draft, field.key, outside.code, `${subject(field.key)} ${outside.problem}`);
  else if (parsed.ok) draft.values[field.key] = canonical(parsed.value, spec);
  else if (isOpenChoice(field, value) && fitsChoice(field, value)) {
    draft.values[field.key] = value;
    const choiceSet = spec.choiceSet?.name ?? '';
    pending.choices.push({ draft, field, choiceSet, value: String(value), problem: parsed.problem });
  } else broken(draft, field.key, 'BAD_USER_INPUT', `${subject(field.key)} ${parsed.problem}`);
};

const readReference = (run: Run, draft: SaveDraft, field: StoredField, value: unknown, pending: Pending): void => {
  if (field.source.kind === 'scalar') return;
  const { key } = field;
  const assign = (stored: unknown) => (draft.values[key] = stored);
  const refuse: RefRequest['refuse'] = (code, message, details) => broken(draft, key, code, message, details);
  pending.requests.push(...requestFor(run, field.source, value, assign, refuse));
};

interface LinkEdit {
  readonly add: readonly unknown[];
  readonly remove: readonly unknown[];
  readonly replace: boolean;
}

const linkEdit = (value: unknown): LinkEdit | null => {
  if (Array.isArray(value)) return { add: value, remove: [], replace: true };
  if (typeof value !== 'object' || value === null) return null;
  const { add = [], remove = [], set, ...rest } = value as Readonly<Record<string, unknown>>;
  if (Object.keys(rest).length > 0) return null;
  if (set !== undefined && set !== null) return linkEdit(set);
  return Array.isArray(add) && Array.isArray(remove) ? { add, remove, replace: false } : null;
};

const readLinks = (run: Run, draft: SaveDraft, link: LinkField, value: unknown, pending: Pending): void => {
  const edit = linkEdit(value ?? []);
  if (edit?.replace && edit.add.length === 0) return void (draft.values[link.key] = []);
  if (!edit) return broken(draft, link.key, 'BAD_USER_INPUT', `${subject(link.key)} takes a list, or { add, remove }.`);
  const current = edit.replace ? [] : ((draft.before?.[link.key] ?? []) as readonly string[]);
  const target = run.registry.model(link.edge.target);
  draft.values[link.key] = [...current].toSorted();
  const list = () => (draft.values[link.key] ?? []) as readonly string[];
  const ask = (items: readonly unknown[], change: (id: string) => readonly string[]) =>
    items.forEach((given, i) =>
      pending.requests.push({
        target,
        given,
        assign: (id) => (draft.values[link.key] = change(id).toSorted()),
        refuse: (code, message, details) => broken(draft, `${link.key}.${i}`, code, message, details),
      }),
    );
  ask(edit.add, (id) => [...new Set([...list(), id])]);
  ask(edit.remove, (id) => list().filter((other) => other !== id));
};

const readCustomFields = (draft: SaveDraft, value: unknown): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return broken(draft, 'customFields', 'BAD_USER_INPUT', 'Custom fields are an object of values by field name.');
  const merged = { ...(draft.before?.['customFields'] as object | undefined), ...value };
  draft.values['customFields'] = Object.fromEntries(
    Object.entries(merged).filter(([, item]) => item !== null && item !== undefined),
  );
};

/** Import and nested writes may set what the engine or a derive keeps. */
const maySet = (run: Run, field: StoredField): boolean =>
  !field.generated &&
  field.key !== 'id' &&
  field.key !== 'rowVersion' &&
  (run.trusted || (run.restoring && (field.system || field.logged)) || (run.depth > 0 && !field.system));

const readField = (run: Run, draft: SaveDraft, key: string, value: unknown, pending: Pending): void => {
  const link = draft.layout.linkByKey.get(key);
  if (link) return readLinks(run, draft, link, value, pending);
  const field = draft.layout.byKey.get(key);
  const { model, byKey, linkByKey } = draft.layout;
  if (!field)
    return broken(
      draft,
      key,
      'BAD_USER_INPUT',
      `A ${model.label} has no field "${key}".${didYouMean(key, [...byKey.keys(), ...linkByKey.keys()])}`,
    );
  if (field.derived && !maySet(run, field))
    return broken(draft, key, 'BAD_USER_INPUT', `${subject(key)} is kept by the product and can't be set.`);
  if (key === 'customFields') return value === null ? undefined : readCustomFields(draft, value);
  if (value === null) draft.values[key] = null;
  else if (field.source.kind === 'scalar') readScalar(run, draft, field, value, pending);
  else readReference(run, draft, field, value, pending);
};

/** Reads an input into its draft; what needs the database is collected in `pending`. */
export const readInput = (run: Run, draft: SaveDraft, input: InputRow, pending: Pending): void => {
  const { model } = draft.layout;
  const extra = run.engine.rulesOf(model.name).commands.get(draft.action)?.extraInputs ?? [];
  for (const key in input) {
    const value = input[key];
    if (
      value === undefined ||
      extra.some((field) => field.key === key) ||
      (STEERING.has(key) && !model.spec.fields.has(key))
    )
      continue;
    readField(run, draft, key, value, pending);
  }
};

/** Fields of the row that the input asks for and the stored row has otherwise. */
export const differing = (draft: SaveDraft): string[] =>
  Object.keys(draft.input).filter((key) => key in draft.values && !sameValue(draft.before?.[key], draft.values[key]));
