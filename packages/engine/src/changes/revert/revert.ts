import type { Actor } from '../../actor.ts';
import { runOf } from '../../write/make-work.ts';
import { groupBy } from '../../write/collections.ts';
import { seenIds } from '../../write/seen.ts';
import { rowLimit } from '../../write/limits.ts';
import type { RunOptions } from '../../write/attempt.ts';
import type { Run } from '../../write/run.ts';
import type { Work } from '../../write/work.ts';
import type { Outcome, Writer } from '../../write/writer.ts';
import { applyPlan } from './apply.ts';
import { findChangedValues, takeBackValues } from './followed.ts';
import { loadSet, type LoggedSet } from './logged-set.ts';
import { refuseObstacles } from './obstacles.ts';
import { planRevert, type Unrestored } from './plan.ts';
import { treeOf } from './tree-of.ts';

/** What came of taking something back, beside the outcome of every write. */
export interface Reverted {
  /** Secrets that stay as they are, since the log keeps none. */
  readonly unrestored: readonly Unrestored[];
}

/** Name of the job that takes back what is too large for a request. */
export const REVERT_JOB = 'changeSetRevert';

const NOTHING: Reverted = { unrestored: [] };

const refuse = (run: Run, path: string, code: string, message: string): Reverted => {
  run.problems.push({ path, code, message });
  return NOTHING;
};

const sizeOf = ({ changes, followed }: LoggedSet): number => changes.length + followed;

const fits = (run: Run, set: LoggedSet): boolean => sizeOf(set) <= rowLimit(run, 'delete');

/** Objects with lost secrets, as far as the caller sees them now that they are there again. */
const shownUnrestored = async (run: Run, unrestored: readonly Unrestored[]): Promise<Unrestored[]> => {
  const shown: Unrestored[] = [];
  for (const [type, own] of groupBy(unrestored, (one) => one.type)) {
    const ids = own.map(({ id }) => id);
    const seen = await seenIds(run, run.registry.model(type), ids);
    shown.push(...own.filter(({ id }) => seen.has(id)));
  }
  return shown;
};

const takeBack = async (run: Run, set: LoggedSet): Promise<Reverted> => {
  run.fromLog = 'undo';
  const plan = await planRevert(run, set);
  const obstacles = [...plan.obstacles, ...(await findChangedValues(run, set))];
  if (obstacles.length > 0) await refuseObstacles(run, set, obstacles);
  else await applyPlan(run, plan, () => takeBackValues(run, set));
  return { unrestored: run.problems.length > 0 ? [] : await shownUnrestored(run, plan.unrestored) };
};

const revert = async (run: Run, id: string): Promise<Reverted> => {
  const set = await loadSet(run, id);
  if (set === 'unknown') return refuse(run, 'id', 'NOT_FOUND', `There is no change set with id "${id}".`);
  if (set === 'unseen')
    return refuse(
      run,
      'id',
      'FORBIDDEN',
      'The change set holds changes that you may not see, so you can’t take it back.',
    );
  if (!fits(run, set))
    return refuse(
      run,
      '',
      'TOO_MANY_ROWS',
      `This change set holds ${sizeOf(set)} changes; run the job "${REVERT_JOB}" to take it back.`,
    );
  run.reverts = set.id;
  return takeBack(run, set);
};

const lastDelete = async (run: Run, id: string): Promise<string | null> => {
  const [row] = await run.db.query<{ id: string; action: string }>(
    `SELECT r.change_set_id AS id, r.action FROM core_change_record r
     WHERE r.organization_id = $1 AND r.object_id = $2 AND r.action <> 'reveal' ORDER BY r.changed_at DESC, r.id DESC LIMIT 1`,
    [run.actor.organizationId, id],
  );
  return row?.action === 'delete' ? row.id : null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const restore = async (run: Run, id: string): Promise<Reverted> => {
  const gone = UUID.test(id) ? await lastDelete(run, id) : null;
  const set = gone === null ? 'unknown' : await loadSet(run, gone);
  if (typeof set === 'string') return refuse(run, 'id', 'NOT_FOUND', `There is no deleted object with id "${id}".`);
  const tree = treeOf(run.registry, set, id);
  if (!fits(run, tree))
    return refuse(
      run,
      '',
      'TOO_MANY_ROWS',
      `${sizeOf(tree)} rows went with this object; run the job "${REVERT_JOB}" to restore them.`,
    );
  return takeBack(run, tree);
};

/** Takes back all that a change set did, inside a run; obstacles are problems of the run. @throws Forbidden */
export const revertInWork = (work: Work, id: string): Promise<Reverted> => revert(runOf(work), id);

/** What a change set is taken back with. */
export type RevertOptions = Pick<RunOptions, 'dryRun' | 'reason' | 'idempotencyKey' | 'request' | 'accept'>;

/**
 * Takes back all that a change set did, as one new change set; or refuses with a problem `CHANGED_SINCE` for each object
 * that changed meanwhile, and restores nothing.
 *
 * @throws Forbidden where the caller may not write one of the types
 */
export const revertChangeSet = (
  writer: Writer,
  actor: Actor,
  id: string,
  options: RevertOptions = {},
): Promise<Outcome<Reverted>> => writer.run(actor, { ...options, mode: 'ATOMIC' }, (work) => revertInWork(work, id));

/** Brings a deleted object back, with the rows that went along with it and the references that were cleared. @throws Forbidden */
export const restoreObject = (
  writer: Writer,
  actor: Actor,
  id: string,
  options: RevertOptions = {},
): Promise<Outcome<Reverted>> => writer.run(actor, { ...options, mode: 'ATOMIC' }, (work) => restore(runOf(work), id));
