import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { admin, type Stage } from './stage.ts';

/** A page of its own browser context, with a note of everything that went wrong in it. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  faults: string[];
}

/** How a visit is signed in: with the session that visits share, with one of its own that it may end, or not. */
export type SignIn = 'shared' | 'own' | 'none';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The session of the first visit in a browser: signing in takes time on purpose. */
const sessions = new WeakMap<Browser, Session>();

async function signIn(stage: Stage, context: BrowserContext): Promise<void> {
  const answer = await context.request.post(`${stage.url}auth/login`, {
    data: admin,
    headers: { 'x-plumbline-csrf': '1' },
  });
  if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()}`);
}

/** Opens a context in a theme, signed in unless asked otherwise. */
export async function visit(
  stage: Stage,
  theme: 'light' | 'dark' = 'light',
  session: SignIn = 'shared',
): Promise<Visit> {
  const known = session === 'shared' ? sessions.get(stage.browser) : undefined;
  // The policy of the page forbids what axe-core needs to be put into it.
  const view = { viewport: { width: 1440, height: 900 }, bypassCSP: true };
  const context = await stage.browser.newContext({ ...view, ...(known ? { storageState: known } : {}) });
  context.setDefaultTimeout(45_000);
  await context.addInitScript((value) => localStorage.setItem('plumbline.theme', value), theme);
  if (session !== 'none' && !known) await signIn(stage, context);
  if (session === 'shared' && !known) sessions.set(stage.browser, await context.storageState());
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

/** An error that also tells where the page was and what it showed. */
export async function withView(error: Error, { page, faults }: Visit): Promise<Error> {
  const shown = await page
    .locator('body')
    .innerText({ timeout: 2_000 })
    .catch((cause: Error) => cause.message);
  const view = `Faults: ${faults.join(', ') || 'none'}\nAt ${page.url()}\n${shown.slice(0, 3_000)}`;
  error.stack = `${error.stack ?? error.message}\n\n${view}`;
  return error;
}

/** What runs a story in a visit of its own and holds that nothing went wrong in it. */
export function inVisitTo(stage: () => Stage) {
  return async (
    story: (here: Visit) => Promise<void>,
    theme: 'light' | 'dark' = 'light',
    session: SignIn = 'shared',
  ): Promise<void> => {
    const here = await visit(stage(), theme, session);
    try {
      await story(here);
      expect(here.faults).toEqual([]);
    } catch (error) {
      throw await withView(error as Error, here);
    } finally {
      await here.context.close();
    }
  };
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
