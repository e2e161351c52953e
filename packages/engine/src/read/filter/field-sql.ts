import type { Operator } from '@plumbline/kit';
import { columnSql, type StatementBuilder } from '../context.ts';
import { valueSql } from '../counted.ts';
import { parameterType } from '../codec.ts';
import type { CountTest, FieldTest } from './tree.ts';

const COMPARE: Partial<Record<Operator, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };
const PATTERNS: Partial<Record<Operator, readonly [sql: string, before: string, after: string]>> = {
  contains: ['LIKE', '%', '%'],
  startsWith: ['LIKE', '', '%'],
  endsWith: ['LIKE', '%', ''],
  icontains: ['ILIKE', '%', '%'],
  istartsWith: ['ILIKE', '', '%'],
  iendsWith: ['ILIKE', '%', ''],
};
const TEXT_KINDS: ReadonlySet<string> = new Set(['text', 'longText', 'slug', 'url', 'timeZone', 'choice', 'color']);

/** Text that LIKE takes literally. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** A text operator over an expression of type text, or null for other operators; `like` is `ieq` as an index of trigrams knows it. */
export const textSql = (
  builder: StatementBuilder,
  expression: string,
  operator: string,
  value: unknown,
): string | null => {
  const pattern = PATTERNS[operator as Operator];
  if (pattern) {
    builder.isStable = false;
    return `${expression} ${pattern[0]} ${builder.add(`${pattern[1]}${likeText(String(value))}${pattern[2]}`, 'text')}`;
  }
  if (operator === 'like') {
    builder.isStable = false;
    return `${expression} ILIKE ${builder.add(likeText(String(value)), 'text')}`;
  }
  if (operator === 'ieq') return `lower(${expression}) = lower(${builder.add(value, 'text')})`;
  if (operator !== 'regex' && operator !== 'iregex') return null;
  builder.isStable = false;
  return `${expression} ${operator === 'regex' ? '~' : '~*'} ${builder.add(value, 'text')}`;
};

/** The address alone, with the mask of a single host. */
export const hostSql = (expression: string): string =>
  `set_masklen(${expression}, CASE family(${expression}) WHEN 4 THEN 32 ELSE 128 END)`;

const RANGES: ReadonlySet<Operator> = new Set<Operator>([
  'within',
  'withinOrEqual',
  'containsAddress',
  'containsOrEqual',
  'overlaps',
]);

/** Address operators; `subject` is the address at full length, or the network itself. */
const addressSql = (
  builder: StatementBuilder,
  c: string,
  operator: Operator,
  value: unknown,
  subject: string,
): string | null => {
  const network = () => `network(${builder.add(value, 'inet')})`;
  // The planner turns a known network into an index range; a plan for any network could not.
  if (RANGES.has(operator)) builder.isStable = false;
  switch (operator) {
    case 'within':
      return `${subject} << ${network()}`;
    case 'withinOrEqual':
      return `${subject} <<= ${network()}`;
    case 'containsAddress':
      return `${c} >>= ${hostSql(builder.add(value, 'inet'))}`;
    case 'containsOrEqual':
      return `${c} >>= ${network()}`;
    case 'overlaps':
      return `${c} && ${network()}`;
    case 'host':
      return `${subject} = ${hostSql(builder.add(value, 'inet'))}`;
    case 'family':
      return `family(${c}) = ${builder.add(value, 'int4')}`;
    case 'length':
      return `masklen(${c}) = ${builder.add(value, 'int4')}`;
    default:
      return null;
  }
};

const equalitySql = (
  c: string,
  operator: Operator,
  parameter: (array?: boolean) => string,
  nullable: boolean,
): string | null => {
  switch (operator) {
    case 'eq':
      return `${c} = ${parameter()}`;
    case 'ne':
      return nullable ? `${c} IS DISTINCT FROM ${parameter()}` : `${c} <> ${parameter()}`;
    case 'in':
      return `${c} = ANY(${parameter(true)})`;
    case 'notIn':
      return nullable ? `(${c} = ANY(${parameter(true)})) IS NOT TRUE` : `${c} <> ALL(${parameter(true)})`;
    default:
      return null;
  }
};

/** Numbers are cast to numeric, so that a bound beyond the column's type is just a bound. */
const typeOf = (test: FieldTest | CountTest): string => {
  if (test.kind === 'count') return 'numeric';
  const type = parameterType(test.field);
  return type === 'int4' || type === 'int8' ? integerType(test.value) : type;
};

const INT8 = 2n ** 63n;

const integerType = (value: unknown): string => {
  const fits = (one: unknown) =>
    /^-?\d{1,18}$/.test(String(one)) ||
    (/^-?\d+$/.test(String(one)) && BigInt(String(one)) < INT8 && BigInt(String(one)) >= -INT8);
  const parts = Array.isArray(value) ? value : String(value).replace(/[{}"]/g, '').split(',').filter(Boolean);
  return parts.every(fits) ? 'int8' : 'numeric';
};

/** An operator over an expression; the complement operators are true for null. */
export const comparisonSql = (builder: StatementBuilder, c: string, test: FieldTest | CountTest): string => {
  const { operator, value } = test;
  const type = typeOf(test);
  const nullable = test.kind === 'field' && test.field.nullable;
  const equality = equalitySql(c, operator, (array) => builder.add(value, array ? `${type}[]` : type), nullable);
  if (equality !== null) return equality;
  if (operator === 'isNull') return value === true ? `${c} IS NULL` : `${c} IS NOT NULL`;
  const compare = COMPARE[operator];
  if (compare !== undefined) return `${c} ${compare} ${builder.add(value, type)}`;
  const [low, high] = value as readonly unknown[];
  return `${c} BETWEEN ${builder.add(low, type)} AND ${builder.add(high, type)}`;
};

/** One condition on a stored value of the row behind `alias`. */
export const fieldSql = (builder: StatementBuilder, alias: string, test: FieldTest): string => {
  const c = valueSql(builder, alias, test.field);
  const { kind } = test.field.spec;
  if (kind === 'ipHost' || kind === 'ipCidr') {
    const host = test.host ? columnSql(alias, test.host.column) : hostSql(c);
    const sql = addressSql(builder, c, test.operator, test.value, kind === 'ipHost' ? host : c);
    if (sql !== null) return sql;
  }
  if (test.operator === 'has')
    return kind === 'idRanges'
      ? `${c} @> ${builder.add(test.value, 'int4')}`
      : `${builder.add(test.value, kind === 'intList' ? 'int4' : 'text')} = ANY(${c})`;
  const asText = TEXT_KINDS.has(kind) ? c : `${c}::text`;
  return (
    textSql(builder, asText, test.operator, kind === 'mac' ? String(test.value).toLowerCase() : test.value) ??
    comparisonSql(builder, c, test)
  );
};
