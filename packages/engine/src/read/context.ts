import type { Actor, Params, RowPredicates } from '../actor.ts';
import { isFullyVisible } from '../permissions/rights.ts';
import { organizationPredicates } from '../permissions.ts';
import { quote, type Model, type Registry } from '../registry/model.ts';
import { isSeenWithOthers } from '../visibility/reach.ts';
import type { ReadLimits } from './limits.ts';

/** Everything a statement depends on besides the plan. */
export interface ReadContext {
  readonly registry: Registry;
  readonly predicates: RowPredicates;
  readonly actor: Actor;
  readonly limits: ReadLimits;
}

/** Array literal of ids or other text without quotes, commas or braces. */
export const idArray = (ids: readonly string[]): string => `{${ids.join(',')}}`;

/**
 * The condition that a column is one of these ids.
 *
 * A single id is compared as such: PostgreSQL expects ten ids in an array it does not know, and would plan anew each time.
 */
export const isOneOfSql = (params: Params, column: string, ids: readonly string[]): string =>
  ids.length === 1
    ? `${column} = ${params.add(ids[0], 'uuid')}`
    : `${column} = ANY(${params.add(idArray(ids), 'uuid[]')})`;

/** Array literal of any text. */
export const textArray = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

const IDS = /^\{[0-9a-f-]{36}(?:,[0-9a-f-]{36})*\}$/;

/** Characters of ids that one statement holds at most; further lists are parameters. */
const MOST_HELD = 16_000;

/**
 * Parameters and aliases of one statement.
 *
 * Equal values of one type share a placeholder, so that the organization is one parameter however often it is compared.
 */
export class StatementBuilder implements Params {
  readonly values: unknown[] = [];
  readonly context: ReadContext;
  /** False once a condition was added whose best plan depends on the value, such as a text search. */
  isStable = true;
  readonly #placeholders = new Map<string, string>();
  #aliases = 0;
  #held = 0;

  constructor(context: ReadContext) {
    this.context = context;
  }

  /** Placeholder with its cast for a value. */
  add = (value: unknown, sqlType: string): string => {
    const key = typeof value === 'object' ? '' : `${sqlType} ${typeof value} ${String(value)}`;
    const known = key === '' ? undefined : this.#placeholders.get(key);
    if (known !== undefined) return known;
    this.values.push(value);
    const placeholder = `$${this.values.length}::${sqlType}`;
    if (key !== '') this.#placeholders.set(key, placeholder);
    return placeholder;
  };

  /** An alias no other part of the statement uses. */
  alias(prefix: string): string {
    return `${prefix}${this.#aliases++}`;
  }

  /** The condition that the actor's rights put on a node, or none. */
  visible(model: Model, alias: string): string[] {
    const predicate = this.context.predicates(model, this.context.actor);
    return predicate === null ? [] : [predicate.sql(alias, this.#ofRights())];
  }

  #ofRights(): Params {
    return { values: this.values, add: this.#addOfRights, unstable: () => (this.isStable = false) };
  }

  /**
   * Placeholder of a value that rights name; lists of ids are written into the text.
   *
   * Rights name the same ids in every statement of an actor. As a parameter they would be weighed one by one whenever
   * the statement is planned (about 10 microseconds each), and it would be planned each time, since ten ids are what
   * PostgreSQL expects of a list that it does not know.
   */
  readonly #addOfRights = (value: unknown, sqlType: string): string => {
    const text = Array.isArray(value) ? idArray(value as string[]) : value;
    if (sqlType !== 'uuid[]' || typeof text !== 'string' || !IDS.test(text)) return this.add(value, sqlType);
    if (this.#held + text.length > MOST_HELD) return this.add(value, sqlType);
    this.#held += text.length;
    return `'${text}'::uuid[]`;
  };
}

/** Whether the actor sees all rows of a model in the organization. */
export const isWhollyVisible = (
  { predicates, actor }: Pick<ReadContext, 'predicates' | 'actor'>,
  model: Model,
): boolean => {
  if (predicates === organizationPredicates) return true;
  if (predicates.byGrants !== true || !isFullyVisible(actor, model)) return false;
  return actor.superuser || !isSeenWithOthers(model);
};

/**
 * Whether a foreign key alone proves that its target is visible.
 *
 * So when rows of the target are limited by organization only: keys are composite with the organization.
 */
export const isVisibleByKey = (context: ReadContext, model: Model, target: Model): boolean =>
  model.global === null && target.global === null && isWhollyVisible(context, target);

/** Conditions joined by AND, as a WHERE clause; empty text when there are none. */
export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;

/** Quoted column of an alias. */
export const columnSql = (alias: string, column: string): string => `${alias}.${quote(column)}`;
