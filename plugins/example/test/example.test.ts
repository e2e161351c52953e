import { createDataSource } from '../../../packages/domain/src/index.ts';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { backUp } from '../../../apps/server/src/backup/backup.ts';
import { restore } from '../../../apps/server/src/backup/restore.ts';
import { readConfig } from '../../../apps/server/src/config.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { loadModel } from '../../../apps/server/src/plugins/load.ts';
import { openServer, type Loose, type TestServer } from '../../../apps/server/test/_server.ts';
import { contentDigests } from '../../../apps/server/test/_content.ts';
import { testDatabase } from '../../../packages/testing/src/index.ts';
import { schemaGaps } from '../../../tools/gen/src/migration.ts';

const FOLDER = join(__dirname, '..');
let server: TestServer;

const data = async (query: string, variables?: Record<string, unknown>): Promise<Record<string, Loose>> => {
  const answer = await server.ask(query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data ?? {};
};

const job = async (name: string, input: unknown): Promise<Record<string, Loose>> => {
  const { jobStart } = await data(
    'mutation ($name: String!, $input: JSON) { jobStart(name: $name, input: $input) { id } }',
    {
      name,
      input,
    },
  );
  for (;;) {
    const { job: found } = await data('query ($id: ID!) { job(id: $id) { status result error } }', { id: jobStart.id });
    if (!['queued', 'running'].includes(found.status)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

beforeAll(async () => {
  server = await openServer({ plugins: [FOLDER] });
  const { batteryCreate } = await data(`mutation {
    siteCreate(input: [{ name: "Fra 1", slug: "fra1" }, { name: "Ams 1", slug: "ams1" }]) { userErrors { message } }
    batteryCreate(input: [
      { site: { key: { slug: "fra1" } }, name: "B2", capacityWh: 900 }
      { site: { key: { slug: "fra1" } }, name: "B10", capacityWh: 4000 }
      { site: { key: { slug: "fra1" } }, name: "B11", status: "spent", tags: [] }
    ]) { nodes { number name status } userErrors { path code message } }
  }`);
  expect(batteryCreate).toEqual({
    nodes: [
      { number: 1, name: 'B2', status: 'active' },
      { number: 2, name: 'B10', status: 'active' },
      { number: 3, name: 'B11', status: 'spent' },
    ],
    userErrors: [],
  });
});
afterAll(() => server?.stop());

test('its rows are read by filter, from both sides, and its changes are recorded', async () => {
  const found = await data(`{
    batteries(filter: { capacityWh: { gte: 900 }, site: { slug: { eq: "fra1" } } }, orderBy: [{ field: "name" }]) {
      totalCount nodes { name statusChoice { label } site { name } }
    }
    sites(filter: { batteries: { some: { name: { eq: "B2" } } } }) { nodes { slug batteries { totalCount } } }
    changeRecords(filter: { objectType: { eq: "example.Battery" } }) { totalCount }
  }`);
  expect(found).toMatchObject({
    batteries: { totalCount: 2, nodes: [{ name: 'B2', site: { name: 'Fra 1' } }, { name: 'B10' }] },
    sites: { nodes: [{ slug: 'fra1', batteries: { totalCount: 3 } }] },
    changeRecords: { totalCount: 3 },
  });
});

test('its field of sites is worked out', async () => {
  const { sites } = await data('{ sites(orderBy: [{ field: "name" }]) { nodes { slug batteryCapacityWh } } }');
  expect(sites.nodes).toEqual([
    { slug: 'ams1', batteryCapacityWh: '0' },
    { slug: 'fra1', batteryCapacityWh: '4900' },
  ]);
});

test('its rule refuses, with its own code and the path, for one row and many', async () => {
  const input = Array.from({ length: 1_000 }, (_, i) => ({
    site: { key: { slug: 'ams1' } },
    name: `C${i}`,
    ...(i === 500 ? {} : { capacityWh: 10 }),
  }));
  const { batteryCreate } = await data(
    'mutation ($input: [BatteryCreateInput!]!) { batteryCreate(input: $input) { userErrors { path code } } }',
    { input },
  );
  expect(batteryCreate.userErrors).toEqual([{ path: 'input.500.capacityWh', code: 'BATTERY_CAPACITY_UNKNOWN' }]);
  const { sites } = await data('{ sites(filter: { slug: { eq: "ams1" } }) { nodes { batteries { totalCount } } } }');
  expect(sites.nodes[0].batteries.totalCount).toBe(0);
});

test('its rows are found by search', async () => {
  const { search } = await data('{ search(text: "B10", first: 1) { type object { display } } }');
  expect(search).toEqual([{ type: 'example.Battery', object: { display: 'B10' } }]);
});

test('its rows are exported and imported without a change', async () => {
  const { status, result } = await job('csvExport', { type: 'example.Battery' });
  expect({ status, rows: result.rows }).toEqual({ status: 'completed', rows: 3 });
  const headers = { authorization: `Bearer ${server.adminToken}` };
  const text = await (await server.fetch(`files/${result.fileId}`, { headers })).text();
  expect(text).toContain('B10');
  const body = Buffer.from(text);
  const sent = await server.fetch(`files?name=b.csv&size=${body.length}`, { method: 'PUT', headers, body });
  const { id } = (await sent.json()) as { id: string };
  const back = await job('csvImport', { type: 'example.Battery', fileId: id, mode: 'UPSERT' });
  expect(back.result).toMatchObject({ rows: 3, created: 0, updated: 0, errorCount: 0 });
});

test('its job runs, and refuses an input that makes no sense', async () => {
  const refused = await server.ask('mutation { jobStart(name: "exampleBatteryCheck", input: {}) { id } }');
  expect(refused.errors?.[0]?.message).toMatch(/watt-hours/);
  expect(await job('exampleBatteryCheck', { belowWh: 1000 })).toMatchObject({
    status: 'completed',
    result: { spent: ['B2'] },
  });
  const { batteries } = await data('{ batteries(filter: { status: { eq: "spent" } }) { totalCount } }');
  expect(batteries.totalCount).toBe(2);
});

test('its question is answered with what the caller may see, and refuses what makes no sense', async () => {
  const { sites } = await data('{ sites(orderBy: [{ field: "name" }]) { nodes { id batteryCapacityWh } } }');
  const [ams, fra] = sites.nodes;
  const ask = 'query ($site: ID!, $loadW: Int!) { batteryReserve(site: $site, loadW: $loadW) { capacityWh minutes } }';
  const capacityWh = Number(fra.batteryCapacityWh);
  expect(capacityWh).toBeGreaterThan(0);
  expect(await data(ask, { site: fra.id, loadW: 100 })).toEqual({
    batteryReserve: { capacityWh, minutes: (capacityWh / 100) * 60 },
  });
  expect(await data(ask, { site: ams.id, loadW: 1 })).toEqual({ batteryReserve: { capacityWh: 0, minutes: 0 } });
  const codeOf = async (variables: Record<string, unknown>) =>
    (await server.ask(ask, variables)).errors?.[0]?.extensions['code'];
  expect(await codeOf({ site: fra.id, loadW: 0 })).toBe('BAD_USER_INPUT');
  expect(await codeOf({ site: '01a1fe80-81a7-7001-b3a0-e43f51d69858', loadW: 1 })).toBe('NOT_FOUND');
});

test('its verb changes two rows or none, records them in one change set, and knows a dry run', async () => {
  const swap = `mutation ($id: ID!, $name: String!, $options: WriteOptions) {
    batterySwap(battery: $id, name: $name, capacityWh: 700, options: $options) {
      nodes { name status capacityWh site { slug } } changeSetId dryRun changes { action display } userErrors { path code }
    }
  }`;
  const { batteryCreate } = await data(`mutation { batteryCreate(input: [
    { site: { key: { slug: "fra1" } }, name: "B20", capacityWh: 300 }
  ]) { nodes { id } userErrors { message } } }`);
  const { id } = batteryCreate.nodes[0];
  const tried = (await data(swap, { id, name: 'B21', options: { dryRun: true } })).batterySwap;
  expect(tried).toMatchObject({ dryRun: true, userErrors: [] });
  expect(tried.changes.map((change: Loose) => change.action).toSorted()).toEqual(['create', 'update']);
  expect((await data(swap, { id, name: 'B2' })).batterySwap).toMatchObject({
    nodes: [],
    changeSetId: null,
    userErrors: [expect.objectContaining({ code: expect.any(String) })],
  });
  const status = 'query ($id: ID!) { battery(id: $id) { status } }';
  expect(await data(status, { id })).toEqual({ battery: { status: 'active' } });
  const { nodes, changeSetId } = (await data(swap, { id, name: 'B21' })).batterySwap;
  expect(nodes).toEqual([{ name: 'B21', status: 'active', capacityWh: 700, site: { slug: 'fra1' } }]);
  expect(await data(status, { id })).toEqual({ battery: { status: 'spent' } });
  const records = 'query ($id: ID!) { changeRecords(filter: { changeSet: { id: { eq: $id } } }) { totalCount } }';
  expect((await data(records, { id: changeSetId })).changeRecords.totalCount).toBe(2);
  const gone = await data(swap, { id: '01a1fe80-81a7-7001-b3a0-e43f51d69858', name: 'B22' });
  expect(gone.batterySwap.userErrors).toEqual([{ path: 'battery', code: 'NOT_FOUND' }]);
});

test('a token that may only read writes none of its rows, and another organization sees none', async () => {
  await data('mutation { organizationCreate(input: { name: "Other", slug: "other" }) { userErrors { message } } }');
  const entered = await server.fetch('auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-plumbline-csrf': '1' },
    body: JSON.stringify({ username: server.adminUsername, password: 'correct horse' }),
  });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const other = { cookie, 'x-plumbline-csrf': '1', 'x-plumbline-organization': 'other' };
  const elsewhere = await server.ask('{ batteries { totalCount } viewer { name } }', {}, other);
  expect(elsewhere).toMatchObject({ data: { batteries: { totalCount: 0 } } });
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query('UPDATE users_api_token SET write_enabled = false');
  const change =
    'mutation { batteryUpdateWhere(filter: { name: { eq: "B2" } }, expectedCount: 1, set: { name: "X" }) { userErrors { message } } }';
  const refused = await server.ask(change);
  const swapped = await server.ask(
    'mutation { batterySwap(battery: "01a1fe80-81a7-7001-b3a0-e43f51d69858", name: "X", capacityWh: 1) { dryRun } }',
  );
  const read = await server.ask('{ sites(first: 1) { nodes { id } } }');
  const reserve = 'query ($site: ID!) { batteryReserve(site: $site, loadW: 1) { minutes } }';
  const answered = await server.ask(reserve, { site: read.data?.['sites'].nodes[0].id });
  await client.query('UPDATE users_api_token SET write_enabled = true');
  await client.end();
  expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  expect(swapped.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  expect(answered.errors).toBeUndefined();
});

test('the catalogue has its screens and its panels, and the modules are served', async () => {
  const { catalogue } = await data('{ catalogue }');
  expect(catalogue.entities).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'example.Battery', many: 'batteries' })]),
  );
  expect(catalogue.panels).toEqual([
    {
      slot: 'detail',
      entity: 'dcim.Site',
      title: 'Batteries',
      plugin: 'example',
      url: expect.stringMatching(/^plugins\/example\/site-batteries\.js\?v=[0-9a-f]{12}$/),
    },
    {
      slot: 'detailTab',
      entity: 'dcim.Site',
      title: 'Power reserve',
      plugin: 'example',
      url: expect.stringMatching(/^plugins\/example\/power-reserve\.js\?v=[0-9a-f]{12}$/),
    },
  ]);
  const response = await server.fetch(catalogue.panels[0].url);
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await response.text()).toBe(readFileSync(join(FOLDER, 'web/site-batteries.js'), 'utf8'));
});

