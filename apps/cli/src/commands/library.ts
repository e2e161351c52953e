import type { LibraryProblem, LibraryReport } from '@plumbline/domain';
import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import { withPacked } from '../pack-folder.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import { uploadFile } from '../upload.ts';
import { download } from './export.ts';

const WANTED = /(\.ya?ml|(?:elevation|module)-images\/.*\.(?:png|jpe?g|gif|webp|svg))$/i;

const upload = (client: Client, terminal: Terminal, path: string): Promise<string> =>
  withPacked(path, { isWanted: (name) => WANTED.test(name), what: '.yaml files' }, (file) =>
    uploadFile(client, file, (sent, total) => terminal.live(progressLine((100 * sent) / total, 'uploading'))),
  );

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
