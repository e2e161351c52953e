import { type Problem } from '@plumbline/kit';
import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Pool } from 'pg';
import type { Actor } from '../../actor.ts';
import type { Change } from '../../changes/record.ts';
import type { PayloadNodes, Reader } from '../../read/reader.ts';
import type { Model, Registry } from '../../registry/model.ts';
import type { Respond, RunOptions } from '../../write/attempt.ts';
import type { DeleteTarget, InputRow, Operation, SavedIds, Work } from '../../write/work.ts';
import type { Outcome, Writer } from '../../write/writer.ts';
import { mutationName, writeVerbs, type WriteVerb } from './roots.ts';

/** What every resolver finds in the context of a request. */
export interface ApiContext {
  readonly actor: Actor;
  /** Aborted when the caller is gone or the deadline passed. */
  readonly signal?: AbortSignal | undefined;
  /** Told what a read costs, before it runs. */
  readonly onCost?: ((cost: { readonly requested: number; readonly limit: number }) => void) | undefined;
}

/** What the root fields of a schema are answered by. */
export interface Backend {
  readonly registry: Registry;
  readonly reader: Reader;
  readonly writer: Writer;
  /** Pool of reads, pipelined. */
  readonly pool: Pool;
  /** The UI catalogue as the actor's organization has it. */
  readonly catalogue: (actor: Actor) => Promise<unknown>;
}

type Args = Readonly<Record<string, unknown>>;
type Resolver = GraphQLFieldResolver<unknown, ApiContext, Args>;

/** The answer of a write, as graphql-js reads it through `readFieldResolver`. */
export interface Payload {
  readonly nodes: PayloadNodes;
  readonly changeSetId: string | null;
  readonly dryRun: boolean;
  readonly userErrors: readonly object[];
  readonly changes: (args: { readonly first?: number | null }) => readonly Change[];
}

const DEFAULT_CHANGES = 100;
const NO_NODES: PayloadNodes = () => [];

const userError = ({ code, message, path, details }: Problem) => ({ code, message, path, details: details ?? null });

const refusal = (path: string, message: string, dryRun: boolean): Payload => ({
  nodes: NO_NODES,
  changeSetId: null,
  dryRun,
  userErrors: [{ code: 'BAD_USER_INPUT', message, path, details: null }],
  changes: () => [],
});

const listed = (changes: readonly Change[], first: number | null | undefined): readonly Change[] =>
  changes.slice(0, Math.max(0, first ?? DEFAULT_CHANGES));

/** What a write came to, as the payload of its mutation. */
export const payloadOf = (outcome: Outcome<unknown, PayloadNodes>): Payload => ({
  nodes: outcome.payload ?? NO_NODES,
  changeSetId: outcome.changeSetId,
  dryRun: outcome.dryRun,
  userErrors: outcome.errors.map(userError),
  changes: ({ first }) => listed(outcome.changes, first),
});

type Options = Pick<RunOptions, 'dryRun' | 'mode' | 'reason' | 'idempotencyKey' | 'accept'>;

/** Options of a write as its mutation takes them, with what tells a repetition. */
export const runOptions = (args: Args, field: string): RunOptions => {
  const { dryRun, mode, reason, idempotencyKey, accept } = (args['options'] ?? {}) as {
    [K in keyof Options]?: Options[K] | null;
  };
  return {
    dryRun: dryRun ?? false,
    mode: mode ?? 'ATOMIC',
    reason: reason ?? null,
    idempotencyKey: idempotencyKey ?? null,
    accept: accept ?? null,
    request: { field, input: { ...args, options: accept ? { mode, accept } : { mode } } },
  };
};

interface Write {
  readonly args: Args;
  readonly context: ApiContext;
  readonly info: GraphQLResolveInfo;
}

const runWrite = async (
  { writer }: Backend,
  { args, context, info }: Write,
  body: (work: Work) => Promise<SavedIds>,
  respond?: Respond<SavedIds, PayloadNodes>,
): Promise<Payload> => {
  return payloadOf(await writer.run(context.actor, runOptions(args, info.fieldName), body, respond));
};

const saveRows = (model: Model, verb: 'create' | 'update' | 'upsert', args: Args) => (work: Work) =>
  work[verb](model.name, args['input'] as readonly InputRow[]);

