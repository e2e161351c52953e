import { snakeCase } from '@plumbline/kit';
import { quote, type Model } from '../registry/model.ts';
import { columnSql } from './context.ts';

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `rackReservations` as `rack-reservations`, the way paths are written. */
const kebab = (name: string): string => snakeCase(name).replaceAll('_', '-');

/** Path of a model's list in the web application. */
export const listPath = (model: Model): string => `/${model.domain}/${kebab(model.many)}`;

const displayParts = (model: Model, alias: string): string[] =>
  model.display.flatMap((key) => {
    const field = model.scalars.get(key);
    if (!field) return [];
    const column = columnSql(alias, field.column);
    return /^character|^text/.test(field.type.column(field.spec)) ? [column] : [`${column}::text`];
  });

/**
 * SQL text of a row's display name: its display fields, else label and number.
 *
 * The same rule as `displayText`.
 */
export const displaySql = (model: Model, alias: string): string => {
  const parts = displayParts(model, alias);
  const fallback = `${literal(`${model.label} `)} || ${columnSql(alias, 'number')}`;
  const [only] = parts;
  const first = model.display[0];
  if (parts.length === 1 && only !== undefined && first !== undefined && model.scalars.get(first)?.nullable === false)
    return only;
  if (model.displayJoin === null) return `coalesce(${[...parts, fallback].join(', ')})`;
  return `coalesce(nullif(concat_ws(${[literal(model.displayJoin), ...parts].join(', ')}), ''), ${fallback})`;
};

/** Display name of a row held as field values; null and absent values are skipped. */
export const displayText = (model: Model, row: Readonly<Record<string, unknown>>): string => {
  const values = model.display.map((key) => row[key]).filter((value) => value !== null && value !== undefined);
  const fallback = `${model.label} ${String(row['number'])}`;
  if (model.displayJoin === null) return values.length === 0 ? fallback : String(values[0]);
  return values.map(String).join(model.displayJoin) || fallback;
};

/** SQL text of a row's path in the web application. */
export const urlSql = (model: Model, alias: string): string =>
  `${literal(`${listPath(model)}/`)} || ${columnSql(alias, 'number')}`;

/** Table of a model under an alias. */
export const tableSql = (model: Model, alias: string): string => `${quote(model.table)} ${alias}`;
