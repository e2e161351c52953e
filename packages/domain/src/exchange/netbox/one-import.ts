import type { Writer } from '@plumbline/engine';
import { Conflict } from '@plumbline/kit';

type DataSource = Writer['engine']['dataSource'];

/** The place of the one import an organization may have under way. */
export interface ImportPlace {
  /** @throws Conflict `IMPORT_INTERRUPTED` once the connection that holds the place is lost */
  assertHeld(): void;
  leave(): Promise<void>;
}

/** Names the lock; the database forgets it with the connection, however the process ends. */
const KEY = `hashtextextended('plumbline import ' || $1::text, 0)`;

/** The job that imports; jobs whose process is gone but not yet found out come last. */
const RUNNING = `SELECT number FROM core_job
  WHERE organization_id = $1 AND name IN ('importNetbox', 'importArchive') AND status = 'running' AND id IS DISTINCT FROM $2::uuid
  ORDER BY heartbeat < now() - interval '10 seconds', started_at LIMIT 1`;

const refusal = async (dataSource: DataSource, organizationId: string, jobId: string | null): Promise<Conflict> => {
  const [job] = await dataSource.query<{ number: number }[]>(RUNNING, [organizationId, jobId]);
  const who = job ? `Job ${job.number} is importing` : 'Another import is writing';
  return new Conflict('IMPORT_RUNNING', `${who} into this organization already. Start again when it has ended.`);
};

/**
 * Takes the place, which holds across processes and for dry runs as well.
 *
 * @throws Conflict `IMPORT_RUNNING` at once, naming the job that has it
 */
export const takeImportPlace = async (
  dataSource: DataSource,
  organizationId: string,
  jobId: string | null,
): Promise<ImportPlace> => {
  const runner = dataSource.createQueryRunner();
  try {
    const [lock] = (await runner.query(`SELECT pg_try_advisory_lock(${KEY}) AS got`, [organizationId])) as {
      got: boolean;
    }[];
    if (lock?.got !== true) throw await refusal(dataSource, organizationId, jobId);
  } catch (error) {
    await runner.release();
    throw error;
  }
  return {
    assertHeld: () => {
      if (!runner.isReleased) return;
      throw new Conflict(
        'IMPORT_INTERRUPTED',
        'The connection that keeps other imports away was lost. What was stored stays; start again to go on.',
      );
    },
    leave: async () => {
      try {
        if (!runner.isReleased) await runner.query(`SELECT pg_advisory_unlock(${KEY})`, [organizationId]);
      } finally {
        await runner.release();
      }
    },
  };
};