const updateRows = (model: Model, args: Args) => (work: Work) =>
  work.updateWhere(model.name, args['filter'], args['set'] as InputRow, Number(args['expectedCount']));

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Rows to delete: by ids, or by filter and count; a null variable never widens what is deleted. */
const deleteTarget = ({ ids, filter, expectedCount }: Args): DeleteTarget | null => {
  if (isGiven(ids) === isGiven(filter)) return null;
  if (isGiven(ids)) return { ids: ids as readonly string[] };
  return typeof expectedCount === 'number' ? { filter, expectedCount } : null;
};

const deleteVerb = (backend: Backend, model: Model, write: Write): Promise<Payload> | Payload => {
  const target = deleteTarget(write.args);
  if (target) return runWrite(backend, write, (work) => work.delete(model.name, target));
  const { dryRun = false } = runOptions(write.args, write.info.fieldName);
  return refusal('', 'Give either ids, or filter with expectedCount.', dryRun);
};

const writeResolver =
  (backend: Backend, model: Model, verb: WriteVerb): Resolver =>
  (_source, args, context, info) => {
    const write: Write = { args, context, info };
    if (verb === 'delete') return deleteVerb(backend, model, write);
    const respond: Respond<SavedIds, PayloadNodes> = (_work, db, ids) =>
      backend.reader.payload(db.client, context.actor, model.name, ids, info);
    return runWrite(
      backend,
      write,
      verb === 'updateWhere' ? updateRows(model, args) : saveRows(model, verb, args),
      respond,
    );
  };

const modelOf = ({ registry }: Backend, type: string): Model | undefined =>
  registry.find(type) ?? registry.byType.get(type);

/** Ids of the rows that operations wrote, by model; null where an operation is about another model or left no row. */
const writtenByModel = (backend: Backend, operations: readonly Operation[], ids: SavedIds): Map<Model, SavedIds> => {
  const models = operations.map(({ type, action }, i) =>
    action === 'delete' || !ids[i] ? undefined : modelOf(backend, type),
  );
  const distinct = new Set(models.filter((model) => model !== undefined));
  return new Map([...distinct].map((model) => [model, ids.map((id, i) => (models[i] === model ? id : null))]));
};

const ACTIONS: ReadonlySet<string> = new Set(['create', 'update', 'upsert', 'delete']);

const applyResolver =
  (backend: Backend): Resolver =>
  (_source, args, context, info) => {
    const operations = args['operations'] as readonly Operation[];
    const odd = operations.findIndex(({ action }) => !ACTIONS.has(action));
    if (odd >= 0) return refusal(`operations.${odd}.action`, 'An action is create, update, upsert or delete.', false);
    const respond: Respond<SavedIds, PayloadNodes> = async (_work, db, ids) => {
      const parts: PayloadNodes[] = [];
      for (const [model, own] of writtenByModel(backend, operations, ids))
        parts.push(await backend.reader.payload(db.client, context.actor, model.name, own, info));
      return (a, c, i) => {
        const lists = parts.map((part) => part(a, c, i));
        return operations.map((_, at) => lists.map((list) => list[at]).find((node) => node !== null) ?? null);
      };
    };
    return runWrite(backend, { args, context, info }, (work) => work.applyChanges(operations), respond);
  };

const bindField = (type: GraphQLObjectType | null | undefined, name: string, resolve: Resolver): void => {
  const field = type?.getFields()[name];
  if (!field) throw new Error(`The schema has no root field "${name}".`);
  field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
};

const viewer: Resolver = (_source, _args, { actor }) => ({ ...actor });

/**
 * Answers the generated root fields of a schema: reads through the reader, writes through the pipeline.
 *
 * `taken` names mutations that resolver classes answer themselves.
 */
export const bindResolvers = (
  schema: GraphQLSchema,
  backend: Backend,
  taken: ReadonlySet<string> = new Set(),
): void => {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  for (const name of backend.reader.rootFieldNames)
    bindField(query, name, (_source, _args, context, info) => backend.reader.fallbackRoot(info, context, backend.pool));
  bindField(query, 'viewer', viewer);
  bindField(query, 'catalogue', (_source, _args, { actor }) => backend.catalogue(actor));
  for (const model of backend.registry.models) {
    if (model.readOnly) continue;
    for (const verb of writeVerbs) {
      const name = mutationName(model, verb);
      if (!taken.has(name)) bindField(mutation, name, writeResolver(backend, model, verb));
    }
  }
  bindField(mutation, 'applyChanges', applyResolver(backend));
};
