import { noCheckpoints, openCheckpoints, resumeKeyOf, type Checkpoints, type ImportSession } from '@plumbline/engine';
import { BATCH_ROWS } from './batches.ts';
import type { NetboxImport } from './import.ts';
import type { Plan } from './plan.ts';

/**
 * What an earlier start of the same import has stored: of the same files, with the same options, under the same model,
 * in batches of the same size, since they are told by their place.
 *
 * Nothing for dry runs, and for files whose digest is not known.
 */
export const checkpointsOf = async (
  { digest, dryRun = false, overwrite = false, registry, media, configuration, log }: NetboxImport,
  source: string,
  { parts }: Plan,
  session: ImportSession,
): Promise<Checkpoints> => {
  if (dryRun || digest === undefined) return noCheckpoints;
  const shape = parts.map(({ entity, report, total }) => {
    const { scalars, edges } = registry.model(entity);
    return [report.table, entity, total, [...scalars.keys()], [...edges.keys()]];
  });
  const archives = media?.archives.map(({ sha256 }) => sha256) ?? [];
  const key = resumeKeyOf([digest, overwrite, archives, configuration ?? null, shape, BATCH_ROWS]);
  const checkpoints = await openCheckpoints(session, source, key);
  if (checkpoints.rows > 0) await log?.(`Goes on after ${checkpoints.rows} rows that an earlier start had stored.`);
  return checkpoints;
};
