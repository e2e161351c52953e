import { sequenceOutbox } from '@plumbline/engine';
import type { DataSource } from 'typeorm';

const waits = async (source: DataSource): Promise<boolean> =>
  (await source.query<unknown[]>('SELECT 1 FROM core_outbox WHERE sequence IS NULL LIMIT 1')).length > 0;

/** Numbers all events that were committed, once transactions of other databases on the server let go of them. */
export const numberEvents = async (source: DataSource): Promise<void> => {
  do await source.transaction((manager) => sequenceOutbox(manager));
  while (await waits(source));
};
