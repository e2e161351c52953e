import { Conflict, Forbidden, type Problem } from '@plumbline/kit';
import type { DataSource, QueryRunner } from 'typeorm';
import type { ClientBase } from 'pg';
import type { Actor, RowPredicates } from '../actor.ts';
import { loadChanges } from '../changes/load.ts';
import type { Change } from '../changes/record.ts';
import { claimKey, keepAnswer, type IdempotentRequest, type StoredAnswer } from '../idempotency/store.ts';
import { createNumberAllocator } from '../numbers/allocator.ts';
import { createOutgoingPolicy, STRICT, type OutgoingPolicy } from '../outgoing/rules.ts';
import { organizationPredicates } from '../permissions.ts';
import { PolicyReader } from '../policies/policies.ts';
import type { Registry } from '../registry/model.ts';
import type { SecretProvider } from '../secrets/reference.ts';
import { RevealBudget } from '../secrets/reveal-budget.ts';
import { sealedPlaces } from '../secrets/places.ts';
import { createVault, type Vault } from '../secrets/vault.ts';
import { seenWithOthers } from '../visibility/seen-with.ts';
import { indexSettings, type SettingDefinition } from '../settings/definition.ts';
import { attemptRun, SAVEPOINT, type Attempted, type Respond, type RunOptions } from './attempt.ts';
import { createDb, setPipelined, type Db } from './db.ts';
import { indexRules, type CustomFieldCheck, type Engine, type WriteLimits } from './engine.ts';
import { createGate, type Gate } from './gate.ts';
import type { DomainRule } from './rules.ts';
import type { Finding } from './run.ts';
import { shownChanges } from './shown.ts';
import { isRowError, isTransient, TryCarefully } from './violation.ts';
import type { Work } from './work.ts';

/** What boot gives the writer. */
export interface WriterOptions {
  readonly registry: Registry;
  /** Connected; its pool is shared with nothing that waits for a write. */
  readonly dataSource: DataSource;
  /** Of all domains, in order. */
  readonly rules: readonly DomainRule[];
  /** Base64 keys for secrets, newest first. */
  readonly masterKeys: readonly string[];
  /** Where references to secrets outside may lead. */
  readonly secretProviders?: readonly SecretProvider[];
  readonly predicates?: RowPredicates;
  readonly customFields?: CustomFieldCheck;
  /** What administrators may decide while the product runs. */
  readonly settings?: readonly SettingDefinition[];
  readonly limits?: Partial<WriteLimits>;
  /** Which addresses the product may ask; only the public internet when absent. */
  readonly outgoing?: OutgoingPolicy;
  /** Told of errors in `onCommit` effects, which come too late to refuse anything. */
  readonly onEffectError?: (error: unknown) => void;
}

/** What a run did. */
export interface Outcome<T, P = null> {
  /** What the body returned; null when nothing was saved. */
  readonly result: T | null;
  /** What `respond` returned. */
  readonly payload: P | null;
  /** Null when nothing was committed or nothing changed. */
  readonly changeSetId: string | null;
  /** As far as the actor may be told of them. */
  readonly changes: readonly Change[];
  readonly errors: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly dryRun: boolean;
  /** True when an idempotency key gave the answer of an earlier run. */
  readonly replayed: boolean;
  /** SQL statements of the last attempt. */
  readonly statements: number;
}

/** The one way in for all writes. */
export interface Writer {
  readonly engine: Engine;
  /**
   * Runs a body in one transaction. The body may run several times (deadlock, PER_ROW), so it touches nothing but `work`.
   *
   * @throws Forbidden, Unavailable; all other refusals are `errors`.
   */
  run<T, P = null>(
    actor: Actor,
    options: RunOptions,
    body: (work: Work) => Promise<T>,
    respond?: Respond<T, P>,
  ): Promise<Outcome<T, P>>;
}

const TRIES = 4;
const DEFAULT_POOL = 10;
const DEFAULT_LIMITS: WriteLimits = { deleteRows: 5_000, dryRunRows: 20_000 };

const COLLISION: Problem = { path: '', code: 'CONFLICT', message: 'Others kept changing the same rows; try again.' };

