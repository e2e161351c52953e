import { Conflict, DomainError, type Problem } from '@plumbline/kit';
import type { QueryRunner } from 'typeorm';
import type { Actor } from '../actor.ts';
import { ChangeLog } from '../changes/log.ts';
import type { Change } from '../changes/record.ts';
import type { Policies } from '../policies/policies.ts';
import type { Db } from './db.ts';
import type { Engine } from './engine.ts';
import { checkScope, recordChanges } from './finalize.ts';
import type { LockGroup } from './lock-group.ts';
import { makeWork } from './make-work.ts';
import { rootOf, type Finding, type Run } from './run.ts';
import { shownChanges } from './shown.ts';
import { uuidv7 } from './uuid.ts';
import type { Work } from './work.ts';

/** What the caller decides about a run. */
export interface RunOptions {
  /** Runs everything, answers the diff, commits nothing. */
  readonly dryRun?: boolean;
  /** PER_ROW saves the rows without errors; ATOMIC, the default, saves all or none. */
  readonly mode?: 'ATOMIC' | 'PER_ROW';
  /** Kept with the change set. */
  readonly reason?: string | null;
  /** Codes of refusals that only ask, and that the caller agrees to. */
  readonly accept?: readonly string[] | null;
  /** With `request`: a repetition answers what the first answered. */
  readonly idempotencyKey?: string | null;
  /** Root field and input, which a repetition has to share. */
  readonly request?: { readonly field: string; readonly input: unknown };
  /** For imports: rules warn, system columns may be set, commands are skipped. */
  readonly trusted?: boolean;
  /** Full names of types that the run may write whatever the actor was granted: its verb decides by other means. */
  readonly granted?: readonly string[];
  /** For what people do about their own access, which maintenance does not stop. */
  readonly duringMaintenance?: boolean;
  /** Whose wish the run carries out, where the product itself is its actor; maintenance stops it as it stops them. */
  readonly behalf?: Actor;
  /** Runs of one import that go side by side share it. */
  readonly lockGroup?: LockGroup;
}

/** Reads the answer inside the transaction, after everything is stored. */
export type Respond<T, P> = (work: Work, db: Db, result: T) => Promise<P>;

/** What one attempt came to. */
export interface Attempted<T, P> {
  readonly result: T | null;
  readonly payload: P | null;
  readonly changes: readonly Change[];
  /** Those of the changes that the caller may be told of. */
  readonly shown: readonly Change[];
  readonly errors: readonly Problem[];
  readonly findings: readonly Finding[];
  /** False when the transaction has to be rolled back. */
  readonly holds: boolean;
  readonly run: Run;
}

/** Where a run that leaves rows out, or keeps its answer, goes back to. */
export const SAVEPOINT = 'SAVEPOINT run';

/** What an attempt runs on. */
export interface Attempt {
  readonly engine: Engine;
  readonly actor: Actor;
  readonly options: RunOptions;
  readonly db: Db;
  readonly queryRunner: QueryRunner;
  readonly mayRetry: boolean;
  /** Whether steps keep savepoints. */
  readonly careful: boolean;
  /** Statements that begin the run, sent with the first that it asks. */
  readonly opening: readonly string[];
}

/** What a run collects. */
const emptyNotes = () => ({
  problems: [],
  findings: [],
  changes: new ChangeLog(),
  paths: new Map(),
  skipped: new Set<string>(),
  named: new Map(),
  own: new Map(),
  unseen: new Set<string>(),
  effects: [],
  settings: new Map(),
  locked: new Set<number>(),
  peeked: new Map(),
});

const newRun = (
  { engine, actor, options, db, queryRunner, mayRetry, careful }: Attempt,
  policies: Policies,
  excluded: ReadonlySet<string>,
): Run => {
  const run: Omit<Run, 'work'> = {
    ...emptyNotes(),
    engine,
    actor,
    db,
    queryRunner,
    mayRetry,
    careful,
    excluded,
    policies,
    registry: engine.registry,
    changeSetId: uuidv7(),
    dryRun: options.dryRun ?? false,
    trusted: options.trusted ?? false,
    reason: options.reason ?? null,
    accepted: new Set(options.accept),
    granted: new Set(options.granted),
    now: new Date().toISOString().replace(/\.?0*Z$/, 'Z'),
    relocate: (path) => path,
    lockGroup: options.lockGroup ?? null,
    rows: 0,
    depth: 0,
    origin: null,
    upserting: null,
    restoring: false,
    fromLog: null,
    spilled: 0,
    reverts: null,
    postponed: null,
  };
  const whole = run as Run;
  whole.work = makeWork(whole);
  return whole;
};

