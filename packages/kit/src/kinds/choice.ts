import { equality, ok, plainCsv, refuse, shown, type Kind } from '../kind.ts';
import { didYouMean } from '../names.ts';
import type { FieldSpec } from '../spec.ts';

const quoted = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;

const known = new WeakMap<object, ReadonlySet<unknown>>();

/** The values of a choice set, gathered once. */
const valuesOf = (choices: readonly { readonly value: unknown }[]): ReadonlySet<unknown> => {
  const values = known.get(choices);
  if (values) return values;
  const made = new Set(choices.map(({ value }) => value));
  known.set(choices, made);
  return made;
};

/** Reads a choice; values administrators or an import added to an open set are let through by the pipeline. */
const parseChoice = (value: unknown, field: FieldSpec) => {
  const choices = field.choiceSet?.choices ?? [];
  if (valuesOf(choices).has(value)) return ok(value);
  const values = choices.map((choice) => String(choice.value));
  const hint = typeof value === 'string' ? didYouMean(value, values) : '';
  const list =
    values.length > 12 ? `${values.slice(0, 12).join(', ')}, ... (${values.length} values)` : values.join(', ');
  return refuse(`must be one of ${list}; ${shown(value)} is not.${hint}`);
};

const closedCheck = (field: FieldSpec, c: string): string[] =>
  field.choiceSet?.closed
    ? [`${c} IN (${field.choiceSet.choices.map((choice) => quoted(choice.value)).join(', ')})`]
    : [];

/** One value of a choice set, stored as text. */
export const choice: Kind = {
  name: 'choice',
  column: (field) => `character varying(${field.max ?? 50})`,
  checks: closedCheck,
  scalar: 'String',
  json: 'string',
  operators: [...equality, 'contains', 'startsWith', 'icontains', 'istartsWith'],
  sortable: true,
  parse: parseChoice,
  ...plainCsv,
  sample: (n, field) => {
    const choices = field.choiceSet?.choices ?? [];
    return choices[n % Math.max(choices.length, 1)]?.value ?? null;
  },
};

/** One value of a choice set of whole numbers. */
export const intChoice: Kind = {
  ...choice,
  name: 'intChoice',
  column: () => 'integer',
  scalar: 'Int',
  json: 'number',
  operators: [...equality, 'lt', 'lte', 'gt', 'gte', 'between'],
  fromCsv: (cell) => (cell === '' ? null : Number(cell)),
};
