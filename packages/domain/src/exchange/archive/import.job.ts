import { defineJob } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import type { Readable } from 'node:stream';
import { importArchive } from './import.ts';

/** What `jobStart(name: "importArchive")` takes. */
export interface ArchiveImportInput {
  /** An uploaded archive, see `PUT /files`. */
  readonly fileId: string;
  /** Goes through everything, reports, and keeps nothing. */
  readonly dryRun: boolean;
  /** Takes an organization that holds rows of its own. */
  readonly merge: boolean;
  /** Takes the archive's values over those that people changed since an earlier import of it. */
  readonly overwrite: boolean;
}

const inputOf = (input: unknown): ArchiveImportInput => {
  const { fileId, dryRun = false, merge = false, overwrite = false } = (input ?? {}) as Record<string, unknown>;
  const flags = [dryRun, merge, overwrite];
  if (typeof fileId === 'string' && flags.every((flag) => typeof flag === 'boolean'))
    return { fileId, dryRun, merge, overwrite } as ArchiveImportInput; // checked above
  const message =
    'Give { fileId: "...", dryRun: true | false, merge: true | false, overwrite: true | false } with the id of an uploaded archive.';
  throw new InvalidInput([{ path: 'input', code: 'BAD_USER_INPUT', message }]);
};

/** Imports an uploaded archive; the result is the report. */
export const archiveImportJob = defineJob<ArchiveImportInput>({
  name: 'importArchive',
  label: 'Import of an archive',
  description: 'Takes over an archive of an organization.',
  startedBy: 'anyone',
  concurrency: { lane: 'import', perOrganization: 1 },
  inputs: [
    { name: 'fileId', kind: 'file', required: true, help: 'The archive' },
    { name: 'dryRun', kind: 'flag', help: 'Goes through everything, reports, and keeps nothing', initial: false },
    { name: 'merge', kind: 'flag', help: 'Takes an organization that holds rows of its own', initial: false },
    {
      name: 'overwrite',
      kind: 'flag',
      help: 'Takes the values of the archive over those that people changed',
      initial: false,
    },
  ],
  parse: inputOf,
  run: async (context) => {
    const { files, actor, progress } = context;
    const { fileId, ...how } = inputOf(context.input);
    const file = await files.findFor(actor, fileId);
    if (!file.complete) {
      const message = `Only ${file.sizeBytes} bytes of the file have arrived; finish the upload first.`;
      throw new InvalidInput([{ path: 'input.fileId', code: 'FILE_INCOMPLETE', message }]);
    }
    const onProgress = (done: number, total: number) => progress(total === 0 ? null : (100 * done) / total);
    return importArchive({ ...context, ...how, content: files.read(file) as Readable, onProgress });
  },
});
