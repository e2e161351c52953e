import { serverProgram, testDatabase } from '@plumbline/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const root = join(__dirname, '../../..');
const STOP_MS = 20_000;
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Name and password of the administrator of a test server. */
export const admin = { username: 'admin', password: 'correct horse battery' };

/** A server with the demo network and a browser beside it. */
export interface Stage {
  /** Address with the base path, ending in a slash. */
  url: string;
  /** Settings that name its database and its folder, for a second server beside it. */
  place: Record<string, string>;
  browser: Browser;
  close: () => Promise<void>;
}

/** A server in a process of its own: where it answers, and how it is stopped. */
export interface TestServer {
  url: string;
  stop: () => Promise<void>;
}

function chromiumPath(): string {
  const given = process.env['PLUMBLINE_CHROMIUM'];
  const found = [given, ...usualPlaces].find((path) => path !== undefined && path !== '' && existsSync(path));
  if (!found) throw new Error('No Chromium: install the package chromium or set PLUMBLINE_CHROMIUM.');
  return found;
}

/** How long a server may take to load the demo network on a busy machine; less than a test file waits for it. */
const START_MS = 170_000;

/** Collects what a process says, and finds the address in it; a process that says none in time is ended. */
function listen(server: ChildProcess): { address: Promise<string>; said: () => string } {
  let said = '';
  const address = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-20_000);
      const found = /answers at (\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.once('exit', (code, signal) => reject(new Error(`The server ended with ${code ?? signal}:\n${said}`)));
  });
  const timer = setTimeout(() => server.kill('SIGKILL'), START_MS);
  const settled = (): void => clearTimeout(timer);
  address.then(settled, settled);
  return { address, said: () => said };
}

/** Asks a server to stop, as Ctrl-C would; one that does not is ended, and that is a failure with its log. */
async function stopServer(server: ChildProcess, said: () => string): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    throw new Error(`The server ended early with ${server.exitCode ?? server.signalCode}:\n${said()}`);
  }
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
  if (server.signalCode === 'SIGKILL') throw new Error(`The server did not stop when it was asked to:\n${said()}`);
}

/** Starts a server of the product with these settings; `args` follow its command. */
export async function startServer(env: Record<string, string>, ...args: string[]): Promise<TestServer> {
  if (!existsSync(join(root, 'apps/web/dist/index.html'))) {
    throw new Error('The browser client is not built: run `pnpm build` first.');
  }
  const server = spawn(
    process.execPath,
    [...serverProgram({ fromSources: 'PLUMBLINE_PLUGINS' in env }), 'server', ...args],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PLUMBLINE_PORT: '0',
        PLUMBLINE_ADMIN_PASSWORD: admin.password,
        PLUMBLINE_LOG_LEVEL: 'warn',
        ...env,
      },
    },
  );
  const { address, said } = listen(server);
  return { url: await address, stop: () => stopServer(server, said) };
}

/** Starts a server over its own database, filled with the demo network unless told otherwise, and a browser. */
export async function openStage(
  settings: Record<string, string> = {},
  args: readonly string[] = ['--demo'],
): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
  const { url: databaseUrl } = await testDatabase();
  const place = { DATABASE_URL: databaseUrl, PLUMBLINE_DATA: dataDir };
  const server = await startServer({ ...place, ...settings }, ...args);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: flags });
  return {
    url: server.url,
    place,
    browser,
    close: async () => {
      try {
        await browser.close();
        await server.stop();
      } finally {
        rmSync(dataDir, { recursive: true, force: true });
      }
    },
  };
}