const isWorthRetry = (error: unknown): boolean => isTransient(error) || isRowError(error);

const idempotentRequest = ({ idempotencyKey, request, dryRun }: RunOptions): IdempotentRequest | null =>
  idempotencyKey && !dryRun
    ? { key: idempotencyKey, field: request?.field ?? '', input: request?.input ?? null }
    : null;

const outcomeOf = <T, P>(
  { result, payload, changes, shown, errors, findings, holds, run }: Attempted<T, P>,
  db: Db,
): Outcome<T, P> => ({
  result: holds ? result : null,
  payload,
  changes: shown,
  errors,
  findings,
  changeSetId: holds && !run.dryRun && changes.length > 0 ? run.changeSetId : null,
  dryRun: run.dryRun,
  replayed: false,
  statements: db.statements(),
});

const refused = <T, P>(problems: readonly Problem[], options: RunOptions): Outcome<T, P> => ({
  result: null,
  payload: null,
  changes: [],
  findings: [],
  changeSetId: null,
  errors: problems,
  dryRun: options.dryRun ?? false,
  replayed: false,
  statements: 0,
});

const replayedOutcome = <T, P>(
  answer: StoredAnswer,
  changes: readonly Change[],
  payload: P | null,
  db: Db,
): Outcome<T, P> => ({
  result: answer.result as T | null,
  payload,
  changes,
  findings: [],
  errors: answer.errors,
  changeSetId: answer.changeSetId,
  dryRun: false,
  replayed: true,
  statements: db.statements(),
});

interface Job<T, P> {
  readonly engine: Engine;
  readonly actor: Actor;
  readonly options: RunOptions;
  readonly body: (work: Work) => Promise<T>;
  readonly respond: Respond<T, P> | undefined;
}

interface Ended<T, P> {
  readonly outcome: Outcome<T, P>;
  readonly effects: readonly (() => void | Promise<void>)[];
}

/** How a try goes about it. */
interface Manner {
  readonly mayRetry: boolean;
  readonly careful: boolean;
}

const BEGIN = 'START TRANSACTION'; // READ COMMITTED by the settings of the session: one statement less a write

/** For runs of one import: what a crash of the database takes back is missing from the start, and comes again. */
const UNHURRIED = 'SET LOCAL synchronous_commit = off';

/** Claims the key of a request in a transaction begun for it; without one the run itself begins the transaction. */
const claimed = async (
  db: Db,
  { actor, engine }: Pick<Job<unknown, unknown>, 'actor' | 'engine'>,
  request: IdempotentRequest | null,
): Promise<StoredAnswer | null> => {
  if (request === null) return null;
  await db.query(BEGIN);
  return claimKey(db, actor, request, engine.vault);
};

/** The body of one transaction; ends with COMMIT or ROLLBACK. */
const transact = async <T, P>(
  job: Job<T, P>,
  db: Db,
  queryRunner: QueryRunner,
  manner: Manner,
): Promise<Ended<T, P>> => {
  const request = idempotentRequest(job.options);
  const answer = await claimed(db, job, request);
  const isKept = request !== null || job.options.mode === 'PER_ROW';
  const opening = [
    ...(request === null ? [BEGIN] : []),
    ...(job.options.lockGroup ? [UNHURRIED] : []),
    ...(isKept ? [SAVEPOINT] : []),
  ];
  const attempted = { ...job, ...manner, db, queryRunner, opening };
  if (answer) {
    const again = await attemptRun(
      attempted,
      async () => answer.result as T,
      answer.result === null ? undefined : job.respond,
    );
    const { changeSetId } = answer;
    const changes = changeSetId === null ? [] : await loadChanges(db, job.actor.organizationId, changeSetId);
    const shown = await shownChanges(again.run, changes);
    await db.query('COMMIT');
    return { outcome: replayedOutcome(answer, shown, again.payload, db), effects: [] };
  }
  const done = await attemptRun(attempted, job.body, job.respond);
  const outcome = outcomeOf(done, db);
  if (request)
    await keepAnswer(db, job.actor, request, {
      result: outcome.result,
      changeSetId: outcome.changeSetId,
      errors: outcome.errors,
    });
  const commits = !done.run.dryRun && (done.holds || request !== null);
  await db.query(commits ? 'COMMIT' : 'ROLLBACK');
  await db.settled(); // a COMMIT after a failure rolls back without a word
  return { outcome, effects: commits && done.holds ? done.run.effects : [] };
};

