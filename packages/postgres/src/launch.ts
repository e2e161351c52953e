import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { serverProcess } from './cluster.ts';
import type { Location } from './location.ts';
import { type Postmaster, runningServer } from './postmaster.ts';
import { socketFolder } from './socket.ts';

const HOST = '127.0.0.1';
const LOG_LIMIT_BYTES = 10_000_000;
const ATTEMPTS = 30;
/** Crash recovery of a large database takes its time. */
const READY_PATIENCE_MS = 600_000;

/** Server settings by name, as in `postgresql.conf`. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

const listen = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, HOST, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? null) : null));
    });
  });

/** The port used last time if it is free, else a free one, remembered for the next start. */
async function choosePort(folder: string): Promise<number> {
  const file = join(folder, 'port');
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = (last > 0 ? await listen(last) : null) ?? (await listen(0));
  if (port === null) throw new Error(`No free port on ${HOST}.`);
  writeFileSync(file, String(port));
  return port;
}

function openLog(folder: string): { fd: number; tail: () => string } {
  const file = join(folder, 'log');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) truncateSync(file);
  const fd = openSync(file, 'a', 0o600);
  const start = statSync(file).size;
  return { fd, tail: () => readFileSync(file).subarray(start).toString('utf8').slice(-2000).trim() };
}

async function untilReady(child: ChildProcess, data: string): Promise<Postmaster | null> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  const deadline = Date.now() + READY_PATIENCE_MS;
  while (!ended && Date.now() < deadline) {
    const server = child.pid && existsSync(join(data, 'postmaster.pid')) ? runningServer(data) : null;
    if (server?.ready && server.pid === child.pid) return server;
    await wait(10);
  }
  return null;
}

/** A port taken meanwhile, or memory of a server killed a moment ago: both pass. */
const passes = (log: string): boolean => /Address already in use|still in use|lock file .* already exists/.test(log);

/**
 * Starts the server detached from this process and its terminal, and waits until it answers.
 * @throws Error with the end of the server's log when it gives up.
 */
export async function launch(location: Location, postgres: string, settings: Settings): Promise<Postmaster> {
  const { folder, data } = location;
  const log = openLog(folder);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const all: Settings = {
        listen_addresses: HOST,
        port: await choosePort(folder),
        ...(process.platform !== 'win32' && { unix_socket_directories: socketFolder(location) }),
        ...settings,
      };
      const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const options = { ...serverProcess(location), detached: true, stdio: ['ignore', log.fd, log.fd] as const };
      const child = spawn(postgres, ['-D', data, ...flags], { ...options, stdio: [...options.stdio] });
      const server = await untilReady(child, data);
      child.unref();
      if (server) return server;
      if (attempt >= ATTEMPTS || !passes(log.tail())) throw new Error(`PostgreSQL did not start: ${log.tail()}`);
      await wait(300);
    }
  } finally {
    closeSync(log.fd);
  }
}
