import type { Problem } from '@plumbline/kit';
import { didYouMean } from '@plumbline/kit';
import { emptied, typeProblem } from './value-types.ts';
import type { CustomFieldDefinition, CustomFieldType, ValueTools } from './value-types.ts';

/** How values of one object type are checked. */
export interface CheckOptions extends ValueTools {
  /** Input path of the values; `customFields` when left out. */
  readonly path?: string;
  /** What to do with a key that no field has: refuse it, or drop it as imports do. Default `refuse`. */
  readonly unknown?: 'refuse' | 'drop';
  /** Fill absent keys from the defaults of their fields, as a new object does. Default false. */
  readonly fillDefaults?: boolean;
}

/** A value that no other object of the type may have. */
export interface UniqueValue {
  readonly field: string;
  readonly value: unknown;
}

/** Objects that a value names; whether they exist and fit the field's filter is for the caller to look up, set-wise. */
export interface ReferencedObjects {
  readonly field: string;
  readonly objectType: string;
  /** Filter of the type that each of them has to match; null takes all. */
  readonly filter: unknown;
  readonly ids: readonly string[];
}

/** Checked values of one object. */
export interface CheckedValues {
  /** To be stored: known keys only, empty lists of objects as null. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Every problem of every field; empty when the values may be stored. */
  readonly problems: readonly Problem[];
  readonly uniqueValues: readonly UniqueValue[];
  readonly references: readonly ReferencedObjects[];
}

const REFERENCE_TYPES: ReadonlySet<CustomFieldType> = new Set(['object', 'multiobject']);

/**
 * Checks all custom field values of one object against the fields of its type, everything at once.
 *
 * `values` are the values the object will have, those it had before included. Null and '' are empty: they skip all
 * checks, and only a required field refuses them, as it refuses an absent key. Nothing is read or written.
 */
export const checkCustomFieldValues = (
  definitions: readonly CustomFieldDefinition[],
  values: Readonly<Record<string, unknown>>,
  options: CheckOptions = {},
): CheckedValues => {
  const { path = 'customFields' } = options;
  const stored = storedValues(definitions, values, options.fillDefaults ?? false);
  const checked = definitions.map((definition) => ({ definition, value: stored.get(definition.name) }));
  const filled = checked.filter(({ value }) => !isEmpty(value));
  return {
    values: Object.fromEntries(stored),
    problems: [
      ...(options.unknown === 'drop' ? [] : unknownKeys(definitions, values, path)),
      ...checked.flatMap(({ definition, value }) => problemsOf(definition, value, path, options)),
    ],
    uniqueValues: filled
      .filter(({ definition }) => definition.unique && definition.type !== 'boolean')
      .map(({ definition, value }) => ({ field: definition.name, value })),
    references: filled
      .filter(({ definition }) => REFERENCE_TYPES.has(definition.type))
      .map(({ definition, value }) => ({
        field: definition.name,
        objectType: definition.relatedObjectType ?? '',
        filter: definition.relatedObjectFilter,
        ids: idsOf(value),
      })),
  };
};

/** Known keys only; absent ones stay absent unless defaults fill them. */
const storedValues = (
  definitions: readonly CustomFieldDefinition[],
  values: Readonly<Record<string, unknown>>,
  fillDefaults: boolean,
): Map<string, unknown> => {
  const stored = new Map<string, unknown>();
  for (const definition of definitions) {
    const { name } = definition;
    if (Object.hasOwn(values, name)) stored.set(name, emptied(definition, values[name]));
    else if (fillDefaults && definition.default !== null) stored.set(name, definition.default);
  }
  return stored;
};

const unknownKeys = (
  definitions: readonly CustomFieldDefinition[],
  values: Readonly<Record<string, unknown>>,
  path: string,
): Problem[] => {
  const names = new Set(definitions.map(({ name }) => name));
  return Object.keys(values)
    .filter((key) => !names.has(key))
    .map((key) => ({
      path: `${path}.${key}`,
      code: 'CUSTOM_FIELD_UNKNOWN',
      message: `There is no custom field "${key}" on this type.${didYouMean(key, names)}`,
    }));
};

const problemsOf = (definition: CustomFieldDefinition, value: unknown, path: string, tools: ValueTools): Problem[] => {
  const at = `${path}.${definition.name}`;
  if (isEmpty(value)) {
    if (!definition.required) return [];
    return [
      {
        path: at,
        code: 'CUSTOM_FIELD_REQUIRED',
        message: `${definition.label ?? definition.name} is required; give it a value.`,
      },
    ];
  }
  return typeProblem(definition, value, tools).map((reason) => ({
    path: at,
    code: 'CUSTOM_FIELD_INVALID',
    message: `${definition.label ?? definition.name} ${reason}`,
  }));
};

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

const idsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string');
