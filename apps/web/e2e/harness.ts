import { testDatabase } from '@plumbline/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const root = join(__dirname, '../../..');
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];
const flags = [
  '--no-sandbox',
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
  browser: Browser;
  close: () => Promise<void>;
}

function chromiumPath(): string {
  const given = process.env['PLUMBLINE_CHROMIUM'];
  const found = [given, ...usualPlaces].find((path) => path !== undefined && path !== '' && existsSync(path));
  if (!found) throw new Error('No Chromium: install the package chromium or set PLUMBLINE_CHROMIUM.');
  return found;
}

async function addressOf(server: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /answers at (\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
  });
}

async function startServer(dataDir: string, basePath: string): Promise<{ server: ChildProcess; url: string }> {
  if (!existsSync(join(root, 'apps/web/dist/index.html'))) {
    throw new Error('The browser client is not built: run `pnpm build` first.');
  }
  const { url: databaseUrl } = await testDatabase();
  const loader = ['--conditions=source', '--import', join(root, 'tools/loader/register.mjs')];
  const server = spawn(process.execPath, [...loader, join(root, 'apps/server/src/main.ts'), 'server', '--demo'], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PLUMBLINE_PORT: '0',
      PLUMBLINE_DATA: dataDir,
      PLUMBLINE_BASE_PATH: basePath,
      PLUMBLINE_ADMIN_PASSWORD: admin.password,
      PLUMBLINE_LOG_LEVEL: 'warn',
    },
  });
  return { server, url: await addressOf(server) };
}

/** Starts a server over its own database, filled with the demo network, and a browser. */
export async function openStage(basePath = '/'): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
  const { server, url } = await startServer(dataDir, basePath);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: flags });
  return {
    url,
    browser,
    close: async () => {
      await browser.close();
      server.removeAllListeners('exit');
      if (server.exitCode === null) {
        server.kill('SIGTERM');
        await once(server, 'exit');
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A page of its own browser context, with a note of everything that went wrong in it. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  faults: string[];
}

/** Opens a context in a theme, signed in unless asked otherwise. */
export async function visit(stage: Stage, theme: 'light' | 'dark' = 'light', signedIn = true): Promise<Visit> {
  // The policy of the page forbids what axe-core needs to be put into it.
  const context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
  context.setDefaultTimeout(20_000);
  await context.addInitScript((value) => localStorage.setItem('plumbline.theme', value), theme);
  if (signedIn) {
    const answer = await context.request.post(`${stage.url}auth/login`, {
      data: admin,
      headers: { 'x-plumbline-csrf': '1' },
    });
    if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()}`);
  }
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('requestfailed', (request) => {
    // A query that nobody waits for any more is given up on purpose.
    if (!request.failure()?.errorText.includes('ABORTED')) faults.push(`${request.url()} failed`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(stage.url).origin) faults.push(`${request.url()} is elsewhere`);
  });
  return { page, context, faults };
}

/** Goes to a path below the base and waits until its heading stands there. */
export async function open(stage: Stage, { page }: Visit, path: string): Promise<void> {
  await page.goto(stage.url + path.replace(/^\//, ''));
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Waits until a grid shows the rows of its present filter and order. */
export async function settled({ page }: Visit): Promise<void> {
  await page.locator('[role=grid][aria-busy=false]').waitFor();
  await page.waitForFunction(() => document.querySelector('[role=status]')?.textContent?.includes('row') ?? false);
}

/** Names in the first column of a grid, from the top of what is drawn. */
export async function names({ page }: Visit): Promise<string[]> {
  return page.locator('[role=row] [role=gridcell]:nth-child(2)').allInnerTexts();
}

interface AxeNode {
  target: unknown[];
  failureSummary?: string;
}

interface AxeResult {
  violations: { id: string; nodes: AxeNode[] }[];
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong by WCAG 2.2 A and AA, one line a rule. */
export async function axe({ page }: Visit): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(async (): Promise<AxeResult> => {
    const run = (window as unknown as { axe: { run: (context: unknown, options: unknown) => Promise<AxeResult> } }).axe
      .run;
    // Base UI's focus guards are hidden and focusable on purpose: they hand the focus on.
    const context = { exclude: [['[data-base-ui-focus-guard]']] };
    return run(context, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
