import { InvalidInput } from '@plumbline/kit';
import type { StatementBuilder } from './context.ts';
import type { Field } from './codec.ts';
import type { OrderSql, OrderTerm } from './order.ts';

/** Names an order, so that a cursor of another one is refused. */
export const signatureOf = (terms: readonly OrderTerm[]): string =>
  terms.map((t) => `${t.descending ? '-' : ''}${t.name}${t.nullable && t.nullsFirst ? '^' : ''}`).join(',');

/** Cursor of a row: the order's signature and the exact column texts. */
export const encodeCursor = (signature: string, values: readonly Field[]): string =>
  Buffer.from(JSON.stringify([signature, ...values])).toString('base64url');

/**
 * Column texts a cursor holds.
 *
 * @throws InvalidInput when it is damaged or belongs to another order.
 */
export const decodeCursor = (cursor: string, terms: readonly OrderTerm[], path: string): Field[] => {
  const refuse = (message: string) => new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refuse('The cursor is damaged; take it from pageInfo or edges as it is.');
  }
  const isFields = (list: unknown): list is Field[] =>
    Array.isArray(list) && list.every((part) => part === null || typeof part === 'string');
  if (!isFields(parts) || parts.length < 2)
    throw refuse('The cursor is damaged; take it from pageInfo or edges as it is.');
  const [signature, ...values] = parts;
  if (signature !== signatureOf(terms) || values.length !== terms.length)
    throw refuse('The cursor belongs to another order; start again without it.');
  return values;
};

interface Bounds {
  readonly builder: StatementBuilder;
  readonly terms: readonly OrderTerm[];
  readonly sql: OrderSql;
  readonly values: readonly Field[];
}

const bound = ({ builder, sql, values }: Bounds, i: number): string =>
  builder.add(values[i] ?? null, sql.types[i] ?? 'text');

const beyond = (bounds: Bounds, i: number, orEqual = false): string =>
  `${bounds.sql.expressions[i]} ${bounds.terms[i]?.descending ? '<' : '>'}${orEqual ? '=' : ''} ${bound(bounds, i)}`;

/** Rows after the cursor from term `i` on, nulls included. */
const after = (bounds: Bounds, i: number): string => {
  const term = bounds.terms[i];
  if (!term) return 'false';
  const expression = bounds.sql.expressions[i] ?? '';
  const isLast = i === bounds.terms.length - 1;
  const rest = isLast ? '' : after(bounds, i + 1);
  if (bounds.values[i] === null) {
    const within = isLast ? '' : `(${expression} IS NULL AND ${rest})`;
    const later = term.nullsFirst ? `${expression} IS NOT NULL` : '';
    return `(${[within, later].filter(Boolean).join(' OR ') || 'false'})`;
  }
  const parts = [beyond(bounds, i)];
  if (term.nullable && !term.nullsFirst) parts.push(`${expression} IS NULL`);
  if (!isLast) parts.push(`(${expression} = ${bound(bounds, i)} AND ${rest})`);
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;
};

const isUniform = ({ terms }: Bounds): boolean =>
  terms.every((t) => !t.nullable && t.descending === terms[0]?.descending);

/** After a cursor whose leading value is not null, among rows whose leading value is not null: an index range. */
const afterValue = (bounds: Bounds): string => {
  if (bounds.terms.length === 1) return beyond(bounds, 0);
  if (!isUniform(bounds)) return `${beyond(bounds, 0, true)} AND (${beyond(bounds, 0)} OR ${after(bounds, 1)})`;
  const compare = bounds.terms[0]?.descending ? '<' : '>';
  const row = bounds.terms.map((_, i) => bound(bounds, i));
  return `(${bounds.sql.expressions.join(', ')}) ${compare} (${row.join(', ')})`;
};

/** Whether the rows after a cursor are taken in two statements: a nullable leading term whose other half still follows. */
export const hasSecondPhase = (terms: readonly OrderTerm[], values: readonly Field[]): boolean =>
  terms[0]?.nullable === true && (values[0] === null) === terms[0].nullsFirst;

/**
 * Condition for rows after a cursor.
 *
 * A nullable leading term takes two phases, values and nulls, in the order they come; the second runs only when the
 * first does not fill the page.
 */
export const keysetSql = (
  builder: StatementBuilder,
  terms: readonly OrderTerm[],
  sql: OrderSql,
  values: readonly Field[],
  phase: 1 | 2,
): string => {
  const bounds: Bounds = { builder, terms, sql, values };
  const expression = sql.expressions[0] ?? '';
  if (phase === 2) return `${expression} IS ${values[0] === null ? 'NOT NULL' : 'NULL'}`;
  if (values[0] !== null) return afterValue(bounds);
  return terms.length === 1 ? 'false' : `${expression} IS NULL AND ${after(bounds, 1)}`;
};
