import type { RowError } from '@plumbline/engine';
import { extname } from 'node:path';
import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import { uploadFile } from '../upload.ts';
import { download } from './export.ts';
import { readVariables } from './query.ts';

/** Options of `rows export`. */
export interface RowsExportOptions {
  readonly filter?: string;
  /** Names with commas between them. */
  readonly columns?: string;
  /** File to write; standard output when absent. */
  readonly output?: string;
  /** `csv`, `json` or `yaml`; told from the file's name when absent, else `csv`. */
  readonly format?: string;
}

/** Options of `rows import`. */
export interface RowsImportOptions {
  readonly create?: boolean;
  readonly update?: boolean;
  readonly dryRun?: boolean;
  readonly perRow?: boolean;
  readonly delimiter?: string;
  readonly format?: string;
}

interface Report {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly saved: boolean;
  readonly errors: readonly RowError[];
  readonly errorCount: number;
}

const FORMAT_BY_ENDING: Readonly<Record<string, string>> = {
  '.json': 'JSON',
  '.jsonl': 'JSON',
  '.ndjson': 'JSON',
  '.yaml': 'YAML',
  '.yml': 'YAML',
};

const formatOf = (format: string | undefined, file: string | undefined): string =>
  format?.toUpperCase() ?? FORMAT_BY_ENDING[extname(file ?? '').toLowerCase()] ?? 'CSV';

/** Exports the rows of a type as CSV, JSON or YAML. */
export const exportRows = async (
  client: Client,
  terminal: Terminal,
  type: string,
  options: RowsExportOptions,
): Promise<number> => {
  const filter = options.filter === undefined ? null : readVariables(options.filter);
  const columns = options.columns?.split(',') ?? null;
  const format = formatOf(options.format, options.output);
  const id = await startJob(client, 'exportRows', { type, filter, columns, format });
  const { fileId, rows } = resultOf(await watchJob(client, id, terminal)) as { fileId: string; rows: number }; // the job's own result
  await download(client, fileId, options.output);
  terminal.note(`${rows} rows${options.output === undefined ? '' : ` in ${options.output}`}.`);
  return EXIT.ok;
};

const placed = ({ line, column, message }: RowError): string =>
  [line === null ? 'file' : `line ${line}`, column, message].filter((part) => part !== null).join(': ');

const modeOf = ({ create = false, update = false }: RowsImportOptions): string => {
  if (create && update) throw new CliFailure('Give either --create or --update.');
  if (create) return 'CREATE';
  return update ? 'UPDATE' : 'UPSERT';
};

/** Imports a file and prints what was refused, line by line; the exit code says whether anything was. */
export const importRows = async (
  client: Client,
  terminal: Terminal,
  [type, file]: readonly [type: string, file: string],
  options: RowsImportOptions,
): Promise<number> => {
  const { dryRun = false, perRow = false, delimiter = null } = options;
  const how = { mode: modeOf(options), format: formatOf(options.format, file), dryRun, perRow, delimiter };
  const fileId = await uploadFile(client, file, (sent, total) =>
    terminal.live(progressLine((100 * sent) / total, 'uploading')),
  );
  const id = await startJob(client, 'importRows', { type, fileId, ...how });
  const report = resultOf(await watchJob(client, id, terminal)) as Report; // the job's own result
  for (const error of report.errors) terminal.print(placed(error));
  const { rows, created, updated, errorCount, saved } = report;
  const what = saved ? 'Import done' : 'Nothing is stored';
  terminal.print(`${what}: ${rows} rows read, ${created} created, ${updated} updated, ${errorCount} errors.`);
  return errorCount > 0 ? EXIT.refused : EXIT.ok;
};
