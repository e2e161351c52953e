import { defineJob, type FileStore } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import { importNetbox } from './import.ts';

/** What `jobStart(name: "importNetbox")` takes. */
export interface NetboxImportInput {
  /** An uploaded dump, see `PUT /files`. */
  readonly fileId: string;
  /** Goes through everything, reports, and keeps nothing. */
  readonly dryRun: boolean;
  /** Takes the dump's values over those that people changed here since an earlier import. */
  readonly overwrite: boolean;
}

const inputOf = (input: unknown): NetboxImportInput => {
  const { fileId, dryRun = false, overwrite = false } = (input ?? {}) as Record<string, unknown>;
  if (typeof fileId === 'string' && typeof dryRun === 'boolean' && typeof overwrite === 'boolean')
    return { fileId, dryRun, overwrite };
  const message =
    'Give { fileId: "...", dryRun: true | false, overwrite: true | false } with the id of an uploaded dump.';
  throw new InvalidInput([{ path: 'input', code: 'BAD_USER_INPUT', message }]);
};

/** Where the uploaded dump lies. @throws NotFound, InvalidInput while parts of it are missing */
const dumpOf = async (files: FileStore, organizationId: string, fileId: string): Promise<string> => {
  const file = await files.find(organizationId, fileId);
  if (file.complete) return files.path(organizationId, fileId);
  const message = `Only ${file.sizeBytes} bytes of the file have arrived; finish the upload first.`;
  throw new InvalidInput([{ path: 'input.fileId', code: 'FILE_INCOMPLETE', message }]);
};

/** Imports an uploaded NetBox dump; the result is the report. */
export const netboxImportJob = defineJob<NetboxImportInput>({
  name: 'importNetbox',
  label: 'Import from NetBox',
  parse: inputOf,
  run: async ({ writer, registry, actor, files, temporaryFolder, signal, log, progress, input, jobId }) => {
    const { fileId, dryRun, overwrite } = inputOf(input);
    const onProgress = (done: number, total: number) => progress(total === 0 ? null : (100 * done) / total);
    const file = await dumpOf(files, actor.organizationId, fileId);
    const how = { dryRun, overwrite, jobId, onProgress, log, signal };
    return importNetbox({ writer, registry, actor, file, temporaryFolder, ...how });
  },
});
