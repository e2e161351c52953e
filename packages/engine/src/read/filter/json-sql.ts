import { columnSql, textArray, type StatementBuilder } from '../context.ts';
import { valueSql } from '../counted.ts';
import { textSql } from './field-sql.ts';
import { translateRegex } from './regex.ts';
import type { JsonTest } from './tree.ts';

const COMPARE: Readonly<Record<string, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

const isScalar = (value: unknown): boolean => typeof value !== 'object';

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

const orderedSql = (builder: StatementBuilder, at: string, text: string, compare: string, value: unknown): string =>
  typeof value === 'number'
    ? `CASE WHEN jsonb_typeof(${at}) = 'number' THEN (${text})::numeric ${compare} ${builder.add(String(value), 'numeric')} END`
    : `CASE WHEN jsonb_typeof(${at}) = 'string' THEN ${text} ${compare} ${builder.add(value, 'text')} END`;

/**
 * One condition on a value inside a JSON column.
 *
 * Equality with a scalar is containment, which the GIN index answers; a path with a numeric step reads array
 * items and is compared in place.
 */
export const jsonSql = (builder: StatementBuilder, alias: string, test: JsonTest): string => {
  const stored = columnSql(alias, test.field.column);
  const c = valueSql(builder, alias, test.field);
  // Containment needs no path parameter, and PostgreSQL can't type one that no expression uses.
  let placeholder: string | null = null;
  const path = (): string => (placeholder ??= builder.add(textArray(test.path), 'text[]'));
  const at = (): string => `${c} #> ${path()}`;
  const text = (): string => `(${c} #>> ${path()})`;
  const json = (value: unknown) => builder.add(JSON.stringify(value), 'jsonb');
  const { operator, value } = test;
  const byKeys = isScalar(value) && !test.path.some((part) => /^-?\d+$/.test(part));
  const within = () => json(nested(test.path, value));
  const equal = () => (byKeys ? `${c} @> ${within()}` : `(${at()}) = ${json(value)}`);
  const among = () => `(${at()}) = ANY(ARRAY(SELECT jsonb_array_elements(${json(value)})))`;
  switch (operator) {
    case 'eq':
      // the index knows what is stored, not what is shown
      return byKeys && c !== stored ? `(${stored} @> ${within()} AND ${equal()})` : equal();
    case 'ne':
      return `(${equal()}) IS NOT TRUE`;
    case 'in':
      return among();
    case 'notIn':
      return `(${among()}) IS NOT TRUE`;
    case 'isNull':
      return `${text()} IS ${value === true ? '' : 'NOT '}NULL`;
    case 'exists':
      return `(${at()}) IS ${value === true ? 'NOT ' : ''}NULL`;
    case 'has':
      return `(${at()}) @> ${json(value)}`;
    case 'between': {
      const [low, high] = value as readonly unknown[];
      return `(${orderedSql(builder, at(), text(), '>=', low)} AND ${orderedSql(builder, at(), text(), '<=', high)})`;
    }
    default:
      break;
  }
  const compare = COMPARE[operator];
  if (compare !== undefined) return orderedSql(builder, at(), text(), compare, value);
  const translated = operator === 'regex' || operator === 'iregex' ? translateRegex(String(value)) : null;
  return textSql(builder, text(), operator, translated?.ok ? translated.pattern : value) ?? 'false';
};
