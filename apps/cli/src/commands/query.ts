import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

/** A document from a file, from standard input for `-`, or as it stands when it is one. */
export const readDocument = async (source: string): Promise<string> => {
  if (source === '-') return text(process.stdin);
  if (source.includes('{')) return source;
  try {
    return await readFile(source, 'utf8');
  } catch (error) {
    throw new CliFailure(`${source} can't be read: ${(error as Error).message}`);
  }
};

/** Variables given as JSON. @throws CliFailure when they are no object */
export const readVariables = (json: string | undefined): Record<string, unknown> => {
  if (json === undefined) return {};
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new CliFailure(`The variables are no JSON: ${(error as Error).message}`);
  }
  throw new CliFailure('The variables must be a JSON object, such as {"name": "fra1"}.');
};

/** Asks a GraphQL question and prints the answer as JSON. */
export const runQuery = async (
  client: Client,
  terminal: Terminal,
  source: string,
  variables: string | undefined,
): Promise<number> => {
  const answer = await client.ask<unknown>(await readDocument(source), readVariables(variables));
  if (answer.data !== undefined && answer.data !== null) terminal.print(JSON.stringify(answer.data, null, 2));
  for (const { message, extensions } of answer.errors ?? [])
    terminal.note(`${String(extensions?.['code'] ?? 'ERROR')}: ${message}`);
  return answer.errors && answer.errors.length > 0 ? EXIT.failed : EXIT.ok;
};
