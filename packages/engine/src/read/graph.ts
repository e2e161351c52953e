import { InvalidInput } from '@plumbline/kit';
import type { DocumentNode } from 'graphql';
import type { Pool } from 'pg';
import type { ManyEdge, ManyToManyEdge, Model, Registry } from '../registry/model.ts';
import { ChoiceLookup, addedChoices, declaredChoices } from './choices.ts';
import { shownSql, type Field, type Fields } from './codec.ts';
import { valueSql } from './counted.ts';
import { columnSql, isOneOfSql, isVisibleByKey, StatementBuilder, whereSql, type ReadContext } from './context.ts';
import { computedSql } from './computed.ts';
import { derivedTexts, visibleIds } from './derived.ts';
import { displaySql, tableSql, urlSql } from './display.ts';
import { edgeSource } from './edges.ts';
import { isSeen, requireSeen, seenFieldsOf, type FieldRights } from './field-rights.ts';
import { filterSql } from './filter/sql.ts';
import { parseFilter } from './filter/parse.ts';
import { defaultLimits } from './limits.ts';
import { Loader } from './loader.ts';
import { orderByText, orderOf, orderSql, termsFor } from './order.ts';
import { rootFields } from './plan-root.ts';
import { NotPlannable, SELF, type Plan } from './plan.ts';
import { planQuery, queryScope, type QueryScope } from './planning.ts';
import type { ReadCaller, ReaderOptions } from './requests.ts';
import { RootRunner } from './roots.ts';
import { withSnapshot, type Channel } from './session.ts';
import { textShape } from './text-shape.ts';
import { seenWithOthers } from '../visibility/seen-with.ts';

/**
 * One visible row: its id and the texts PostgreSQL sends for the fields asked for, in their order.
 *
 * A reference is the id of its target, an arc `arm id`; both are null when the target is hidden. `display` and `url` are
 * texts. A derived edge is a JSON list of `entity id` without the hidden ones, a derived value its JSON.
 */
export interface GraphRow {
  readonly id: string;
  readonly values: readonly Field[];
}

/** What a list of rows is limited and sorted by, as the API's arguments of lists. */
export interface GraphList {
  readonly filter?: unknown;
  readonly orderBy?: unknown;
  readonly limit?: number;
  readonly offset?: number;
}

/** Parents whose links are followed one by one. */
const FEW = 1_000;

/** Writes SQL of its own on a session: parameters, and the condition of what the actor may see. */
export interface GraphSql {
  readonly add: (value: unknown, sqlType: string) => string;
  /** Conditions of the rows of a model under an alias that the actor may see. */
  readonly visible: (model: string, alias: string) => string;
  /** Condition of the rows of a model under an alias that match a filter of the API. @throws InvalidInput */
  readonly filter: (model: string, alias: string, filter: unknown) => string;
  /** The condition that a column is one of these ids. */
  readonly isOneOf: (column: string, ids: readonly string[]) => string;
  readonly organizationId: string;
}

/**
 * Reads rows set by set in one snapshot, as one actor; each call is one statement however many rows it takes.
 *
 * Every row of every call obeys the actor's row predicates, also those that filters and orders go through.
 */
export class GraphSession {
  readonly #options: ReaderOptions;
  readonly #context: ReadContext;
  readonly #channel: Channel;

  constructor(options: ReaderOptions, context: ReadContext, channel: Channel) {
    this.#options = options;
    this.#context = context;
    this.#channel = channel;
  }

