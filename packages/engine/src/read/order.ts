import { didYouMean, InvalidInput } from '@plumbline/kit';
import type { ArcEdge, Arm, Model, OneEdge, Registry, ScalarField } from '../registry/model.ts';
import { columnSql, isVisibleByKey, type ReadContext, type StatementBuilder } from './context.ts';
import { parameterType, shownSql } from './codec.ts';
import { valueSql } from './counted.ts';
import { displaySql, tableSql } from './display.ts';

/** What a term sorts by. */
export type OrderSource =
  | { readonly kind: 'own'; readonly field: ScalarField }
  /** With a target, only keys of its visible rows count. */
  | { readonly kind: 'key'; readonly edge: OneEdge; readonly target?: Model }
  | { readonly kind: 'path'; readonly edge: OneEdge; readonly target: Model; readonly field: ScalarField }
  | { readonly kind: 'arcType'; readonly edge: ArcEdge }
  | { readonly kind: 'arcDisplay'; readonly edge: ArcEdge; readonly targets: readonly Model[] };

/** One part of a total order. */
export interface OrderTerm {
  /** Name as asked for, part of the signature of cursors. */
  readonly name: string;
  readonly source: OrderSource;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  readonly nullable: boolean;
}

interface Asked {
  readonly field?: unknown;
  readonly direction?: unknown;
  readonly nulls?: unknown;
}

const refuse = (path: string, message: string): InvalidInput =>
  new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);

const sortable = (field: ScalarField | undefined): field is ScalarField =>
  field !== undefined && field.type.sortable && field.spec.sort !== false && field.spec.secret !== true;

const sortableNames = (model: Model): string[] => [
  ...[...model.scalars.values()].filter(sortable).map((field) => field.name),
  ...[...model.edges.values()].filter((edge) => edge.kind === 'one').map((edge) => edge.name),
];

const unknown = (model: Model, name: string, path: string): InvalidInput =>
  refuse(path, `${model.type} can't be sorted by "${name}".${didYouMean(name, sortableNames(model))}`);

const nullableOf = (source: OrderSource): boolean => {
  if (source.kind === 'own') return source.field.nullable;
  return source.kind === 'key' ? source.edge.nullable : true;
};

const arcSource = (registry: Registry, edge: ArcEdge, part: string | undefined): OrderSource | null => {
  if (part === 'type') return { kind: 'arcType', edge };
  if (part !== 'display') return null;
  return { kind: 'arcDisplay', edge, targets: edge.arms.map((arm) => registry.model(arm.target)) };
};

/** Sorting by a bare reference means sorting by what its target is sorted by. */
const targetFields = (target: Model): ScalarField[] => {
  const fields = target.order.map((part) => target.scalars.get(part.field)).filter(sortable);
  const number = target.scalars.get('number');
  return fields.length > 0 || !number ? fields : [number];
};

const sourcesOf = (registry: Registry, model: Model, name: string, path: string): OrderSource[] => {
  const [first = '', second, ...more] = name.split('.');
  const field = model.scalars.get(first);
  if (second === undefined && sortable(field)) return [{ kind: 'own', field }];
  const edge = model.edges.get(first);
  if (edge?.kind === 'arc' && more.length === 0) {
    const source = arcSource(registry, edge, second);
    if (source) return [source];
    throw refuse(path, `Sort ${first} by "${first}.type" or "${first}.display".`);
  }
  if (edge?.kind !== 'one' || more.length > 0 || edge.spec.sort === false) throw unknown(model, name, path);
  const target = registry.model(edge.target);
  if (second === undefined) return targetFields(target).map((f) => ({ kind: 'path', edge, target, field: f }));
  const below = target.scalars.get(second);
  if (!sortable(below)) throw unknown(target, second, path);
  return [{ kind: 'path', edge, target, field: below }];
};

const term = (name: string, source: OrderSource, descending: boolean, nulls?: unknown): OrderTerm => ({
  name,
  source,
  descending,
  nullable: nullableOf(source),
  nullsFirst: nulls === 'FIRST',
});

