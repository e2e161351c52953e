import type { Run } from './run.ts';

/** Rows a run may write at once; work that runs as a job has no limit. */
export const rowLimit = (run: Run, what: 'delete' | 'dryRun'): number => {
  if (run.actor.source !== 'api') return Number.POSITIVE_INFINITY;
  return what === 'delete' ? run.engine.limits.deleteRows : run.engine.limits.dryRunRows;
};

/** Whether `more` rows still fit; otherwise the run is refused with the way out. */
export const fitsRun = (run: Run, more: number): boolean => {
  const limit = rowLimit(run, 'dryRun');
  if (!run.dryRun || run.rows + more <= limit) return true;
  run.problems.push({
    path: '',
    code: 'TOO_MANY_ROWS',
    message: `A dry run of more than ${limit} rows has to be a job.`,
  });
  return false;
};
