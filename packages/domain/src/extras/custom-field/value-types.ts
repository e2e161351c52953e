/** Types a custom field can have. */
export type CustomFieldType =
  | 'text'
  | 'longtext'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'url'
  | 'json'
  | 'select'
  | 'multiselect'
  | 'object'
  | 'multiobject';

/** What of a custom field decides which values it takes. */
export interface CustomFieldDefinition {
  readonly name: string;
  /** For messages; the name when null. */
  readonly label: string | null;
  readonly type: CustomFieldType;
  readonly required: boolean;
  readonly unique: boolean;
  readonly default: unknown;
  /** Decimal texts; for integer and decimal only. */
  readonly minimum: string | null;
  readonly maximum: string | null;
  /** For text, longtext and url; matches from the start of the value, not to its end. */
  readonly regex: string | null;
  /** JSON schema; for json only. */
  readonly schema: unknown;
  /** Values of the choice set, built-in and own; for select and multiselect only. */
  readonly choices: ReadonlySet<string> | null;
  /** Entity such as `dcim.Site`; for object and multiobject only. */
  readonly relatedObjectType: string | null;
  /** Filter of the related type that the object has to match; null takes every object. */
  readonly relatedObjectFilter: unknown;
}

/** Engines that this module does not bring along. */
export interface ValueTools {
  /** Whether a pattern matches at the start of a text; JavaScript's own engine when left out. @throws SyntaxError */
  readonly matchesAtStart?: (pattern: string, text: string) => boolean;
  /** What of the value breaks the schema, as phrases such as `port must be a number`; schemas are not checked when left out. */
  readonly schemaErrors?: (schema: unknown, value: unknown) => readonly string[];
}

type Check = (value: unknown, definition: CustomFieldDefinition, tools: ValueTools) => readonly string[];

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(?:Z|[+-](\d{2}):?(\d{2}))?$/;
const MAX_NAMED_CHOICES = 10;

/** What is wrong with a value that is not empty, as phrases that follow the field's label; empty when it fits. */
export const typeProblem = (definition: CustomFieldDefinition, value: unknown, tools: ValueTools): readonly string[] =>
  CHECKS[definition.type](value, definition, tools);

/** The value as stored: an empty list becomes null for fields that hold a list. */
export const emptied = ({ type }: CustomFieldDefinition, value: unknown): unknown =>
  (type === 'multiobject' || type === 'multiselect') && Array.isArray(value) && value.length === 0 ? null : value;

const checkText: Check = (value, { regex }, { matchesAtStart = matchesWithJavaScript }) => {
  if (typeof value !== 'string') return ['must be text.'];
  if (regex === null || regex === '') return [];
  try {
    return matchesAtStart(regex, value) ? [] : [`must match the pattern ${regex}.`];
  } catch {
    return [`has a pattern that can not be read, ${regex}; correct the custom field.`];
  }
};

const checkInteger: Check = (value, definition) =>
  Number.isSafeInteger(value) ? checkLimits(value as number, definition) : ['must be a whole number.'];

const checkDecimal: Check = (value, definition) =>
  typeof value === 'number' && Number.isFinite(value)
    ? checkLimits(value, definition)
    : ['must be a number, such as 1.5.'];

const checkLimits = (value: number, { minimum, maximum }: CustomFieldDefinition): string[] => {
  if (minimum !== null && value < Number(minimum)) return [`must be at least ${trimmed(minimum)}.`];
  if (maximum !== null && value > Number(maximum)) return [`must be at most ${trimmed(maximum)}.`];
  return [];
};

const checkBoolean: Check = (value) => (typeof value === 'boolean' ? [] : ['must be true or false.']);

const checkDate: Check = (value) =>
  typeof value === 'string' && isDate(value) ? [] : ['must be a date, such as 2026-03-31.'];

const checkDateTime: Check = (value) =>
  typeof value === 'string' && isDateTime(value) ? [] : ['must be a date and time, such as 2026-03-31T14:00:00Z.'];

const checkJson: Check = (value, { schema }, { schemaErrors }) =>
  schema === null || schema === undefined || !schemaErrors
    ? []
    : schemaErrors(schema, value).map((error) => `does not fit its schema: ${error}.`);

const checkSelect: Check = (value, { choices }) =>
  typeof value === 'string' && choices?.has(value)
    ? []
    : [`has no choice ${JSON.stringify(value)}; choose ${listOf(choices)}.`];

const checkMultiselect: Check = (value, definition, tools) => {
  if (!Array.isArray(value)) return [`must be a list; choose from ${listOf(definition.choices)}.`];
  const repeated = firstRepeated(value);
  const problems = [...new Set<unknown>(value)].flatMap((each) => checkSelect(each, definition, tools));
  return repeated === undefined ? problems : [...problems, `lists ${JSON.stringify(repeated)} twice; name it once.`];
};

const checkObject: Check = (value, { relatedObjectType }) =>
  typeof value === 'string' && UUID.test(value)
    ? []
    : [`must be the id of a ${relatedObjectType ?? 'related object'}.`];

const checkMultiobject: Check = (value, definition, tools) => {
  if (!Array.isArray(value)) return [`must be a list of ids of ${definition.relatedObjectType ?? 'related objects'}.`];
  const repeated = firstRepeated(value);
  const wrong = value.find((each) => checkObject(each, definition, tools).length > 0) as unknown;
  return [
    ...(wrong === undefined
      ? []
      : [`lists ${JSON.stringify(wrong)}, which is no id of a ${definition.relatedObjectType ?? 'related object'}.`]),
    ...(repeated === undefined ? [] : [`lists ${JSON.stringify(repeated)} twice; name it once.`]),
  ];
};

const CHECKS: Readonly<Record<CustomFieldType, Check>> = {
  text: checkText,
  longtext: checkText,
  url: checkText,
  integer: checkInteger,
  decimal: checkDecimal,
  boolean: checkBoolean,
  date: checkDate,
  datetime: checkDateTime,
  json: checkJson,
  select: checkSelect,
  multiselect: checkMultiselect,
  object: checkObject,
  multiobject: checkMultiobject,
};

const matchesWithJavaScript = (pattern: string, text: string): boolean => expressionOf(pattern).test(text);

/** Needless escapes such as `\-` are legal in most languages, but not in JavaScript's Unicode mode. */
const expressionOf = (pattern: string): RegExp => {
  try {
    return new RegExp(`^(?:${pattern})`, 'u');
  } catch {
    return new RegExp(`^(?:${pattern})`);
  }
};

const isDate = (text: string): boolean => {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (!year || !month || !day || month > 12) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
};

const isDateTime = (text: string): boolean => {
  const [, date = '', hour = '', minute = '', second = '0', offsetHour = '0', offsetMinute = '0'] =
    DATE_TIME.exec(text) ?? [];
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return isDate(date) && isTime && Number(offsetHour) < 24 && Number(offsetMinute) < 60;
};

const firstRepeated = (values: readonly unknown[]): unknown => {
  const seen = new Set<unknown>();
  return values.find((value) => seen.size === seen.add(value).size);
};

const listOf = (choices: ReadonlySet<string> | null): string => {
  const values = [...(choices ?? [])];
  if (values.length === 0) return 'nothing, its choice set is empty';
  const named = values
    .slice(0, MAX_NAMED_CHOICES)
    .map((value) => JSON.stringify(value))
    .join(', ');
  return values.length > MAX_NAMED_CHOICES ? `one of ${values.length}, such as ${named}` : named;
};

/** `5.0000` as `5`. */
const trimmed = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);
