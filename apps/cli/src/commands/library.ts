import type { LibraryProblem, LibraryReport } from '@plumbline/domain';
import { createReadStream } from 'node:fs';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import { uploadFile } from '../upload.ts';
import { download } from './export.ts';

const WANTED = /(\.ya?ml|(?:elevation|module)-images\/.*\.(?:png|jpe?g|gif|webp|svg))$/i;

const addFile = (tar: Pack, path: string, name: string, size: number): Promise<void> =>
  pipeline(createReadStream(path), tar.entry({ name, size }));

/** Packs the types and pictures of a library's folder; gives the number of files. */
const packFolder = async (folder: string, target: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
    .filter(({ name }) => WANTED.test(name) && !name.split('/').some((part) => part.startsWith('.')));
  if (files.length === 0) throw new CliFailure(`There are no .yaml files in ${folder}.`);
  const tar = pack();
  const written = pipeline(tar, createGzip(), createWriteStream(target));
  for (const { path, name } of files.toSorted((a, b) => a.name.localeCompare(b.name)))
    await addFile(tar, path, name, (await stat(path)).size);
  tar.finalize();
  await written;
  return files.length;
};

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw new CliFailure(`There is no file or folder ${path}.`);
  }
};

const upload = async (client: Client, terminal: Terminal, path: string): Promise<string> => {
  const send = (file: string) =>
    uploadFile(client, file, (sent, total) => terminal.live(progressLine((100 * sent) / total, 'uploading')));
  if (!(await isFolder(path))) return send(path);
  const scratch = await mkdtemp(join(tmpdir(), 'plumbline-library-'));
  try {
    const file = join(scratch, 'library.tar.gz');
    await packFolder(path, file);
    return await send(file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

const placed = ({ file, line, message }: LibraryProblem): string =>
  `${file}${line === null ? '' : `:${line}`}: ${message}`;

/** Imports a file or folder of the device-type library; prints what was refused and what is kept without a field. */
export const importLibrary = async (
  client: Client,
  terminal: Terminal,
  path: string,
  { dryRun = false }: { readonly dryRun?: boolean },
): Promise<number> => {
  const fileId = await upload(client, terminal, path);
  const id = await startJob(client, 'importLibrary', { fileId, dryRun });
  const report = resultOf(await watchJob(client, id, terminal)) as LibraryReport; // the job's own result
  for (const problem of report.errors) terminal.print(placed(problem));
  for (const remark of report.remarks) terminal.note(placed(remark));
  const { files, deviceTypes, moduleTypes, rackTypes, created, updated, errorCount } = report;
  terminal.print(
    `${dryRun ? 'Nothing is stored' : 'Import done'}: ${files} files with ${deviceTypes} device, ${moduleTypes} module ` +
      `and ${rackTypes} rack types; ${created} rows created, ${updated} updated, ${errorCount} errors.`,
  );
  return errorCount > 0 ? EXIT.refused : EXIT.ok;
};

/** Writes all device, module and rack types into a tar. */
export const exportLibrary = async (
  client: Client,
  terminal: Terminal,
  { output }: { readonly output: string },
): Promise<number> => {
  const id = await startJob(client, 'exportLibrary', {});
  const { fileId, types } = resultOf(await watchJob(client, id, terminal)) as { fileId: string; types: number }; // the job's own result
  await download(client, fileId, output);
  terminal.note(`${types} types in ${output}.`);
  return EXIT.ok;
};
