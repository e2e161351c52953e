import type { CsvError } from '@plumbline/engine';
import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import { uploadFile } from '../upload.ts';
import { download } from './export.ts';
import { readVariables } from './query.ts';

/** Options of `csv export`. */
export interface CsvExportOptions {
  readonly filter?: string;
  /** Names with commas between them. */
  readonly columns?: string;
  /** File to write; standard output when absent. */
  readonly output?: string;
}

/** Options of `csv import`. */
export interface CsvImportOptions {
  readonly create?: boolean;
  readonly dryRun?: boolean;
  readonly perRow?: boolean;
  readonly delimiter?: string;
}

interface Report {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly saved: boolean;
  readonly errors: readonly CsvError[];
  readonly errorCount: number;
}

/** Exports the rows of a type as CSV. */
export const exportCsv = async (
  client: Client,
  terminal: Terminal,
  type: string,
  options: CsvExportOptions,
): Promise<number> => {
  const filter = options.filter === undefined ? null : readVariables(options.filter);
  const columns = options.columns?.split(',') ?? null;
  const id = await startJob(client, 'csvExport', { type, filter, columns });
  const { fileId, rows } = resultOf(await watchJob(client, id, terminal)) as { fileId: string; rows: number }; // the job's own result
  await download(client, fileId, options.output);
  terminal.note(`${rows} rows${options.output === undefined ? '' : ` in ${options.output}`}.`);
  return EXIT.ok;
};

const placed = ({ line, column, message }: CsvError): string =>
  [line === null ? 'file' : `line ${line}`, column, message].filter((part) => part !== null).join(': ');

/** Imports a CSV file and prints what was refused, line by line; the exit code says whether anything was. */
export const importCsv = async (
  client: Client,
  terminal: Terminal,
  [type, file]: readonly [type: string, file: string],
  { create = false, dryRun = false, perRow = false, delimiter }: CsvImportOptions,
): Promise<number> => {
  const fileId = await uploadFile(client, file, (sent, total) =>
    terminal.live(progressLine((100 * sent) / total, 'uploading')),
  );
  const input = { type, fileId, mode: create ? 'CREATE' : 'UPSERT', dryRun, perRow, delimiter: delimiter ?? null };
  const id = await startJob(client, 'csvImport', input);
  const report = resultOf(await watchJob(client, id, terminal)) as Report; // the job's own result
  for (const error of report.errors) terminal.print(placed(error));
  const { rows, created, updated, errorCount, saved } = report;
  const what = saved ? 'Import done' : 'Nothing is stored';
  terminal.print(`${what}: ${rows} rows read, ${created} created, ${updated} updated, ${errorCount} errors.`);
  return errorCount > 0 ? EXIT.refused : EXIT.ok;
};