const rollBack = async (db: Db): Promise<void> => {
  await db.query('ROLLBACK').catch((error: unknown) => {
    if (!(error instanceof Error)) throw error; // a lost connection has rolled back by itself
  });
};

/** What a run failed of: the first statement nobody waited for says more than those that followed it. */
const causeOf = async (db: Db, error: unknown, { careful }: Manner): Promise<unknown> => {
  try {
    await db.settled();
    return error;
  } catch (first) {
    return isRowError(first) && !careful ? new TryCarefully() : first;
  }
};

const runOnce = async <T, P>(job: Job<T, P>, manner: Manner): Promise<Ended<T, P>> => {
  const queryRunner = job.engine.dataSource.createQueryRunner();
  const client = (await queryRunner.connect()) as ClientBase;
  const db = createDb(client);
  setPipelined(client, true);
  try {
    return await transact(job, db, queryRunner, manner);
  } catch (error) {
    await rollBack(db);
    throw await causeOf(db, error, manner);
  } finally {
    setPipelined(client, false);
    job.options.lockGroup?.release(queryRunner);
    await queryRunner.release();
  }
};

const runWithRetries = async <T, P>(job: Job<T, P>): Promise<Ended<T, P>> => {
  let careful = job.options.trusted === true || job.options.mode === 'PER_ROW';
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(job, { mayRetry: attempt < TRIES, careful });
    } catch (error) {
      if (error instanceof TryCarefully) {
        careful = true;
        attempt--;
        continue;
      }
      if (error instanceof Conflict) return { outcome: refused(error.problems, job.options), effects: [] };
      if (!isWorthRetry(error)) throw error;
      if (attempt === TRIES && isTransient(error)) return { outcome: refused([COLLISION], job.options), effects: [] };
      if (attempt === TRIES) throw error;
    }
  }
};

const runEffects = async (engine: Engine, effects: readonly (() => void | Promise<void>)[]): Promise<void> => {
  for (const effect of effects) {
    try {
      await effect();
    } catch (error) {
      engine.onEffectError(error);
    }
  }
};

/** Refuses types whose secrets could not be sealed for an organization, before anything is written. */
const vaultOf = ({ registry, masterKeys, secretProviders }: WriterOptions): Vault => {
  sealedPlaces(registry);
  return createVault(masterKeys, secretProviders);
};

const engineOf = (options: WriterOptions): Engine => ({
  registry: options.registry,
  dataSource: options.dataSource,
  predicates: seenWithOthers(options.registry, options.predicates ?? organizationPredicates),
  vault: vaultOf(options),
  reveals: new RevealBudget(),
  numbers: createNumberAllocator(options.dataSource),
  limits: { ...DEFAULT_LIMITS, ...options.limits },
  rulesOf: indexRules(options.registry, options.rules),
  customFields: options.customFields ?? null,
  settings: indexSettings(options.settings ?? []),
  outgoing: options.outgoing ?? createOutgoingPolicy(STRICT),
  policies: new PolicyReader(options.registry, options.settings ?? []),
  onEffectError:
    options.onEffectError ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error))),
});

const gateOf = (dataSource: DataSource): Gate => {
  const { poolSize = DEFAULT_POOL } = dataSource.options as { readonly poolSize?: number };
  return createGate(Math.max(1, poolSize - 2));
};

/** Makes the writer; at most pool size minus two transactions run at once, so that numbers can always be reserved. */
export const createWriter = (options: WriterOptions): Writer => {
  const engine = engineOf(options);
  const gate = gateOf(options.dataSource);
  return {
    engine,
    run: async (actor, runOptions, body, respond) => {
      if (actor.readOnly) throw new Forbidden('This token may only read.');
      const { outcome, effects } = await gate(() =>
        runWithRetries({ engine, actor, options: runOptions, body, respond }),
      );
      await runEffects(engine, effects);
      return outcome;
    },
  };
};
