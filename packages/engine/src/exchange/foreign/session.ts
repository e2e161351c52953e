import type { ClientBase } from 'pg';
import type { Actor } from '../../actor.ts';
import { attemptRun, SAVEPOINT, type Attempt, type RunOptions } from '../../write/attempt.ts';
import { createDb, setPipelined, type Db } from '../../write/db.ts';
import { LockGroup } from '../../write/lock-group.ts';
import type { Outcome, Writer } from '../../write/writer.ts';
import type { Work } from '../../write/work.ts';

/** A sequence of write transactions of one import, or of one transaction that is undone in the end. */
export interface ImportSession {
  readonly isDryRun: boolean;
  run<T>(body: (work: Work) => Promise<T>): Promise<Outcome<T>>;
  /** Ends a dry run, whose every trace goes. */
  close(): Promise<void>;
}

/** Each run is a transaction of its own: what is done stays done when the process dies. */
const liveSession = (writer: Writer, actor: Actor, reason: string): ImportSession => {
  const options: RunOptions = { trusted: true, mode: 'PER_ROW', reason, lockGroup: new LockGroup() };
  return {
    isDryRun: false,
    run: (body) => writer.run(actor, options, body),
    close: async () => undefined,
  };
};

/** Runs a step of a dry run; whatever it stored before an error is undone. */
const rehearse = async <T>(db: Db, step: () => Promise<T>): Promise<T> => {
  await db.query('SAVEPOINT batch');
  try {
    const result = await step();
    await db.settled();
    return result;
  } catch (error) {
    await db.query('ROLLBACK TO SAVEPOINT batch');
    throw error;
  }
};

/** A step as it would be, on a transaction that is undone in the end. */
const attempted = async <T>(attempt: Attempt, body: (work: Work) => Promise<T>): Promise<Outcome<T>> => {
  const { result, changes, errors, findings, holds } = await attemptRun(attempt, body, undefined);
  if (!holds) await attempt.db.query('ROLLBACK TO SAVEPOINT batch');
  return {
    result: holds ? result : null,
    payload: null,
    changeSetId: null,
    changes,
    errors,
    findings,
    dryRun: true,
    replayed: false,
    statements: attempt.db.statements(),
  };
};

/** All runs share one transaction, so that each sees what the ones before it did. */
const dryRunSession = async (writer: Writer, actor: Actor, reason: string): Promise<ImportSession> => {
  const { engine } = writer;
  const queryRunner = engine.dataSource.createQueryRunner();
  const client = (await queryRunner.connect()) as ClientBase; // TypeORM hands out the driver's client
  await queryRunner.startTransaction('READ COMMITTED');
  setPipelined(client, true);
  const db = createDb(client);
  const options: RunOptions = { trusted: true, mode: 'PER_ROW', reason, dryRun: true };
  const manner = { mayRetry: false, careful: true, opening: [SAVEPOINT] };
  return {
    isDryRun: true,
    run: (body) => rehearse(db, () => attempted({ engine, actor, options, db, queryRunner, ...manner }, body)),
    close: async () => {
      setPipelined(client, false);
      if (queryRunner.isTransactionActive) await queryRunner.rollbackTransaction();
      await queryRunner.release();
    },
  };
};

/** Opens the transactions of an import. */
export const openSession = async (
  writer: Writer,
  actor: Actor,
  reason: string,
  isDryRun: boolean,
): Promise<ImportSession> => (isDryRun ? dryRunSession(writer, actor, reason) : liveSession(writer, actor, reason));
