import { createHash } from 'node:crypto';
import type { ImportSession } from './session.ts';

/** What a finished batch left to remember, as JSON. */
export type CheckpointState = object;

/** Remembers which batches of an import are done, so that a second start goes on where the first one ended. */
export interface Checkpoints {
  /** Rows that an earlier start has dealt with. */
  readonly rows: number;
  /** What a batch of an earlier start left, or null when it is still to do. */
  find(step: string, batch: number): CheckpointState | null;
  /** Remembers a batch. */
  add(step: string, batch: number, rows: number, state: CheckpointState): Promise<void>;
  /** Forgets all batches, once the import is complete. */
  clear(): Promise<void>;
}

/** For imports that can't be told from others, and for dry runs. */
export const noCheckpoints: Checkpoints = {
  rows: 0,
  find: () => null,
  add: async () => undefined,
  clear: async () => undefined,
};

interface Stored {
  readonly step: string;
  readonly batch: number;
  readonly rows: number;
  readonly state: CheckpointState;
}

/** A short name of everything that has to be the same for an import to go on. */
export const resumeKeyOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * Opens the checkpoints of the import with this key; those of other imports of the source are out of date, since
 * this one changes what they had stored.
 */
export const openCheckpoints = async (session: ImportSession, source: string, key: string): Promise<Checkpoints> => {
  const opened = await session.run(async (work) => {
    await work.sql`DELETE FROM core_import_checkpoint c
      WHERE c.organization_id = ${work.org} AND c.source = ${source} AND c.import_key <> ${key}`;
    return work.sql<Stored>`SELECT c.step, c.batch, c.rows, c.state FROM core_import_checkpoint c
      WHERE c.organization_id = ${work.org} AND c.source = ${source} AND c.import_key = ${key}`;
  });
  const stored = opened.result ?? [];
  const known = new Map(stored.map(({ step, batch, state }) => [`${step} ${batch}`, state]));
  return {
    rows: stored.reduce((sum, { rows }) => sum + rows, 0),
    find: (step, batch) => known.get(`${step} ${batch}`) ?? null,
    add: async (step, batch, rows, state) => {
      await session.run(
        (work) => work.sql`
          INSERT INTO core_import_checkpoint (organization_id, source, import_key, step, batch, rows, state)
          VALUES (${work.org}, ${source}, ${key}, ${step}, ${batch}, ${rows}, ${JSON.stringify(state)}::jsonb)
          ON CONFLICT DO NOTHING`,
      );
    },
    clear: async () => {
      await session.run(
        (work) => work.sql`DELETE FROM core_import_checkpoint c
          WHERE c.organization_id = ${work.org} AND c.source = ${source}`,
      );
    },
  };
};