const termsOf = (registry: Registry, model: Model, asked: Asked, path: string): OrderTerm[] => {
  const name = String(asked.field ?? '');
  const sources = sourcesOf(registry, model, name, `${path}.field`);
  const nameOf = (source: OrderSource) => (source.kind === 'path' ? `${source.edge.name}.${source.field.name}` : name);
  return sources.map((source) => term(nameOf(source), source, asked.direction === 'DESC', asked.nulls));
};

const defaultTerms = (model: Model): OrderTerm[] =>
  model.order.flatMap(({ field, descending }) => {
    const own = model.scalars.get(field);
    if (own) return [term(field, { kind: 'own', field: own }, descending)];
    const edge = model.edges.get(field);
    return edge?.kind === 'one' ? [term(field, { kind: 'key', edge }, descending)] : [];
  });

const idField = (model: Model): ScalarField => {
  const id = model.scalars.get('id');
  if (!id) throw new Error(`${model.name} has no id.`);
  return id;
};

/**
 * The total order of a list: what was asked, or the entity's default, made unique by id.
 *
 * Nulls come last unless asked otherwise.
 *
 * @throws InvalidInput for a field that can't be sorted by, with the nearest that can.
 */
export const orderOf = (registry: Registry, model: Model, asked: unknown, path = 'orderBy'): OrderTerm[] => {
  const list = asked === undefined || asked === null ? [] : (asked as readonly Asked[]);
  if (list.length === 0) return closed(model, defaultTerms(model));
  return closed(
    model,
    list.flatMap((one, i) => termsOf(registry, model, one, `${path}.${i}`)),
  );
};

/** Ends an order with id; what follows id is dropped, since nothing is left to sort. */
const closed = (model: Model, terms: readonly OrderTerm[]): OrderTerm[] => {
  const unique = terms.filter((t, i) => terms.findIndex((other) => other.name === t.name) === i);
  const end = unique.findIndex((t) => t.name === 'id');
  if (end >= 0) return unique.slice(0, end + 1);
  const last = unique.at(-1)?.descending ?? false;
  return [...unique, term('id', { kind: 'own', field: idField(model) }, last)];
};

/** The same rows from the other end. */
export const reversed = (terms: readonly OrderTerm[]): OrderTerm[] =>
  terms.map((t) => ({ ...t, descending: !t.descending, nullsFirst: !t.nullsFirst }));

/**
 * The terms as they hold for the caller: keys of rows that may be hidden read as null.
 *
 * `via` is the reference that the rows of a nested list have in common, whose target was read.
 */
export const termsFor = (
  context: ReadContext,
  model: Model,
  terms: readonly OrderTerm[],
  via?: string,
): readonly OrderTerm[] =>
  terms.map((t) => {
    if (t.source.kind !== 'key' || t.source.edge.name === via) return t;
    const target = context.registry.model(t.source.edge.target);
    if (isVisibleByKey(context, model, target)) return t;
    return { ...t, nullable: true, source: { ...t.source, target } };
  });

/** Whether an index that ends a reference with the default order serves this order too, forwards or backwards. */
export const isIndexed = (model: Model, terms: readonly OrderTerm[]): boolean => {
  const own = closed(model, defaultTerms(model));
  const same = (flip: boolean) =>
    own.length === terms.length &&
    own.every((t, i) => t.name === terms[i]?.name && t.descending !== (terms[i]?.descending === flip));
  const nullsFit = terms.every((t) => !t.nullable || t.nullsFirst === t.descending);
  return nullsFit && (same(true) || same(false));
};

/** SQL of an order: joins to add, an expression per term, its text for cursors and the type of a bound. */
export interface OrderSql {
  readonly joins: readonly string[];
  readonly expressions: readonly string[];
  /** Expressions whose text cursors carry. */
  readonly texts: readonly string[];
  readonly types: readonly string[];
}

const joinTarget = (
  builder: StatementBuilder,
  column: string,
  target: Model,
  isRequired: boolean,
): { alias: string; join: string } => {
  const alias = builder.alias('o');
  const on = [`${alias}.id = ${column}`, ...builder.visible(target, alias)];
  return { alias, join: `${isRequired ? '' : 'LEFT '}JOIN ${tableSql(target, alias)} ON ${on.join(' AND ')}` };
};