/** While an organization is under maintenance its administrators write, and the product itself. @throws Conflict `MAINTENANCE` */
const refuseInMaintenance = ({ actor, options }: Attempt, { maintenance }: Policies): void => {
  const { superuser, source } = options.behalf ?? actor;
  if (maintenance === null || superuser || source === 'system' || options.duringMaintenance) return;
  const notice = maintenance === '' ? '' : ` ${maintenance}`;
  throw new Conflict('MAINTENANCE', `Under maintenance: only administrators may change anything now.${notice}`);
};

/** Top-level errors of GraphQL; all other refusals are part of the answer. */
const THROWN = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'UNAVAILABLE', 'QUERY_TOO_EXPENSIVE']);

const perform = async <T>(run: Run, body: (work: Work) => Promise<T>): Promise<T | null> => {
  try {
    const result = await body(run.work);
    await checkScope(run);
    return result;
  } catch (error) {
    if (!(error instanceof DomainError) || THROWN.has(error.code)) throw error;
    run.problems.push(...error.problems);
    return null;
  }
};

const SINGLE_ROW = /^\w+\.\d+$/;

/** Problems of rows that are not left out; a wrapped verb may repeat itself about those that are. */
const freshProblems = (run: Run): Problem[] => run.problems.filter(({ path }) => !run.skipped.has(rootOf(path)));

/** The same words about the same path once: a write by filter meets one mistake in many rows. */
const withoutRepeats = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [`${problem.path} ${problem.code} ${problem.message}`, problem])).values(),
];

/** Rows to leave out next time, or null when an error is about more than rows, or its row can't be left out. */
const rowsToExclude = (problems: readonly Problem[], excluded: ReadonlySet<string>): string[] | null => {
  const roots = problems.map(({ path }) => rootOf(path));
  return roots.every((root) => SINGLE_ROW.test(root) && !excluded.has(root)) ? roots : null;
};

/**
 * Runs the body until it holds.
 *
 * PER_ROW goes back to the start and leaves the refused rows out, so that whatever a command made for them vanishes with
 * them; each round finds all errors of the rows it still has.
 */
export const attemptRun = async <T, P>(
  attempt: Attempt,
  body: (work: Work) => Promise<T>,
  respond: Respond<T, P> | undefined,
): Promise<Attempted<T, P>> => {
  const { db, options } = attempt;
  const errors: Problem[] = [];
  let excluded = new Set<string>();
  const policies = await attempt.engine.policies.begin(db, attempt.actor.organizationId, attempt.opening);
  refuseInMaintenance(attempt, policies);
  for (;;) {
    const run = newRun(attempt, policies, excluded);
    const result = await perform(run, body);
    if (run.problems.length > 0) await db.settled(); // what was sent may have failed as well
    const fresh = freshProblems(run);
    errors.push(...withoutRepeats(fresh));
    const roots = fresh.length > 0 && options.mode === 'PER_ROW' ? rowsToExclude(fresh, excluded) : null;
    if (roots) {
      await db.query('ROLLBACK TO SAVEPOINT run');
      excluded = new Set([...excluded, ...roots]);
      continue;
    }
    const holds = fresh.length === 0;
    const { findings } = run;
    if (!holds && !run.dryRun) {
      if (attempt.opening.includes(SAVEPOINT)) await db.query('ROLLBACK TO SAVEPOINT run');
      return { result: null, payload: null, changes: [], shown: [], errors, findings, holds, run };
    }
    const changes = await recordChanges(run);
    const shown = await shownChanges(run, changes);
    const payload = result !== null && respond ? await respond(run.work, db, result) : null;
    return { result, payload, changes, shown, errors, findings, holds, run };
  }
};
