import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { admin, openStage, type Stage, startServer, type TestServer } from './stage.ts';
import { inVisitTo, open, settled } from './visit.ts';

/** A port that nothing listens on, so that an origin can be allowed before its server starts. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // a TCP server has no other kind
  probe.close();
  await once(probe, 'close');
  return port;
}

let stage: Stage;
let front: TestServer;
beforeAll(async () => {
  const port = await freePort();
  stage = await openStage({ PLUMBLINE_BASE_PATH: '/net/', PLUMBLINE_CORS_ORIGINS: `http://127.0.0.1:${port}` });
  front = await startServer({
    ...stage.place,
    PLUMBLINE_PORT: String(port),
    PLUMBLINE_JOBS: '0',
    PLUMBLINE_API_URL: stage.url,
  });
});
afterAll(async () => {
  await front?.stop();
  await stage?.close();
});

const inVisit = inVisitTo(() => stage);

test('below a base path pages, addresses and requests stay below it', () =>
  inVisit(async (here) => {
    expect(new URL(stage.url).pathname).toBe('/net/');
    await open(stage, here, 'dcim/sites');
    await settled(here);
    await here.page.locator('[role=row] a').first().click();
    await here.page.getByRole('link', { name: /Edit/ }).waitFor();
    expect(new URL(here.page.url()).pathname).toMatch(/^\/net\/dcim\/sites\/\d+$/);
    await here.page.reload();
    await here.page.getByRole('link', { name: /Edit/ }).waitFor();
    // A proxy may take the base path off; the page still names it.
    const stripped = await here.context.request.get(new URL('/dcim/sites', stage.url).href);
    expect(await stripped.text()).toContain('<base href="/net/"');
  }));

test('a client from another origin signs in, reads and writes through the API it is told', async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  const asked = new Set<string>();
  page.on('request', (request) => {
    if (/graphql|auth\//.test(request.url())) asked.add(new URL(request.url()).origin);
  });
  await page.goto(`${front.url}dcim/sites/new`);
  await page.getByLabel('User name').fill(admin.username);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Elsewhere');
  await page.getByRole('textbox', { name: 'Slug', exact: true }).fill('elsewhere');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: 'Elsewhere' }).waitFor();
  expect([...asked]).toEqual([new URL(stage.url).origin]);
  await context.close();
});
