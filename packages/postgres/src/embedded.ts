import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { DATABASE, ensureCluster, password } from './cluster.ts';
import { launch, type Settings } from './launch.ts';
import { type Location, locate } from './location.ts';
import { exclusively } from './lock.ts';
import { abandonServer, type Postmaster, runningServer, stopServer } from './postmaster.ts';
import { dropSocketFolder } from './socket.ts';
import { stageBinaries } from './stage.ts';
import { dismiss, enlist } from './users.ts';

/** How to start an embedded server; only `dataDir` is needed. */
export interface EmbeddedPostgresOptions {
  /** The product's folder (`PLUMBLINE_DATA`); created when missing. */
  readonly dataDir: string;
  /** Name of the server inside that folder, so that tests run their own beside the product's. */
  readonly name?: string;
  /** Added to the defaults, as in `postgresql.conf`. */
  readonly settings?: Settings;
  /** False gives up crash safety for speed; for tests only. */
  readonly durable?: boolean;
  /** Process that needs the server; the default is this one. */
  readonly owner?: number;
  /** Told of steps that take noticeable time. */
  readonly onProgress?: (step: string) => void;
}

/** A running server. */
export interface EmbeddedPostgres {
  /** Connection URL of the product's database over TCP, with its password. */
  readonly url: string;
  /** Folder of the Unix socket, an alternative to TCP for clients that know it; empty on Windows. */
  readonly socketFolder: string;
  readonly pid: number;
  /** Folder that holds data, log, port and password. */
  readonly folder: string;
  /** True when the server was running already. */
  readonly reused: boolean;
  /** Stops the server, unless another living process needs it too. */
  stop(): Promise<void>;
}

const MB = 2 ** 20;

/** Memory of the machine, or what its container may have of it. */
const memory = (): number => {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
};

/** A sixteenth of the memory, from 256 MB to 1 GB; the system's own cache holds the rest. */
const sharedBuffers = (): string => `${Math.round(Math.min(Math.max(memory() / 16, 256 * MB), 1_024 * MB) / MB)}MB`;

const DEFAULTS: Settings = {
  shared_buffers: sharedBuffers(),
  max_connections: 100,
  max_wal_size: '2GB',
  jit: false,
  timezone: 'UTC',
};

const VOLATILE: Settings = {
  fsync: false,
  synchronous_commit: false,
  full_page_writes: false,
  max_connections: 300,
  autovacuum: false,
};

async function settled(data: string): Promise<Postmaster | null> {
  for (;;) {
    const server = runningServer(data);
    if (!server || server.ready) return server;
    await wait(25);
  }
}

async function stopUnlessNeeded(location: Location, owner: number): Promise<void> {
  await exclusively(location.folder, async () => {
    const server = runningServer(location.data);
    if (!dismiss(location.folder, owner) || !server) return;
    await stopServer(server, stageBinaries(location.base)('pg_ctl'), location.data);
    if (server.socketFolder) dropSocketFolder(server.socketFolder);
  });
}

/**
 * Starts PostgreSQL from the binaries that came with the packages, or takes the one that already runs there.
 *
 * Data survives between calls. The server outlives this process when that is killed; the next call finds it again.
 * Works as root (the server then runs as `postgres` or `nobody`) and as an ordinary user.
 * @throws Error with the server's own words when it can't start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, name = 'postgres', settings = {}, durable = true, owner = process.pid } = options;
  const location = locate(dataDir, name);
  mkdirSync(location.folder, { recursive: true, mode: 0o711 });
  return exclusively(location.folder, async () => {
    const found = await settled(location.data);
    if (!found) options.onProgress?.('Starting PostgreSQL');
    const server = found ?? (await startFresh(location, { ...(durable ? {} : VOLATILE), ...settings }, durable));
    enlist(location.folder, owner);
    return {
      url: `postgres://postgres:${password(location)}@127.0.0.1:${server.port}/${DATABASE}`,
      socketFolder: server.socketFolder,
      pid: server.pid,
      folder: location.folder,
      reused: found !== null,
      stop: () => stopUnlessNeeded(location, owner),
    };
  });
}

async function startFresh(location: Location, settings: Settings, durable: boolean): Promise<Postmaster> {
  const program = stageBinaries(location.base);
  await ensureCluster(location, program, durable);
  return launch(location, program('postgres'), { ...DEFAULTS, ...settings });
}

/** Stops a server by name and deletes everything it stored. */
export async function removeEmbeddedPostgres(options: { dataDir: string; name: string }): Promise<void> {
  const location = locate(options.dataDir, options.name);
  const server = runningServer(location.data);
  if (server) await abandonServer(server, stageBinaries(location.base)('pg_ctl'), location.data);
  if (server?.socketFolder) dropSocketFolder(server.socketFolder);
  rmSync(location.folder, { recursive: true, force: true });
}

/** Names of the servers that have a folder below a product's folder. */
export function embeddedServers(dataDir: string): string[] {
  const { base } = locate(dataDir, 'postgres');
  const names = readdirSync(base, { withFileTypes: true });
  return names.filter((entry) => entry.isDirectory() && !entry.name.startsWith('native-')).map((entry) => entry.name);
}
