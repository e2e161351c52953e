import { defineJob, inSmallHeap, type Actor, type FileStore, type StoredFile } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import { readFile, stat } from 'node:fs/promises';
import { importNetbox } from './import.ts';

/** What `jobStart(name: "importNetbox")` takes. */
export interface NetboxImportInput {
  /** An uploaded dump, see `PUT /files`. */
  readonly fileId: string;
  /** An uploaded `configuration.py`, whose settings are taken over first; null for none. */
  readonly configurationFileId: string | null;
  /** Uploaded tars of media folders; what is in them goes to the file store. */
  readonly mediaFileIds: readonly string[];
  /** Goes through everything, reports, and keeps nothing. */
  readonly dryRun: boolean;
  /** Takes the dump's values over those that people changed here since an earlier import. */
  readonly overwrite: boolean;
}

const inputOf = (input: unknown): NetboxImportInput => {
  const {
    fileId,
    configurationFileId = null,
    mediaFileIds = [],
    dryRun = false,
    overwrite = false,
  } = (input ?? {}) as Record<string, unknown>;
  const isFile = configurationFileId === null || typeof configurationFileId === 'string';
  const areFiles = Array.isArray(mediaFileIds) && mediaFileIds.every((id) => typeof id === 'string');
  if (typeof fileId === 'string' && isFile && areFiles && typeof dryRun === 'boolean' && typeof overwrite === 'boolean')
    return { fileId, configurationFileId, mediaFileIds, dryRun, overwrite };
  const message =
    'Give { fileId: "...", configurationFileId: "..." | null, mediaFileIds: ["..."], dryRun: true | false, overwrite: true | false } with the ids of an uploaded dump, of a configuration.py and of tars of media folders.';
  throw new InvalidInput([{ path: 'input', code: 'BAD_USER_INPUT', message }]);
};

/** An uploaded file. @throws NotFound, InvalidInput while parts of it are missing */
const uploaded = async (files: FileStore, actor: Actor, id: string, field: string): Promise<StoredFile> => {
  const file = await files.findFor(actor, id);
  if (file.complete) return file;
  const message = `Only ${file.sizeBytes} bytes of the file have arrived; finish the upload first.`;
  throw new InvalidInput([{ path: `input.${field}`, code: 'FILE_INCOMPLETE', message }]);
};

const pathOf = async (files: FileStore, actor: Actor, id: string, field: string): Promise<string> => {
  await uploaded(files, actor, id, field);
  return files.path(actor.organizationId, id);
};

const MAX_CONFIGURATION_BYTES = 1 << 20;

/** Text of an uploaded `configuration.py`. @throws NotFound, InvalidInput for a file that is too large to be one */
const configurationText = async (files: FileStore, actor: Actor, fileId: string): Promise<string> => {
  const file = await pathOf(files, actor, fileId, 'configurationFileId');
  if ((await stat(file)).size <= MAX_CONFIGURATION_BYTES) return readFile(file, 'utf8');
  const message = 'A configuration file has at most 1 MB; is this the right file?';
  throw new InvalidInput([{ path: 'input.configurationFileId', code: 'FILE_TOO_LARGE', message }]);
};

/** Imports an uploaded NetBox dump; the result is the report. */
export const netboxImportJob = defineJob<NetboxImportInput>({
  name: 'importNetbox',
  label: 'Import from NetBox',
  description: 'Takes over an uploaded dump of NetBox.',
  startedBy: 'anyone',
  concurrency: { lane: 'import', perOrganization: 1 },
  inputs: [
    { name: 'fileId', kind: 'file', required: true, help: 'The dump' },
    { name: 'configurationFileId', kind: 'file', help: 'A configuration.py, whose settings are taken over first' },
    { name: 'mediaFileIds', kind: 'json', help: 'Ids of uploaded tars of media folders' },
    { name: 'dryRun', kind: 'flag', help: 'Goes through everything, reports, and keeps nothing', initial: false },
    {
      name: 'overwrite',
      kind: 'flag',
      help: 'Takes the values of the dump over those that people changed',
      initial: false,
    },
  ],
  parse: inputOf,
  run: async ({ writer, registry, actor, files, temporaryFolder, signal, log, progress, input, jobId }) => {
    const { fileId, configurationFileId, mediaFileIds, dryRun, overwrite } = inputOf(input);
    const onProgress = (done: number, total: number) => progress(total === 0 ? null : (100 * done) / total);
    const { sha256: digest } = await uploaded(files, actor, fileId, 'fileId');
    const file = await files.path(actor.organizationId, fileId);
    const text = configurationFileId === null ? null : await configurationText(files, actor, configurationFileId);
    const archives: StoredFile[] = [];
    for (const id of mediaFileIds) archives.push(await uploaded(files, actor, id, 'mediaFileIds'));
    const media = { files, archives };
    const how = { digest, media, configuration: text, dryRun, overwrite, jobId, onProgress, log, signal };
    return inSmallHeap(() => importNetbox({ writer, registry, actor, file, temporaryFolder, ...how }));
  },
});
