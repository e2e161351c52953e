import { digestOf, newToken, tokenKey } from '@plumbline/domain';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openAsBlob, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { DataSource } from 'typeorm';
import { BENCH_ORGANIZATION } from './fill.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const USER = '0190a000-0000-7000-8000-00000000b001';

/** An answer that was read to its end. */
export interface HttpAnswer {
  readonly bytes: number;
  readonly isChunked: boolean;
  /** Text of the answer, when it was asked for. */
  readonly text: string;
}

/** The product as its users run it: built, in a process of its own, asked over HTTP with a token. */
export interface BenchServer {
  readonly pid: number;
  /** Address of the API. */
  readonly url: string;
  readonly token: string;
  /** From the start of the process until it says that it is ready, with the database up; in milliseconds. */
  readonly bootMs: number;
  /** Resident memory of the process now, in megabytes. */
  memory(): number;
  /** What was alive on its heap after the last full collection, in megabytes; 0 before the first. */
  live(): number;
  ask(query: string, keepText?: boolean, variables?: object): Promise<HttpAnswer>;
  /** Uploads a file and gives its id. */
  upload(file: string): Promise<string>;
  stop(): Promise<void>;
}

/** Makes a user of the benchmark's organization and gives back a token flagged for bulk reads. */
const giveToken = async (source: DataSource): Promise<string> => {
  const token = newToken();
  await source.query(
    `INSERT INTO users_user (id, number, created, username, is_superuser) VALUES ($1, 900001, now(), 'bench', true) ON CONFLICT DO NOTHING`,
    [USER],
  );
  await source.query('INSERT INTO users_membership (user_id, organization_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    USER,
    BENCH_ORGANIZATION,
  ]);
  await source.query(
    `INSERT INTO users_api_token (organization_id, id, number, created, user_id, key_id, digest, bulk)
     SELECT $1, gen_random_uuid(), coalesce(max(number), 0) + 1, now(), $2, $3, $4, true FROM users_api_token`,
    [BENCH_ORGANIZATION, USER, tokenKey(token), digestOf(token)],
  );
  return token;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Resident memory of a process in megabytes, as Linux tells it. */
const residentOf = (pid: number): number => {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
};

const asker =
  (port: number, token: string, agent: Agent) =>
  (query: string, keepText = false, variables: object = {}): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ query, variables });
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        authorization: `Bearer ${token}`,
      };
      const asked = request(
        { port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers },
        (response) => {
          let [bytes, text] = [0, ''];
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (keepText || response.statusCode !== 200) text += chunk.toString();
          });
          response.on('error', reject);
          response.on('end', () =>
            response.statusCode === 200
              ? resolve({ bytes, text, isChunked: response.headers['transfer-encoding'] === 'chunked' })
              : reject(new Error(`The server answered ${response.statusCode}: ${text.slice(0, 500)}`)),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });

const uploader =
  (port: number, token: string) =>
  async (file: string): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}/files?name=dump.sql`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: await openAsBlob(file),
    });
    if (!answer.ok) throw new Error(`The upload was answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { readonly id: string }).id;
  };

const isReady = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Builds the server from the sources as they are. @throws Error when they do not compile */
export const buildServer = (): void => {
  const { status } = spawnSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The server does not build; see above.');
};

/** Reads what V8 tells of its collections and gives what the last full one left, in megabytes. */
const liveHeapOf = (output: Readable): (() => number) => {
  let live = 0;
  createInterface({ input: output }).on('line', (line) => {
    const left = /Mark-Compact.*? -> (\d+(?:\.\d+)?)/.exec(line)?.[1];
    if (left !== undefined) live = Number(left);
  });
  return () => live;
};

/** Starts the built server over a database that is up. @throws Error when it does not get ready in a minute */
export const startBenchServer = async (url: string, source: DataSource): Promise<BenchServer> => {
  const token = await giveToken(source);
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, ['--trace-gc', 'apps/server/dist/main.js', 'server'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: url,
      PLUMBLINE_PORT: String(port),
      PLUMBLINE_DATA: mkdtempSync(join(tmpdir(), 'plumbline-bench-server-')),
      PLUMBLINE_LOG_LEVEL: 'warn',
    },
  });
  const live = liveHeapOf(child.stdout);
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}.`);
    if (performance.now() - started > 60_000) throw new Error('The server is not ready after a minute.');
    await pause(20);
  }
  const bootMs = performance.now() - started;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const ended = once(child, 'exit');
  return {
    bootMs,
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}/graphql`,
    token,
    memory: () => residentOf(child.pid ?? 0),
    live,
    ask: asker(port, token, agent),
    upload: uploader(port, token),
    stop: async () => {
      agent.destroy();
      child.kill('SIGTERM');
      await ended;
    },
  };
};
