import type { GraphQLResolveInfo } from 'graphql';
import type { ClientBase, Pool } from 'pg';
import type { Actor } from '../actor.ts';
import { fieldLimits } from '../permissions/rights.ts';
import { addedChoices, ChoiceLookup, declaredChoices, type ChoiceTexts } from './choices.ts';
import type { ReadContext } from './context.ts';
import { seenFieldsOf } from './field-rights.ts';
import { FoundAnswer, planPlace } from './found.ts';
import { GraphSession } from './graph.ts';
import { NOTHING_LATE, settled, type LateKnowledge, type LateSources } from './late.ts';
import { defaultLimits, type ReadLimits } from './limits.ts';
import { Loader } from './loader.ts';
import { objectShape } from './object-shape.ts';
import { planPayload } from './payload.ts';
import { PlanCache } from './plan-cache.ts';
import { rootFields, type RootField } from './plan-root.ts';
import { Meter, type PlanScope } from './plan-scope.ts';
import { NotPlannable, type Plan, type RootPlan } from './plan.ts';
import {
  isOneStatement,
  planEach,
  planQuery,
  planWhole,
  queryScope,
  type Outcome,
  type QueryScope,
} from './planning.ts';
import type { PayloadNodes, ReadAnswer, ReadCaller, ReaderOptions, ReadRequest, StreamedAnswer } from './requests.ts';
import { RootRunner } from './roots.ts';
import { collect } from './selection.ts';
import { openSnapshot, transactionChannel, withSnapshot, type Channel, type SnapshotOptions } from './session.ts';
import type { Shape } from './shape.ts';
import { answerPieces, isStreamed, rowTexts, type Source } from './stream.ts';
import { textShape } from './text-shape.ts';
import { seenWithOthers } from '../visibility/seen-with.ts';

export type { PayloadNodes, ReadCaller, ReadRequest } from './requests.ts';

/** An export may run this long. */
const EXPORT_MS = 3_600_000;

/** Answers reads: fast as text, or through graphql-js from the same plan and rows. */
export class Reader {
  readonly limits: ReadLimits;
  readonly #options: ReaderOptions;
  readonly #fields: ReadonlyMap<string, RootField>;
  readonly #declared: ChoiceTexts;
  readonly #plans = new PlanCache();
  readonly #running = new WeakMap<object, Promise<ReadonlyMap<string, Outcome>>>();

  constructor(options: ReaderOptions) {
    const predicates = seenWithOthers(options.registry, options.predicates);
    this.#options = { ...options, predicates };
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
   * @throws InvalidInput, TooExpensive before any SQL; TooExpensive over time or bytes; the signal's reason on abort.
   */
  async respond(request: ReadRequest, pool: Pool): Promise<ReadAnswer | null> {
    const plan = await this.#planOf(request, pool);
    return plan && this.#whole(plan, request, pool);
  }

  /**
   * As `respond`; an answer that may be large and turns out to be so comes in pieces, its memory bounded by a batch.
   *
   * Whatever fails before 256 kB are there fails here. The bytes of what tokens flagged for bulk stream are not
   * limited, and the deadline halts while they wait for the caller.
   */
  async stream(request: ReadRequest, pool: Pool): Promise<ReadAnswer | StreamedAnswer | null> {
    const plan = await this.#planOf(request, pool);
    if (plan === null) return null;
    if (!isStreamed(plan)) return this.#whole(plan, request, pool);
    const resultBytes = request.actor.bulk ? Number.MAX_SAFE_INTEGER : this.limits.resultBytes;
    const pieces = this.#inSnapshot(request, pool, { ...this.limits, resultBytes }, plan, (source) =>
      answerPieces(source, plan.roots),
    );
    const { head, isWhole } = await headOf(pieces);
    const cost = { requested: plan.cost, limit: this.limits.cost };
    return isWhole ? { text: head, cost } : { head, pieces, cost };
  }

