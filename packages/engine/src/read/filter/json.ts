import { didYouMean, shown } from '@plumbline/kit';
import type { ScalarField } from '../../registry/model.ts';
import { translateRegex } from './regex.ts';
import type { FilterReader } from './parse.ts';
import type { FilterNode, JsonTest } from './tree.ts';

/** Operators on values inside JSON: custom fields and JSON paths. */
export const jsonOperators: readonly JsonTest['operator'][] = [
  'eq',
  'ne',
  'in',
  'notIn',
  'isNull',
  'exists',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'contains',
  'startsWith',
  'endsWith',
  'regex',
  'ieq',
  'icontains',
  'istartsWith',
  'iendsWith',
  'iregex',
  'has',
];

const TEXT: ReadonlySet<string> = new Set([
  'startsWith',
  'endsWith',
  'ieq',
  'icontains',
  'istartsWith',
  'iendsWith',
  'contains',
]);
const ORDER: ReadonlySet<string> = new Set(['lt', 'lte', 'gt', 'gte']);

const isComparable = (value: unknown): boolean => typeof value === 'number' || typeof value === 'string';

const problemOf = (operator: JsonTest['operator'], value: unknown): string | null => {
  if (operator === 'isNull' || operator === 'exists')
    return typeof value === 'boolean' ? null : 'must be true or false.';
  if (value === null || value === undefined) return 'must not be null; use isNull to find empty values.';
  if (operator === 'in' || operator === 'notIn') return Array.isArray(value) ? null : 'must be a list.';
  if (TEXT.has(operator)) return typeof value === 'string' ? null : 'must be text.';
  if (ORDER.has(operator)) return isComparable(value) ? null : 'must be a number or text.';
  if (operator === 'between')
    return Array.isArray(value) &&
      value.length === 2 &&
      value.every(isComparable) &&
      typeof value[0] === typeof value[1]
      ? null
      : 'must be a list of two numbers or two texts, lowest first.';
  if (operator !== 'regex' && operator !== 'iregex') return null;
  const translated = typeof value === 'string' ? translateRegex(value) : null;
  if (translated === null) return 'must be text.';
  return translated.ok ? null : translated.problem;
};

const parseTest = (
  reader: FilterReader,
  field: ScalarField,
  path: readonly string[],
  operator: string,
  value: unknown,
  at: string,
): FilterNode[] => {
  reader.count(at);
  if (!(jsonOperators as readonly string[]).includes(operator)) {
    reader.refuse(at, `There is no operator "${operator}" on JSON.${didYouMean(operator, jsonOperators)}`);
    return [];
  }
  const known = operator as JsonTest['operator'];
  const problem = problemOf(known, value);
  if (problem === null) return [{ kind: 'json', field, path, operator: known, value }];
  reader.refuse(at, `${path.join('.')}: ${problem.startsWith('is ') ? problem : `the value ${problem}`}`);
  return [];
};

/** Keys that name the place in the document; the others are operators. */
const placeOf = (entry: Readonly<Record<string, unknown>>): unknown => entry['name'] ?? entry['path'];

const parseEntry = (reader: FilterReader, field: ScalarField, input: unknown, at: string): FilterNode[] => {
  const entry = reader.object(input, at, 'The condition');
  if (!entry) return [];
  const place = placeOf(entry);
  if (typeof place !== 'string' || place === '') {
    reader.refuse(
      at,
      `A condition on JSON needs ${field.name === 'customFields' ? 'the "name" of a custom field' : 'a "path" such as "a.b"'}, not ${shown(place)}.`,
    );
    return [];
  }
  const path = entry['name'] === undefined ? place.split('.') : [place];
  const tests = Object.entries(entry).filter(([key, value]) => key !== 'name' && key !== 'path' && value !== undefined);
  if (tests.length === 0) reader.refuse(at, `The condition on ${place} names no operator.`);
  return tests.flatMap(([operator, value]) => parseTest(reader, field, path, operator, value, `${at}.${operator}`));
};

/** Reads `[{ name | path, operator: value, ... }]`; all of them must hold. */
export const parseJsonTests = (
  reader: FilterReader,
  field: ScalarField,
  input: unknown,
  path: string,
): FilterNode[] => {
  const entries = Array.isArray(input) ? (input as unknown[]) : [input];
  if (entries.length === 0) reader.refuse(path, 'The list of conditions is empty.');
  return entries.flatMap((entry, index) => parseEntry(reader, field, entry, `${path}.${index}`));
};