  /** Rows by id; hidden and absent ones are missing. */
  byId(modelName: string, fields: readonly string[], ids: readonly string[]): Promise<Map<string, GraphRow>> {
    const model = this.#context.registry.model(modelName);
    return this.#filled(
      model,
      fields,
      (stored) => this.#byId(model, stored, ids),
      (found) => found.values(),
    );
  }

  async #byId(model: Model, fields: readonly string[], ids: readonly string[]): Promise<Map<string, GraphRow>> {
    const builder = new StatementBuilder(this.#context);
    const columns = columnsOf(builder, model, fields);
    const where = [...builder.visible(model, SELF), isOneOfSql(builder, `${SELF}.id`, ids)];
    const rows = await this.#run(builder, `SELECT ${columns} FROM ${tableSql(model, SELF)}${whereSql(where)}`);
    return new Map(rows.map(([id, ...values]) => [id ?? '', { id: id ?? '', values }]));
  }

  /** Rows behind a to-many edge of each parent, in order; parents without any are missing. */
  async related(
    modelName: string,
    edgeName: string,
    fields: readonly string[],
    parentIds: readonly string[],
    list: GraphList = {},
  ): Promise<Map<string, GraphRow[]>> {
    const { edge, target } = this.#edge(modelName, edgeName);
    if (!isSeen(rightsOf(this.#context), this.#context.registry.model(modelName), edgeName)) return new Map();
    return this.#filled(
      target,
      fields,
      (stored) => this.#related(edge, target, stored, parentIds, list),
      (found) => [...found.values()].flat(),
    );
  }

  async #related(
    edge: ManyEdge | ManyToManyEdge,
    target: Model,
    fields: readonly string[],
    parentIds: readonly string[],
    list: GraphList,
  ): Promise<Map<string, GraphRow[]>> {
    const builder = new StatementBuilder(this.#context);
    const source = edgeSource(builder, edge, target, SELF, parentIds.length <= FEW);
    const columns = [source.parent, columnsOf(builder, target, fields)];
    const where = [...source.conditions, isOneOfSql(builder, source.parent, parentIds)];
    const rows = await this.#run(builder, this.#listText(builder, target, columns, source.from, where, list));
    const found = new Map<string, GraphRow[]>();
    for (const [parent, id, ...values] of rows) {
      const row = { id: id ?? '', values };
      const own = found.get(parent ?? '');
      if (own) own.push(row);
      else found.set(parent ?? '', [row]);
    }
    return found;
  }

  /** Rows of one model, in order. */
  list(modelName: string, fields: readonly string[], list: GraphList = {}): Promise<GraphRow[]> {
    const model = this.#context.registry.model(modelName);
    return this.#filled(
      model,
      fields,
      (stored) => this.#list(model, stored, list),
      (found) => found,
    );
  }

  async #list(model: Model, fields: readonly string[], list: GraphList): Promise<GraphRow[]> {
    const builder = new StatementBuilder(this.#context);
    const columns = [columnsOf(builder, model, fields)];
    const rows = await this.#run(builder, this.#listText(builder, model, columns, tableSql(model, SELF), [], list));
    return rows.map(([id, ...values]) => ({ id: id ?? '', values }));
  }

  /** Number of rows of one model. */
  async count(modelName: string, filter?: unknown): Promise<number> {
    const model = this.#context.registry.model(modelName);
    const builder = new StatementBuilder(this.#context);
    const where = this.#conditions(builder, model, { filter });
    const [row] = await this.#run(builder, `SELECT count(*) FROM ${tableSql(model, SELF)}${whereSql(where)}`);
    return Number(row?.[0]);
  }

  /** Reads rows with their stored fields, then adds the derived ones where they were asked for. */
  async #filled<R>(
    model: Model,
    fields: readonly string[],
    read: (stored: readonly string[]) => Promise<R>,
    rowsIn: (found: R) => Iterable<GraphRow>,
  ): Promise<R> {
    const stored = fields.filter((name) => !model.derived.has(name));
    const found = await read(stored);
    if (stored.length === fields.length) return found;
    const rows = [...rowsIn(found)];
    const ids = [...new Set(rows.map(({ id }) => id))];
    const rights = rightsOf(this.#context);
    const asked = fields.filter((name) => isSeen(rights, model, name));
    const texts = await derivedTexts(this.#channel, this.#context, model, asked, ids, (...of) => this.visible(...of));
    for (const { id, values } of rows) {
      const own = values as Field[]; // made by the reads above, nobody else has them yet
      const known = new Map(stored.map((name, at) => [name, own[at] ?? null]));
      own.splice(0, own.length, ...fields.map((name) => texts.get(name)?.get(id) ?? known.get(name) ?? null));
    }
    return found;
  }

  /** Those of the ids that stand for rows the actor may see; all are rows of the organization. */
  async visible(modelName: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return visibleIds(this.#channel, this.#context)(modelName, ids);
  }

  /** Runs SQL that sees the whole organization, rows as objects: for what is found before rights are asked. */
  objects(text: string, values: readonly unknown[]): Promise<readonly object[]> {
    return this.#channel.objects(text, values);
  }

  /** The organization that is read. */
  get organizationId(): string {
    return this.#context.actor.organizationId;
  }

  /** Runs SQL of a domain's own; every table in it must carry `visible` or the organization. */
  select(write: (sql: GraphSql) => string): Promise<Fields[]> {
    const builder = new StatementBuilder(this.#context);
    const { registry, actor } = this.#context;
    const text = write({
      add: builder.add,
      visible: (model, alias) => builder.visible(registry.model(model), alias).join(' AND ') || 'true',
      filter: (name, alias, filter) => this.#matching(builder, registry.model(name), alias, filter) ?? 'true',
      isOneOf: (column, ids) => isOneOfSql(builder, column, ids),
      organizationId: builder.add(actor.organizationId, 'uuid'),
    });
    return this.#run(builder, text);
  }

  /**
   * Answers a GraphQL query in this snapshot, as JSON text of `data`.
   *
   * @throws InvalidInput for variables that do not fit and for fields that only the server answers.
   */
  async answer(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Promise<string> {
    const { registry, schema } = this.#options;
    const { actor, limits } = this.#context;
    const query = queryScope(
      { schema, registry, limits, seenFields: seenFieldsOf(this.#context) },
      { document, variables, actor },
    );
    if (query === null) throw refusal('The variables do not fit the query.');
    const plan = planned(registry, query);
    const added =
      plan.choiceSets.size === 0 ? new Map() : await addedChoices(this.#channel, this.#context, plan.choiceSets);
    const shape = textShape(new ChoiceLookup(declaredChoices(registry), added));
    const runner = new RootRunner(this.#channel, this.#context, shape, new Loader(this.#channel, this.#context, shape));
    const values: string[] = [];
    for (const root of plan.roots) values.push(await runner.run(root));
    return shape.root(plan.roots.map((root, i) => [root.key, values[i] ?? 'null']));
  }

  #edge(modelName: string, edgeName: string): { edge: ManyEdge | ManyToManyEdge; target: Model } {
    const { registry } = this.#context;
    const edge = registry.model(modelName).edges.get(edgeName);
    if (edge?.kind !== 'many' && edge?.kind !== 'manyToMany')
      throw new Error(`${modelName} has no list "${edgeName}".`);
    return { edge, target: registry.model(edge.target) };
  }

  #matching(builder: StatementBuilder, model: Model, alias: string, filter: unknown): string | null {
    const { registry, limits } = this.#context;
    const rights = rightsOf(this.#context);
    const parsed = parseFilter(model, filter, {
      registry,
      conditions: limits.conditions,
      knownChoice: () => true,
      see: (of, name) => requireSeen(rights, of, name),
    });
    return parsed && filterSql(builder, model, alias, parsed);
  }

  #conditions(builder: StatementBuilder, model: Model, { filter }: GraphList): string[] {
    const matching = this.#matching(builder, model, SELF, filter);
    return [...builder.visible(model, SELF), ...(matching === null ? [] : [matching])];
  }

  #listText(
    builder: StatementBuilder,
    model: Model,
    columns: readonly string[],
    from: string,
    conditions: readonly string[],
    list: GraphList,
  ): string {
    const terms = termsFor(this.#context, model, orderOf(this.#context.registry, model, list.orderBy));
    const order = orderSql(builder, model, SELF, terms);
    const where = whereSql([...conditions, ...this.#conditions(builder, model, list)]);
    const joins = order.joins.map((join) => ` ${join}`).join('');
    const page =
      (list.limit === undefined ? '' : ` LIMIT ${builder.add(list.limit, 'int8')}`) +
      (list.offset ? ` OFFSET ${builder.add(list.offset, 'int8')}` : '');
    return `SELECT ${columns.join(', ')} FROM ${from}${joins}${where} ORDER BY ${orderByText(terms, order)}${page}`;
  }

  async #run(builder: StatementBuilder, text: string): Promise<Fields[]> {
    const rows: Fields[] = [];
    const statement = { text, values: builder.values, isStable: builder.isStable };
    await this.#channel.run(statement, (fields) => void rows.push(fields));
    return rows;
  }
}

const refusal = (message: string): InvalidInput => new InvalidInput([{ path: '', code: 'BAD_USER_INPUT', message }]);

const planned = (registry: Registry, { scope, selected }: QueryScope): Plan => {
  try {
    return planQuery(rootFields(registry), scope, selected);
  } catch (error) {
    if (error instanceof NotPlannable) throw refusal(`A saved query reads stored fields only; ${error.message}.`);
    throw error;
  }
};

/** Id of a target under the key column, or null when it is hidden. */
const targetSql = (builder: StatementBuilder, model: Model, target: Model, column: string): string => {
  const key = columnSql(SELF, column);
  if (isVisibleByKey(builder.context, model, target)) return key;
  const alias = builder.alias('v');
  const where = whereSql([`${alias}.id = ${key}`, ...builder.visible(target, alias)]);
  return `(SELECT ${alias}.id FROM ${tableSql(target, alias)}${where})`;
};

const fieldSql = (builder: StatementBuilder, model: Model, name: string): string => {
  const { registry } = builder.context;
  const field = model.scalars.get(name);
  if (field && field.spec.secret !== true) return shownSql(field, valueSql(builder, SELF, field));
  if (name === 'display') return displaySql(model, SELF);
  if (name === 'url') return urlSql(model, SELF);
  const computed = model.computed.get(name);
  if (computed) return computedSql(builder, model, SELF, computed, {});
  const edge = model.edges.get(name);
  if (edge?.kind === 'one') return targetSql(builder, model, registry.model(edge.target), edge.column);
  if (edge?.kind !== 'arc') throw new Error(`${model.name} has no value "${name}".`);
  const arms = edge.arms.map(
    ({ arm, column, target }) => `'${arm} ' || ${targetSql(builder, model, registry.model(target), column)}`,
  );
  return `coalesce(${arms.join(', ')})`;
};

const rightsOf = (context: ReadContext): FieldRights => ({
  registry: context.registry,
  seenFields: seenFieldsOf(context),
});

/** What code reads for a caller can't be refused beforehand: a field the caller may not see is null. */
const columnsOf = (builder: StatementBuilder, model: Model, fields: readonly string[]): string => {
  const rights = rightsOf(builder.context);
  const columns = fields.map((name) => (isSeen(rights, model, name) ? fieldSql(builder, model, name) : 'NULL'));
  return [`${SELF}.id`, ...columns].join(', ');
};

/** Opens one snapshot for a caller and hands out a session on it; ends with `use`. @throws TooExpensive, the signal's reason */
export const withGraph = <T>(
  options: ReaderOptions,
  caller: ReadCaller & { readonly deadlineMs?: number },
  pool: Pool,
  use: (session: GraphSession) => Promise<T>,
): Promise<T> => {
  const { registry, onStatement } = options;
  const predicates = seenWithOthers(registry, options.predicates);
  const limits = { ...defaultLimits, ...options.limits, ...(caller.deadlineMs && { deadlineMs: caller.deadlineMs }) };
  const context: ReadContext = { registry, predicates, actor: caller.actor, limits };
  return withSnapshot(pool, { limits, signal: caller.signal, onStatement }, (channel) =>
    use(new GraphSession(options, context, channel)),
  );
};