  async #planOf(request: ReadRequest, pool: Pool): Promise<Plan | null> {
    const { actor } = request;
    const fields = this.#options.predicates.byGrants === true ? fieldLimits(actor) : '';
    const key = PlanCache.key(request.operationName, `${actor.bulk} ${fields}`, request.variables);
    const plan = this.#plans.get(request.document, key) ?? (await this.#planned(request, key, pool));
    if (plan !== null) request.onCost?.({ requested: plan.cost, limit: this.limits.cost });
    return plan;
  }

  async #whole(plan: Plan, request: ReadRequest, pool: Pool): Promise<ReadAnswer> {
    const context = this.#context(request.actor);
    const text = await withSnapshot(pool, this.#snapshot(request, isOneStatement(context, plan)), async (channel) => {
      const shape = textShape(await this.#choices(channel, context, plan.choiceSets));
      const values = await this.#roots(channel, context, plan.roots, shape);
      return shape.root(plan.roots.map((root, i) => [root.key, values[i] ?? 'null']));
    });
    return { text, cost: { requested: plan.cost, limit: this.limits.cost } };
  }

  /** The plan of a query, or why it is left to graphql-js; for tests and tracing. */
  explain(request: ReadRequest): { readonly plan: Plan } | { readonly reason: string } {
    const query = this.#scopeOf(request);
    if (query === null) return { reason: 'it is no query, or its variables do not fit' };
    try {
      return { plan: planQuery(this.#fields, query.scope, query.selected) };
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
   * Value of a root field whose answer code finds: what `find` gives, with rows where it holds references.
   *
   * Rows are read in the same snapshot, as far as they are selected and seen: a hidden one is null, or missing from
   * its list.
   */
  async found(
    info: GraphQLResolveInfo,
    caller: ReadCaller,
    pool: Pool,
    find: (session: GraphSession) => Promise<unknown>,
  ): Promise<unknown> {
    const scope = this.#scope(caller.actor, info);
    const context = this.#context(caller.actor);
    return withSnapshot(pool, this.#snapshot(caller, false), async (channel) => {
      const value = await find(new GraphSession(this.#options, context, channel));
      const answer = new FoundAnswer(scope, info.returnType, String(info.path.key), info.fieldNodes, value);
      const meter = new Meter();
      const places = answer.places().map((place) => ({ ...place, plans: planPlace(scope, meter, place) }));
      caller.onCost?.({ requested: meter.cost, limit: this.limits.cost });
      const shape = objectShape(await this.#choices(channel, context, meter.choiceSets));
      const rows = await new Loader(channel, context, shape).places(places);
      return answer.filled((path, _nodes, ref) => rows.get(path)?.(ref));
    });
  }

  /**
   * Rows for the `nodes` of a mutation payload, read on the connection and inside the transaction of the write.
   *
   * Rows come in the order of `ids`; null stands for a null id, and for a row that is hidden or gone.
   */
  async payload(
    client: ClientBase,
    actor: Actor,
    modelName: string,
    ids: readonly (string | null)[],
    info: GraphQLResolveInfo,
  ): Promise<PayloadNodes> {
    const model = this.#options.registry.model(modelName);
    const meter = new Meter();
    const plans = planPayload(this.#scope(actor, info), meter, model, ids.length, info);
    const channel = transactionChannel(client, this.#snapshot({ actor }, false));
    const context = this.#context(actor);
    const loader = new Loader(channel, context, objectShape(await this.#choices(channel, context, meter.choiceSets)));
    const byKey = new Map<string, readonly unknown[]>();
    const wanted = [...new Set(ids)].filter((id) => id !== null);
    for (const [key, row] of plans) {
      const found = await loader.byId(row, wanted);
      byKey.set(
        key,
        ids.map((id) => (id === null ? null : (found.get(id) ?? null))),
      );
    }
    return (_args, _context, at) => byKey.get(String(at.path.key)) ?? [];
  }

  /**
   * All rows of the list a query holds, to its end, as texts of JSON objects, batch after batch in one snapshot.
   *
   * Page, cost and byte limits do not apply to the list itself; memory is bounded by the batch. A connection is held
   * until the iterator ends or is returned. Null when the query is one for graphql-js.
   *
   * @throws InvalidInput for arguments that do not fit, or when the query is not one list.
   */
  async lines(request: ReadRequest, pool: Pool): Promise<AsyncGenerator<readonly string[], void, undefined> | null> {
    const query = this.#scopeOf(request);
    if (query === null) return null;
    try {
      const { list, plan } = await this.#settled(request, pool, (late) =>
        planWhole(this.#fields, { ...query.scope, ...late }, query.selected),
      );
      const limits = { ...this.limits, deadlineMs: EXPORT_MS, resultBytes: Number.MAX_SAFE_INTEGER };
      return this.#inSnapshot(request, pool, limits, plan, (source) => rowTexts(source, list));
    } catch (error) {
      if (error instanceof NotPlannable) return null;
      throw error;
    }
  }

  /** Hands out what is read on a snapshot, which is open as long as somebody reads. */
  async *#inSnapshot<P>(
    caller: ReadCaller,
    pool: Pool,
    limits: ReadLimits,
    { choiceSets }: Plan,
    read: (source: Source) => AsyncGenerator<P, void, undefined>,
  ): AsyncGenerator<P, void, undefined> {
    const snapshot = await openSnapshot(pool, { ...this.#snapshot(caller, false), limits });
    const { channel } = snapshot;
    const context = { ...this.#context(caller.actor), limits };
    let failure: Error | undefined = new Error('The reader was given up.');
    try {
      const choices = await snapshot.guard(this.#choices(channel, context, choiceSets));
      const shape = textShape(choices);
      const parts = read({ channel, context, shape, loader: new Loader(channel, context, shape) });
      for (;;) {
        const part = await snapshot.guard(parts.next());
        if (part.done === true) break;
        snapshot.pause();
        yield part.value;
        snapshot.resume();
      }
      failure = undefined;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      await snapshot.close(failure);
    }
  }

  #scope(actor: Actor, { schema, fragments, variables, variableValues }: ScopeSource): PlanScope {
    const { registry, predicates } = this.#options;
    return {
      schema,
      fragments,
      variables: variables ?? variableValues ?? {},
      registry,
      limits: this.limits,
      actor,
      seenFields: seenFieldsOf({ predicates, actor }),
      lenient: true,
      ...NOTHING_LATE,
    };
  }

  #scopeOf(request: ReadRequest): QueryScope | null {
    const { schema, registry, predicates } = this.#options;
    const seenFields = seenFieldsOf({ predicates, actor: request.actor });
    return queryScope({ schema, registry, limits: this.limits, seenFields }, request);
  }

  #context(actor: Actor): ReadContext {
    const { registry, predicates } = this.#options;
    return { registry, predicates, actor, limits: this.limits };
  }

  #snapshot(caller: ReadCaller, isSingle: boolean): SnapshotOptions {
    return { limits: this.limits, signal: caller.signal, onStatement: this.#options.onStatement, isSingle };
  }

  async #planned(request: ReadRequest, key: string | null, pool: Pool): Promise<Plan | null> {
    const query = this.#scopeOf(request);
    if (query === null) return null;
    let isShared = true;
    try {
      const plan = await this.#settled(request, pool, (late, isSettled) => {
        isShared = !isSettled;
        return planQuery(this.#fields, { ...query.scope, ...late }, query.selected);
      });
      if (isShared) this.#plans.set(request.document, key, plan);
      return plan;
    } catch (error) {
      if (error instanceof NotPlannable) return null;
      throw error;
    }
  }

  #settled<P>(
    caller: Pick<ReadCaller, 'actor' | 'signal'>,
    pool: Pool,
    plan: (late: LateKnowledge, isSettled: boolean) => P,
  ) {
    const { actor } = caller;
    const sources: LateSources = {
      choices: () =>
        withSnapshot(pool, this.#snapshot(caller, true), (channel) =>
          addedChoices(channel, this.#context(actor), null),
        ),
      views: async (ids) => (await this.#options.savedViews?.(pool, actor, ids)) ?? new Map(),
    };
    return settled(sources, plan);
  }

  async #choices(channel: Channel, context: ReadContext, sets: ReadonlySet<string>): Promise<ChoiceLookup> {
    return new ChoiceLookup(this.#declared, sets.size === 0 ? new Map() : await addedChoices(channel, context, sets));
  }

  async #roots<T>(channel: Channel, context: ReadContext, roots: readonly RootPlan[], shape: Shape<T>): Promise<T[]> {
    const runner = new RootRunner(channel, context, shape, new Loader(channel, context, shape));
    if (channel.isPipelined) return Promise.all(roots.map((root) => runner.run(root)));
    const values: T[] = [];
    for (const root of roots) values.push(await runner.run(root));
    return values;
  }

  async #loadRoots(info: GraphQLResolveInfo, caller: ReadCaller, pool: Pool): Promise<ReadonlyMap<string, Outcome>> {
    const base = this.#scope(caller.actor, info);
    const selected = collect(base, info.parentType, [info.operation.selectionSet]);
    const { meter, roots, failed } = await this.#settled(caller, pool, (late) =>
      planEach(this.#fields, { ...base, ...late }, selected),
    );
    caller.onCost?.({ requested: meter.cost, limit: this.limits.cost });
    if (roots.length === 0) return failed;
    const context = this.#context(caller.actor);
    const values = await withSnapshot(pool, this.#snapshot(caller, false), async (channel) => {
      const shape = objectShape(await this.#choices(channel, context, meter.choiceSets));
      return this.#roots(channel, context, roots, shape);
    });
    return new Map([...failed, ...roots.map((root, i) => [root.key, { value: values[i] }] as const)]);
  }
}

/** Characters gathered before an answer is called large. */
const HEAD = 256_000;

/** The first pieces as one text, and whether they are all there is. */
const headOf = async (pieces: AsyncGenerator<string>): Promise<{ head: string; isWhole: boolean }> => {
  let head = '';
  while (head.length < HEAD) {
    const piece = await pieces.next();
    if (piece.done === true) return { head, isWhole: true };
    head += piece.value;
  }
  return { head, isWhole: false };
};

/** What a plan takes from GraphQL: resolve information, or a scope made by hand. */
type ScopeSource = Pick<GraphQLResolveInfo, 'schema' | 'fragments'> & {
  readonly variables?: PlanScope['variables'];
  readonly variableValues?: PlanScope['variables'];
};

/** A reader over a registry and the schema built from it. */
export const createReader = (options: ReaderOptions): Reader => new Reader(options);
