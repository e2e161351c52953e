import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import type { Terminal } from '../terminal.ts';
import { readDocument, readVariables } from './query.ts';

/** Options of `export`. */
export interface ExportOptions {
  readonly variables?: string;
  /** File to write; standard output when absent. */
  readonly output?: string;
}

/** Writes a stored file to a path, or to standard output. @throws CliFailure */
export const download = async (client: Client, id: string, output: string | undefined): Promise<void> => {
  const response = await client.fetch(`files/${id}`);
  if (!response.ok || !response.body)
    throw new CliFailure(`The export can't be fetched: the server answered ${response.status}.`);
  const body = Readable.fromWeb(response.body as ReadableStream); // same class, two declarations
  if (output !== undefined) return pipeline(body, createWriteStream(output));
  for await (const chunk of body) process.stdout.write(chunk as Buffer);
};

/** Exports all rows of a list query, one JSON object a line. */
export const runExport = async (
  client: Client,
  terminal: Terminal,
  source: string,
  options: ExportOptions,
): Promise<number> => {
  const input = { query: await readDocument(source), variables: readVariables(options.variables) };
  const id = await startJob(client, 'bulkExport', input);
  const { fileId, rows } = resultOf(await watchJob(client, id, terminal)) as { fileId: string; rows: number }; // the job's own result
  await download(client, fileId, options.output);
  terminal.note(`${rows} rows${options.output === undefined ? '' : ` in ${options.output}`}.`);
  return EXIT.ok;
};