test.each([
  'plugins/example/../package.json',
  'plugins/example/%2e%2e/package.json',
  'plugins/example/',
  'plugins/none/a.js',
  'plugins/example/none.js',
])('nothing else is served as a file of it: %s', async (path) => expect((await server.fetch(path)).status).toBe(404));

test('its tables are complete and kept apart from those of the core', async () => {
  const model = await loadModel([FOLDER]);
  const source = await createDataSource(server.databaseUrl, { poolSize: 2, model: model.registry }).initialize();
  const gaps = await schemaGaps(source, model.registry);
  const ledger: object[] = await source.query('SELECT plugin, name FROM plugin_migration');
  const core: { name: string }[] = await source.query('SELECT name FROM migrations');
  await source.destroy();
  // Test databases are copies, which TypeORM's notes on generated columns of the core don't name.
  expect(gaps.filter((statement) => statement.includes('plugin_'))).toEqual([]);
  expect(ledger).toEqual([{ plugin: 'example', name: '0001' }]);
  expect(core.map(({ name }) => name).join()).not.toMatch(/example/i);
});

test('a backup holds its rows, and comes back only where it is loaded', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-example-'));
  const log = createLog('silent');
  const file = join(dataDir, 'all.plumbline');
  const config = { ...readConfig({}), dataDir };
  await backUp({ ...config, databaseUrl: server.databaseUrl }, log, file, () => undefined);
  const { url } = await testDatabase({ migrated: false });
  const request = { file, replace: false, onProgress: () => undefined };
  await expect(restore({ ...config, databaseUrl: url }, log, request)).rejects.toThrow(
    /the plugin "example", which is not loaded/,
  );
  await restore({ ...config, databaseUrl: url, plugins: [FOLDER] }, log, request);
  const [before, after] = [await contentDigests(server.databaseUrl), await contentDigests(url)];
  expect(after.get('plugin_example_battery')).toBe(before.get('plugin_example_battery'));
  expect(existsSync(file)).toBe(true);
});
