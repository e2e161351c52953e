import type { ImportReport } from '@plumbline/engine';
import { writeFile } from 'node:fs/promises';
import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import { printReport } from '../import-report.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import { uploadFile } from '../upload.ts';
import { download } from './export.ts';

/** Options of `import archive`. */
export interface ArchiveImportOptions {
  readonly dryRun?: boolean;
  readonly merge?: boolean;
  readonly overwrite?: boolean;
  /** File for the whole report as JSON. */
  readonly report?: string;
}

interface Absent {
  readonly leftOut: readonly { readonly what: string; readonly rows: number; readonly reason: string }[];
  readonly secrets: readonly { readonly type: string; readonly field: string; readonly rows: number }[];
  readonly missingFiles: readonly string[];
}

interface Exported extends Absent {
  readonly fileId: string;
  readonly rows: number;
  readonly types: number;
  readonly files: { readonly count: number };
}

interface Imported extends ImportReport {
  readonly archive: Absent & { readonly organization: { readonly name: string }; readonly created: string };
  readonly files: number;
  readonly settings: readonly string[];
  readonly refusedSettings: readonly { readonly key: string; readonly message: string }[];
}

const secretLines = ({ secrets }: Absent): string[] =>
  secrets.map(({ type, field, rows }) => `${type} ${field}: ${rows} ${rows === 1 ? 'row' : 'rows'}`);

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

/** Writes everything of the organization into one file and says what is not in it. */
export const exportAll = async (client: Client, terminal: Terminal, file: string): Promise<number> => {
  const id = await startJob(client, 'exportArchive', null);
  const exported = resultOf(await watchJob(client, id, terminal)) as Exported; // the job's own result
  await download(client, exported.fileId, file);
  const { rows, types, files, leftOut, missingFiles } = exported;
  const lines = [
    ...section('Secrets that stay here; set them anew after an import', secretLines(exported)),
    ...section(
      'Left out',
      leftOut.map(({ what, rows: count, reason }) => `${what} (${count}): ${reason}`),
    ),
    ...section('Files whose content is not there any more', missingFiles),
    `${rows} rows of ${types} types and ${files.count} files in ${file}.`,
  ];
  for (const line of lines) terminal.print(line);
  return EXIT.ok;
};

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

const printArchive = (report: Imported, terminal: Terminal): void => {
  const { archive, files, settings, refusedSettings } = report;
  const lines = [
    ...section('Settings taken over', settings),
    ...section(
      'Settings refused',
      refusedSettings.map(({ key, message }) => `${key}: ${message}`),
    ),
    ...section('Secrets that the archive does not hold', secretLines(archive)),
    ...section('Files without content', archive.missingFiles),
    `Archive of ${archive.organization.name} of ${archive.created}; ${files} files brought.`,
  ];
  for (const line of lines) terminal.print(line);
};

/** Uploads an archive, has the server import it, and prints what happened. */
export const importArchive = async (
  client: Client,
  terminal: Terminal,
  file: string,
  { dryRun = false, merge = false, overwrite = false, report: target }: ArchiveImportOptions,
): Promise<number> => {
  const fileId = await uploadFile(client, file, (sent, total) =>
    terminal.live(progressLine((100 * sent) / total, `uploading ${megabytes(sent)} of ${megabytes(total)} MB`)),
  );
  const id = await startJob(client, 'importArchive', { fileId, dryRun, merge, overwrite });
  const report = resultOf(await watchJob(client, id, terminal)) as Imported; // the job's own result
  if (target !== undefined) await writeFile(target, `${JSON.stringify(report, null, 2)}\n`);
  printReport(report, terminal);
  printArchive(report, terminal);
  const { refused, incomplete } = report.totals;
  return refused + incomplete + report.refusedSettings.length > 0 ? EXIT.refused : EXIT.ok;
};