/** Builds the expressions of an order; each reference is joined once. */
class OrderBuilder {
  readonly joins: string[] = [];
  readonly #joined = new Map<string, string>();
  readonly #builder: StatementBuilder;
  readonly #model: Model;
  readonly #alias: string;

  constructor(builder: StatementBuilder, model: Model, alias: string) {
    this.#builder = builder;
    this.#model = model;
    this.#alias = alias;
  }

  #join(column: string, target: Model, isNullable: boolean): string {
    const known = this.#joined.get(column);
    if (known !== undefined) return known;
    const isRequired = !isNullable && isVisibleByKey(this.#builder.context, this.#model, target);
    const made = joinTarget(this.#builder, columnSql(this.#alias, column), target, isRequired);
    this.joins.push(made.join);
    this.#joined.set(column, made.alias);
    return made.alias;
  }

  /** Expression, its text and the type of a bound. */
  term({ source }: OrderTerm): readonly [string, string, string] {
    switch (source.kind) {
      case 'own':
        return scalarSql(this.#builder, this.#alias, source.field);
      case 'key': {
        const { edge, target } = source;
        const key = target ? `${this.#join(edge.column, target, true)}.id` : columnSql(this.#alias, edge.column);
        return same(key, 'uuid');
      }
      case 'path':
        return scalarSql(
          this.#builder,
          this.#join(source.edge.column, source.target, source.edge.nullable),
          source.field,
        );
      case 'arcType':
        return same(
          `(CASE ${source.edge.arms.map((arm) => `WHEN ${this.#isSeen(arm)} THEN '${arm.arm}'`).join(' ')} END)`,
          'text',
        );
      case 'arcDisplay': {
        const displays = source.edge.arms.map((arm, i) => this.#armDisplay(arm, source.targets[i]));
        return same(`coalesce(${displays.join(', ')})`, 'text');
      }
      default:
        return source satisfies never;
    }
  }

  #isSet(arm: Arm): string {
    return `${columnSql(this.#alias, arm.column)} IS NOT NULL`;
  }

  /** Whether an arm leads to a row that the caller may see. */
  #isSeen(arm: Arm): string {
    const { context } = this.#builder;
    const target = context.registry.model(arm.target);
    return isVisibleByKey(context, this.#model, target)
      ? this.#isSet(arm)
      : `${this.#join(arm.column, target, true)}.id IS NOT NULL`;
  }

  #armDisplay(arm: Arm, target: Model | undefined): string {
    if (!target) return 'NULL';
    return `CASE WHEN ${this.#isSet(arm)} THEN ${displaySql(target, this.#join(arm.column, target, true))} END`;
  }
}

const same = (expression: string, type: string) => [expression, expression, type] as const;

const scalarSql = (builder: StatementBuilder, alias: string, field: ScalarField) => {
  const value = valueSql(builder, alias, field);
  return [value, shownSql(field, value), parameterType(field)] as const;
};

/**
 * Builds the expressions of an order over `alias`; hidden targets read as null.
 *
 * Where every row has a visible target the join is an inner one, so that the planner may start at either side.
 */
export const orderSql = (
  builder: StatementBuilder,
  model: Model,
  alias: string,
  terms: readonly OrderTerm[],
): OrderSql => {
  const order = new OrderBuilder(builder, model, alias);
  const parts = terms.map((term) => order.term(term));
  return {
    joins: order.joins,
    expressions: parts.map((p) => p[0]),
    texts: parts.map((p) => p[1]),
    types: parts.map((p) => p[2]),
  };
};

/** ORDER BY list; the nulls clause stands only where it differs from PostgreSQL's default. */
export const orderByText = (terms: readonly OrderTerm[], sql: OrderSql): string =>
  terms
    .map((t, i) => {
      const nulls = t.nullable && t.nullsFirst !== t.descending ? ` NULLS ${t.nullsFirst ? 'FIRST' : 'LAST'}` : '';
      return `${sql.expressions[i]}${t.descending ? ' DESC' : ''}${nulls}`;
    })
    .join(', ');
