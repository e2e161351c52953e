import { TooExpensive, type DomainError } from '@plumbline/kit';
import { getVariableValues, OperationTypeNode, visit, type DocumentNode, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import type { ClientBase, Pool } from 'pg';
import type { Actor, RowPredicates } from '../actor.ts';
import type { Registry } from '../registry/model.ts';
import { addedChoices, ChoiceLookup, declaredChoices, type ChoiceTexts } from './choices.ts';
import type { ReadContext } from './context.ts';
import { defaultLimits, type ReadLimits } from './limits.ts';
import { Loader } from './loader.ts';
import { objectShape } from './object-shape.ts';
import { planPayload } from './payload.ts';
import { planRoot, rootFields, type RootField } from './plan-root.ts';
import { Meter, type PlanScope } from './plan-scope.ts';
import { isRelation, NotPlannable, type Plan, type RootPlan, type RowPlan } from './plan.ts';
import { RootRunner } from './roots.ts';
import { collect, fragmentsOf, operationOf, type SelectionScope } from './selection.ts';
import { transactionChannel, withSnapshot, type Channel, type SnapshotOptions } from './session.ts';
import type { Shape } from './shape.ts';
import type { Statement } from './statement.ts';
import { textShape } from './text-shape.ts';

/** What a reader is made of. */
export interface ReaderOptions {
  readonly registry: Registry;
  readonly schema: GraphQLSchema;
  readonly predicates: RowPredicates;
  readonly limits?: Partial<ReadLimits>;
  /** Called with every statement before it is sent; for tests and tracing. */
  readonly onStatement?: (statement: Statement) => void;
}

/** Objects a document may return at most, and the most that is allowed. */
export interface Cost {
  readonly requested: number;
  readonly limit: number;
}

/** On whose behalf, and how long. */
export interface ReadCaller {
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
  readonly onCost?: ((cost: Cost) => void) | undefined;
}

/** One GraphQL request, validated against the schema. */
export interface ReadRequest extends ReadCaller {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The answer as JSON text of `data`. */
export interface ReadAnswer {
  readonly text: string;
  readonly cost: Cost;
}

/** Rows of a mutation payload: a method that graphql-js calls as resolver of the payload's `nodes`. */
export type PayloadNodes = (args: unknown, context: unknown, info: GraphQLResolveInfo) => readonly unknown[];

type Outcome = { readonly value: unknown } | { readonly error: unknown };

const aliasCounts = new WeakMap<DocumentNode, number>();

const aliasesIn = (document: DocumentNode): number => {
  const known = aliasCounts.get(document);
  if (known !== undefined) return known;
  let count = 0;
  visit(document, { Field: (node) => void (count += node.alias ? 1 : 0) });
  aliasCounts.set(document, count);
  return count;
};

const isFlat = (row: RowPlan): boolean => !row.items.some(isRelation);

/** Whether a plan takes one statement, which needs no transaction around it. */
const isOneStatement = ({ roots, choiceSets }: Plan): boolean => {
  const [root] = roots;
  if (roots.length !== 1 || !root || choiceSets.size > 0) return false;
  if (root.kind === 'single') return isFlat(root.row);
  if (root.kind === 'aggregate') return true;
  if (root.kind !== 'list') return false;
  const { list } = root;
  const flat = list.items.every((item) => {
    if (item.kind === 'nodes') return isFlat(item.row);
    return item.kind !== 'edges' || item.items.every((e) => e.kind !== 'node' || isFlat(e.row));
  });
  return flat && list.wantsRows !== list.wantsTotal && list.page.from === null;
};

/** Answers reads: fast as text, or through graphql-js from the same plan and rows. */
export class Reader {
  readonly limits: ReadLimits;
  readonly #options: ReaderOptions;
  readonly #fields: ReadonlyMap<string, RootField>;
  readonly #declared: ChoiceTexts;
  readonly #running = new WeakMap<object, Promise<ReadonlyMap<string, Outcome>>>();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.limits = { ...defaultLimits, ...options.limits };
    this.#fields = rootFields(options.registry);
    this.#declared = declaredChoices(options.registry);
  }

  /** Names of the root fields this reader answers. */
  get rootFieldNames(): readonly string[] {
    return [...this.#fields.keys()];
  }

  /**
   * Answers a query as JSON text of `data`.
   *
   * Null when graphql-js must answer: other operations, fields resolved by code, variables or arguments that do not
   * fit (it words those errors).
   *
   * @throws InvalidInput, TooExpensive before any SQL; TooExpensive over time or bytes; NotPlannable never.
   */
  async respond(request: ReadRequest, pool: Pool): Promise<ReadAnswer | null> {
    const scope = this.#scopeOf(request);
    if (scope === null) return null;
    try {
      const plan = await this.#settled(scope.actor, pool, request.signal, (known) => this.#plan({ ...scope, knownChoice: known }, scope.selected));
      const cost = { requested: plan.cost, limit: this.limits.cost };
      request.onCost?.(cost);
      const text = await withSnapshot(pool, this.#snapshot(request, isOneStatement(plan)), (channel) =>
        this.#run(channel, this.#context(request.actor), plan, textShape),
      );
      return { text, cost };
    } catch (error) {
      if (error instanceof NotPlannable) return null;
      throw error;
    }
  }

  /** Why a query would be left to graphql-js, or null when it is answered here; for tests and tracing. */
  explain(request: ReadRequest): { readonly plan: Plan } | { readonly reason: string } {
    const scope = this.#scopeOf(request);
    if (scope === null) return { reason: 'it is no query, or its variables do not fit' };
    try {
      return { plan: this.#plan({ ...scope, knownChoice: () => true }, scope.selected) };
    } catch (error) {
      if (error instanceof NotPlannable) return { reason: error.message };
      throw error;
    }
  }

  /**
   * Value of a root field for graphql-js.
   *
   * The first call of an execution plans and loads all root fields of the operation in one snapshot.
   */
  async fallbackRoot(info: GraphQLResolveInfo, caller: ReadCaller, pool: Pool): Promise<unknown> {
    const known = this.#running.get(info.variableValues);
    const running = known ?? this.#loadRoots(info, caller, pool);
    if (!known) this.#running.set(info.variableValues, running);
    const outcome = (await running).get(String(info.path.key));
    if (!outcome) throw new Error(`The root field ${info.fieldName} is not one of the reader's.`);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  /**
   * Rows for the `nodes` of a mutation payload, read on the connection and inside the transaction of the write.
   *
   * Rows come in the order of `ids`; ids that are hidden or gone are left out.
   */
  async payload(client: ClientBase, actor: Actor, modelName: string, ids: readonly string[], info: GraphQLResolveInfo): Promise<PayloadNodes> {
    const model = this.#options.registry.model(modelName);
    const scope: PlanScope = { ...this.#selectionScope(info), actor, lenient: true, knownChoice: () => true, registry: this.#options.registry, limits: this.limits };
    const meter = new Meter();
    const plans = planPayload(scope, meter, model, ids.length, info);
    const channel = transactionChannel(client, this.#snapshot({ actor }, false));
    const context = this.#context(actor);
    const shape = objectShape(await this.#choices(channel, context, meter.choiceSets));
    const loader = new Loader(channel, context, shape);
    const byKey = new Map<string, readonly unknown[]>();
    for (const [key, row] of plans) {
      const found = await loader.byId(row, [...new Set(ids)]);
      byKey.set(key, ids.flatMap((id) => (found.has(id) ? [found.get(id)] : [])));
    }
    return (_args, _context, at) => byKey.get(String(at.path.key)) ?? [];
  }

  #selectionScope(info: GraphQLResolveInfo): SelectionScope {
    return { schema: info.schema, fragments: info.fragments, variables: info.variableValues };
  }

  #context(actor: Actor): ReadContext {
    const { registry, predicates } = this.#options;
    return { registry, predicates, actor, limits: this.limits };
  }

  #snapshot(caller: ReadCaller, isSingle: boolean): SnapshotOptions {
    return { limits: this.limits, signal: caller.signal, onStatement: this.#options.onStatement, isSingle };
  }

  #scopeOf(request: ReadRequest) {
    const { schema, registry } = this.#options;
    const operation = operationOf(request.document, request.operationName);
    const query = schema.getQueryType();
    if (operation?.operation !== OperationTypeNode.QUERY || !query) return null;
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
    if (coerced.errors) return null;
    const aliases = aliasesIn(request.document);
    const { aliases: limit } = this.limits;
    if (aliases > limit) throw new TooExpensive(`The document has ${aliases} aliases; at most ${limit} are allowed.`, { requested: aliases, limit });
    const scope = { schema, registry, limits: this.limits, actor: request.actor, lenient: false, fragments: fragmentsOf(request.document), variables: coerced.coerced };
    return { ...scope, selected: collect(scope, query, [operation.selectionSet]) };
  }

  #plan(scope: PlanScope, selected: ReturnType<typeof collect>): Plan {
    const meter = new Meter();
    const roots = [...selected].map(([key, nodes]) => planRoot(scope, meter, this.#fields, key, nodes));
    return { roots, cost: meter.cost, choiceSets: meter.choiceSets };
  }

  /** Plans; when a filter holds a value no choice set declares, again with the values the organization added. */
  async #settled<P>(actor: Actor, pool: Pool, signal: AbortSignal | undefined, plan: (known: (set: string, value: string) => boolean) => P): Promise<P> {
    let isUnknown = false;
    const first = plan(() => (isUnknown = true));
    if (!isUnknown) return first;
    const context = this.#context(actor);
    const added = await withSnapshot(pool, this.#snapshot({ actor, signal }, true), (channel) => addedChoices(channel, context, null));
    return plan((set, value) => added.get(set)?.has(value) ?? false);
  }

  async #choices(channel: Channel, context: ReadContext, sets: ReadonlySet<string>): Promise<ChoiceLookup> {
    return new ChoiceLookup(this.#declared, sets.size === 0 ? new Map() : await addedChoices(channel, context, sets));
  }

  async #run<T>(channel: Channel, context: ReadContext, plan: Plan, shapeOf: (choices: ChoiceLookup) => Shape<T>): Promise<T> {
    const shape = shapeOf(await this.#choices(channel, context, plan.choiceSets));
    const values = await this.#roots(channel, context, plan.roots, shape);
    return shape.root(plan.roots.map((root, i) => [root.key, values[i] as T]));
  }

  async #roots<T>(channel: Channel, context: ReadContext, roots: readonly RootPlan[], shape: Shape<T>): Promise<T[]> {
    const runner = new RootRunner(channel, context, shape, new Loader(channel, context, shape));
    if (channel.isPipelined) return Promise.all(roots.map((root) => runner.run(root)));
    const values: T[] = [];
    for (const root of roots) values.push(await runner.run(root));
    return values;
  }

  async #loadRoots(info: GraphQLResolveInfo, caller: ReadCaller, pool: Pool): Promise<ReadonlyMap<string, Outcome>> {
    const { registry } = this.#options;
    const base = { ...this.#selectionScope(info), registry, limits: this.limits, actor: caller.actor, lenient: true };
    const selected = collect(base, info.parentType, [info.operation.selectionSet]);
    const { meter, roots, failed } = await this.#settled(caller.actor, pool, caller.signal, (knownChoice) => this.#planEach({ ...base, knownChoice }, selected));
    caller.onCost?.({ requested: meter.cost, limit: this.limits.cost });
    if (roots.length === 0) return failed;
    const context = this.#context(caller.actor);
    const values = await withSnapshot(pool, this.#snapshot(caller, false), async (channel) => {
      const shape = objectShape(await this.#choices(channel, context, meter.choiceSets));
      return this.#roots(channel, context, roots, shape);
    });
    return new Map([...failed, ...roots.map((root, i) => [root.key, { value: values[i] }] as const)]);
  }

  /** Plans the root fields that are the reader's; a refusal fails its own field only. */
  #planEach(scope: PlanScope, selected: ReturnType<typeof collect>) {
    const meter = new Meter();
    const roots: RootPlan[] = [];
    const failed = new Map<string, Outcome>();
    for (const [key, nodes] of selected) {
      if (!this.#fields.has(nodes[0]?.name.value ?? '')) continue;
      try {
        roots.push(planRoot(scope, meter, this.#fields, key, nodes));
      } catch (error) {
        failed.set(key, { error: error as DomainError });
      }
    }
    return { meter, roots, failed };
  }
}

/** A reader over a registry and the schema built from it. */
export const createReader = (options: ReaderOptions): Reader => new Reader(options);
