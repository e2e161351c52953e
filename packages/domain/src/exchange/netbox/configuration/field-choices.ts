import type { Registry } from '@plumbline/engine';
import type { ChoiceSet } from '@plumbline/kit';
import { MAPPINGS } from '../mapping.ts';
import { camelCase } from '../names.ts';
import { ENTITY_BY_TYPE } from '../types.ts';

/** A value that an administrator added to a choice set, or gave another label or colour. */
export interface ChoiceRow {
  readonly choiceSet: string;
  readonly value: string;
  readonly label: string;
  readonly color: string | null;
}

/** What one entry of `FIELD_CHOICES` stands for here. */
export interface FieldChoices {
  /** Key in the source, `dcim.Device.status+`. */
  readonly key: string;
  /** Choice set here, or null when there is none to extend. */
  readonly choiceSet: string | null;
  readonly rows: readonly ChoiceRow[];
  /** Built-in values that the entry leaves out, where it replaces all; they stay, since rows may have them. */
  readonly stay: readonly string[];
  /** Why values, or the entry, have no place. */
  readonly problem: string | null;
}

/** Sets whose key in the source names another model than the one that has the field here. */
const ELSEWHERE: Readonly<Record<string, string>> = { 'dcim.module.airflow': 'dcim.moduletype.airflow' };

const setOf = (registry: Registry, key: string): ChoiceSet | null => {
  const [app = '', model = '', field = ''] = (ELSEWHERE[key.toLowerCase()] ?? key).split('.');
  const entity = ENTITY_BY_TYPE.get(`${app}.${model}`.toLowerCase()) ?? '';
  const scalars = registry.find(entity)?.scalars;
  const renamed = Object.entries(MAPPINGS[entity]?.columns ?? {}).find(([, columns]) => columns.includes(field))?.[0];
  return scalars?.get(renamed ?? camelCase(field))?.spec.choiceSet ?? null;
};

const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** `(value, label)`, `(value, label, colour)`, or a group of such under its heading. */
const rowsIn = (choiceSet: string, items: readonly unknown[]): ChoiceRow[] =>
  items.flatMap((item): ChoiceRow[] => {
    if (!Array.isArray(item)) return [];
    const [value, label, color] = item as readonly unknown[];
    if (Array.isArray(label)) return rowsIn(choiceSet, label);
    if (!isText(value) || !isText(label)) return [];
    return [{ choiceSet, value: String(value), label: String(label), color: isText(color) ? String(color) : null }];
  });

const nothing = (key: string, problem: string): FieldChoices => ({ key, choiceSet: null, rows: [], stay: [], problem });

const readEntry = (registry: Registry, key: string, value: unknown): FieldChoices => {
  const isExtension = key.endsWith('+');
  const set = setOf(registry, isExtension ? key.slice(0, -1) : key);
  if (set === null) return nothing(key, 'There are no choices of this name here.');
  if (!Array.isArray(value)) return nothing(key, 'A list of choices was expected.');
  const builtIn = new Set(set.choices.map((choice) => String(choice.value)));
  const all = rowsIn(set.name, value);
  const rows = set.closed ? all.filter((row) => builtIn.has(row.value)) : all;
  const refused = all.filter((row) => !rows.includes(row)).map((row) => row.value);
  const given = new Set(all.map((row) => row.value));
  return {
    key,
    choiceSet: set.name,
    rows,
    stay: isExtension ? [] : [...builtIn].filter((one) => !given.has(one)),
    problem: refused.length === 0 ? null : `The set takes no further values: ${refused.join(', ')}.`,
  };
};

/** Reads `FIELD_CHOICES`: entries that replace a set, and those that extend it, whose key ends in `+`. */
export const readFieldChoices = (registry: Registry, value: unknown): FieldChoices[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).map(([key, own]) => readEntry(registry, key, own))
    : [nothing('FIELD_CHOICES', 'A dict of lists was expected.')];
