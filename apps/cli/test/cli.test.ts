import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer, type TestServer } from '../../server/test/_server.ts';
import { removeDumps, writeDump } from '../../../packages/domain/test/netbox/small-dump.ts';
import { deviceTables } from '../../../packages/domain/test/netbox/small-rows.ts';
import { plumbline, type Ended } from './_run.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await openServer();
  folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
});
afterAll(async () => {
  await server.stop();
  removeDumps();
  rmSync(folder, { recursive: true, force: true });
});

const here = (...args: string[]): Promise<Ended> =>
  plumbline({ PLUMBLINE_URL: server.url, PLUMBLINE_TOKEN: server.adminToken, PLUMBLINE_DATA: folder }, ...args);

test('the help names every command', async () => {
  const { code, out } = await here('--help');
  expect(code).toBe(0);
  for (const command of ['import', 'query', 'export', 'job', 'user', 'migrate']) expect(out).toContain(`  ${command}`);
});

test('a dump is imported, reported by table and written down; the second time nothing is left to do', async () => {
  const [dump, file] = [writeDump(deviceTables([{}, {}])), join(folder, 'report.json')];
  const first = await here('import', 'netbox', dump, '--report', file);
  expect(first.code).toBe(0);
  expect(first.out).toMatch(/^dcim_device +dcim\.Device +2 +2 +0 +0 +0 +0$/m);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ dryRun: false, totals: { created: 6, refused: 0 } });
  expect((await here('import', 'netbox', dump)).out).toContain('0 created, 0 updated, 6 unchanged');
});

test('a dry run reports and stores nothing', async () => {
  const dump = writeDump(deviceTables([{}, {}, { name: 'd3' }]));
  expect((await here('import', 'netbox', dump, '--dry-run')).out).toContain('Dry run, nothing is stored');
  expect((await here('query', '{ devices { totalCount } }')).out).toContain('"totalCount": 2');
});

test('refused rows end with exit code 1 and their reason', async () => {
  const dump = writeDump(deviceTables([{ asset_tag: 'T' }, { asset_tag: 'T' }]));
  const { code, out } = await here('import', 'netbox', dump);
  expect(code).toBe(1);
  expect(out).toMatch(/dcim_device \d assetTag: Another device has the same asset tag\./);
});

test('a file that is no dump fails with exit code 2 and says why', async () => {
  const file = join(folder, 'odd.sql');
  writeFileSync(file, 'hello\n');
  const { code, err } = await here('import', 'netbox', file);
  expect(code).toBe(2);
  expect(err).toContain('no COPY block');
  expect((await here('import', 'netbox', join(folder, 'none.sql'))).err).toContain('There is no file');
});

test('a query takes its text from the command line or a file, with variables', async () => {
  const file = join(folder, 'sites.graphql');
  writeFileSync(file, 'query ($slug: String!) { sites(filter: { slug: { eq: $slug } }) { nodes { name } } }');
  const { code, out } = await here('query', file, '--variables', '{"slug": "main-site"}');
  expect([code, JSON.parse(out)]).toEqual([0, { sites: { nodes: [{ name: 'Main site' }] } }]);
  const wrong = await here('query', '{ sites { nope } }');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('nope')]);
  expect((await here('query', file, '--variables', '[1]')).err).toContain('must be a JSON object');
});

test('an export writes one JSON object a line', async () => {
  const file = join(folder, 'devices.jsonl');
  const { code, err } = await here('export', '{ devices { nodes { name } } }', '--output', file);
  expect([code, err]).toEqual([0, expect.stringContaining('2 rows')]);
  expect(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([{ name: 'd1' }, { name: 'd2' }]);
});

test('jobs are listed and shown with their log', async () => {
  const { out } = await here('job', 'list', '--count', '3');
  const number = /^ *(\d+) +/m.exec(out.split('\n')[2] ?? '')?.[1] ?? '';
  expect((await here('job', 'show', number)).out).toMatch(/^status +completed$/m);
  expect((await here('job', 'show', '99999')).err).toBe('There is no job 99999.\n');
});

test('a user is made', async () => {
  expect((await here('user', 'create', 'ingrid', '--email', 'ingrid@example.net')).out).toMatch(
    /^User #\d+ ingrid made\.$/m,
  );
});

test('what is missing is named: the server, the token, the command', async () => {
  const gone = { PLUMBLINE_URL: 'http://127.0.0.1:49151', PLUMBLINE_TOKEN: 'x'.repeat(10), PLUMBLINE_DATA: folder };
  expect(await plumbline(gone, 'job', 'list')).toMatchObject({
    code: 2,
    err: 'No server answers at http://127.0.0.1:49151/.\n',
  });
  expect((await plumbline({ PLUMBLINE_URL: server.url, PLUMBLINE_DATA: folder }, 'job', 'list')).err).toContain(
    'No API token',
  );
  expect(await here('imprt')).toMatchObject({ code: 2, err: expect.stringContaining("unknown command 'imprt'") });
  expect((await here('--organization', 'elsewhere', 'query', '{ sites { totalCount } }')).code).toBe(2);
});

test('everything leaves as one archive, with what stays named, and is known again when it comes back', async () => {
  const file = join(folder, 'all.tar.gz');
  const { code, out } = await here('export', '--all', file);
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}users\.ApiToken \(\d+\): Tokens are secrets; issue new ones\.$/m);
  expect(out).toMatch(/^\d+ rows of \d+ types and 0 files in .*all\.tar\.gz\.$/m);
  const refused = await here('import', 'archive', file);
  expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/holds rows that no archive brought: \d+ /)]);
  const merged = await here('import', 'archive', file, '--merge', '--dry-run');
  expect([merged.code, merged.out]).toEqual([0, expect.stringContaining('Dry run, nothing is stored')]);
  expect(merged.out).toMatch(/ 0 created, 0 updated, \d+ unchanged/);
});

test('an export names a query or --all, and not both', async () => {
  for (const args of [['export'], ['export', '{ sites { nodes { id } } }', '--all', join(folder, 'x.tar.gz')]])
    expect(await here(...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining('either a query or --all FILE'),
    });
});
