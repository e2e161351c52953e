import { testDatabase } from '@plumbline/testing';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type StartedServer, type StartOptions } from '../src/index.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
export type Loose = any;

/** An answer of the GraphQL endpoint. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data?: Record<string, Loose> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, Loose>> }[];
}

/** A server of one test file, with calls that carry its administrator's token. */
export interface TestServer extends StartedServer {
  readonly databaseUrl: string;
  readonly dataDir: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
}

/** Starts a server over a database of its own. */
export const openServer = async (options: Partial<StartOptions> = {}): Promise<TestServer> => {
  const databaseUrl = options.databaseUrl ?? (await testDatabase()).url;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'plumbline-server-'));
  const server = await startServer({
    dataDir,
    adminPassword: 'correct horse',
    logLevel: 'silent',
    ...options,
    databaseUrl,
  });
  const call = (path: string, init: RequestInit = {}) => fetch(server.url + path, init);
  return {
    ...server,
    databaseUrl,
    dataDir,
    fetch: call,
    ask: async (query, variables, headers = { authorization: `Bearer ${server.adminToken}` }) => {
      const body = JSON.stringify({ query, variables });
      const response = await call('graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      const text = await response.text();
      return { status: response.status, text, ...(JSON.parse(text) as object) };
    },
  };
};
