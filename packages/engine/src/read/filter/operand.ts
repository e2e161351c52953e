import { didYouMean, shown, type FieldSpec, type Operator } from '@plumbline/kit';
import { NetSyntaxError } from '@plumbline/net';
import type { ScalarField } from '../../registry/model.ts';
import { networkOf } from '../addresses.ts';
import { idArray, textArray } from '../context.ts';
import { translateRegex } from './regex.ts';

/** A value ready to be a parameter, or a sentence about what is wrong with it. */
export type Operand = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

/** Tells whether an organization added a value to an open choice set. */
export type KnownChoice = (choiceSet: string, value: string) => boolean;

const ok = (value: unknown): Operand => ({ ok: true, value });
const refuse = (problem: string): Operand => ({ ok: false, problem });

const TEXT_PARTS: ReadonlySet<Operator> = new Set<Operator>([
  'contains',
  'startsWith',
  'endsWith',
  'ieq',
  'icontains',
  'istartsWith',
  'iendsWith',
]);
const NETWORKS: ReadonlySet<Operator> = new Set<Operator>([
  'within',
  'withinOrEqual',
  'containsAddress',
  'containsOrEqual',
  'overlaps',
  'host',
]);
const FREE_TEXT: ReadonlySet<string> = new Set(['text', 'longText', 'slug', 'url', 'timeZone']);

const text = (value: unknown): Operand => {
  if (typeof value !== 'string') return refuse(`must be text, not ${shown(value)}.`);
  return value.includes('\0') ? refuse('must not contain a NUL character.') : ok(value);
};

const whole = (value: unknown): Operand =>
  Number.isInteger(value) ? ok(value) : refuse(`must be a whole number, not ${shown(value)}.`);

const network = (value: unknown): Operand => {
  try {
    networkOf(String(value));
    return ok(String(value));
  } catch (error) {
    if (error instanceof NetSyntaxError) return refuse(error.message);
    throw error;
  }
};

const choice = (field: ScalarField, value: unknown, known: KnownChoice): Operand => {
  const set = field.spec.choiceSet;
  const isInteger = field.spec.kind === 'intChoice';
  if (isInteger ? !Number.isInteger(value) : typeof value !== 'string')
    return refuse(`must be ${isInteger ? 'a whole number' : 'text'}, not ${shown(value)}.`);
  if (!set || set.choices.some((c) => c.value === value) || (!set.closed && known(set.name, String(value))))
    return ok(value);
  const values = set.choices.map((c) => String(c.value));
  const hint = didYouMean(String(value), values);
  return refuse(
    `${shown(value)} is no value of ${field.name}.${hint || ` It takes ${values.slice(0, 12).join(', ')}.`}`,
  );
};

const withoutLimits = ({ min: _min, max: _max, not: _not, ...spec }: FieldSpec): FieldSpec => spec;

/** Numbers are compared, not stored: any size and scale is a fair bound. */
const numeric = (field: ScalarField, value: unknown): Operand => {
  const asText = typeof value === 'number' ? String(value) : value;
  if (typeof asText !== 'string' || !/^-?\d{1,100}(\.\d{1,100})?$/.test(asText))
    return refuse(`must be a number, not ${shown(value)}.`);
  return field.spec.kind === 'decimal' || !asText.includes('.')
    ? ok(asText)
    : refuse(`must be a whole number, not ${shown(value)}.`);
};

const single = (field: ScalarField, value: unknown, known: KnownChoice): Operand => {
  const { kind } = field.spec;
  if (FREE_TEXT.has(kind)) return text(value);
  if (kind === 'choice' || kind === 'intChoice') return choice(field, value, known);
  if (kind === 'int' || kind === 'bigint' || kind === 'decimal') return numeric(field, value);
  const parsed = field.type.parse(value, withoutLimits(field.spec));
  return parsed.ok ? ok(parsed.value) : refuse(parsed.problem);
};

const list = (field: ScalarField, value: unknown, known: KnownChoice): Operand => {
  if (!Array.isArray(value)) return refuse(`must be a list, not ${shown(value)}.`);
  const operands = value.map((item: unknown) =>
    item === null ? refuse('must not hold null; use isNull.') : single(field, item, known),
  );
  const wrong = operands.find((operand) => !operand.ok);
  if (wrong) return wrong;
  const texts = operands.map((operand) => String(operand.ok ? operand.value : ''));
  return ok(field.spec.kind === 'uuid' ? idArray(texts) : textArray(texts));
};

const between = (field: ScalarField, value: unknown, known: KnownChoice): Operand => {
  if (!Array.isArray(value) || value.length !== 2) return refuse('must be a list of two values, lowest first.');
  const bounds = value.map((item: unknown) =>
    item === null ? refuse('must not hold null.') : single(field, item, known),
  );
  return bounds.find((bound) => !bound.ok) ?? ok(bounds.map((bound) => (bound.ok ? bound.value : null)));
};

/** A member of a list field or multirange. */
const member = (field: ScalarField, value: unknown): Operand =>
  field.spec.kind === 'textList' ? text(value) : whole(value);

/** Reads the right-hand side of an operator on a field. */
export const operandOf = (field: ScalarField, operator: Operator, value: unknown, known: KnownChoice): Operand => {
  if (value === null || value === undefined) return refuse('must not be null; use isNull to find empty values.');
  if (operator === 'isNull')
    return typeof value === 'boolean' ? ok(value) : refuse(`must be true or false, not ${shown(value)}.`);
  if (operator === 'in' || operator === 'notIn') return list(field, value, known);
  if (operator === 'between') return between(field, value, known);
  if (operator === 'has') return member(field, value);
  if (operator === 'family')
    return value === 4 || value === 6 ? ok(value) : refuse(`must be 4 or 6, not ${shown(value)}.`);
  if (operator === 'length') return whole(value);
  if (NETWORKS.has(operator)) return network(value);
  if (TEXT_PARTS.has(operator)) return text(value);
  if (operator !== 'regex' && operator !== 'iregex') return single(field, value, known);
  const pattern = text(value);
  if (!pattern.ok) return pattern;
  const translated = translateRegex(String(pattern.value));
  return translated.ok ? ok(translated.pattern) : refuse(translated.problem);
};
