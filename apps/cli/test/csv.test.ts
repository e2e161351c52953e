import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer, type TestServer } from '../../server/test/_server.ts';
import { plumbline, type Ended } from './_run.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await openServer();
  folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-csv-'));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const here = (...args: string[]): Promise<Ended> =>
  plumbline({ PLUMBLINE_URL: server.url, PLUMBLINE_TOKEN: server.adminToken, PLUMBLINE_DATA: folder }, ...args);

test('a file is tried, imported and exported again', async () => {
  const [file, back] = [join(folder, 'sites.csv'), join(folder, 'back.csv')];
  const text = 'name,slug,status\r\nOne,one,active\r\nTwo,two,planned\r\n';
  writeFileSync(file, text);
  expect((await here('csv', 'import', 'dcim.Site', file, '--dry-run')).out).toContain('Nothing is stored: 2 rows read');
  const done = await here('csv', 'import', 'dcim.Site', file, '--create');
  expect([done.code, done.out]).toEqual([0, 'Import done: 2 rows read, 2 created, 0 updated, 0 errors.\n']);
  const filter = '{"slug": {"in": ["one", "two"]}}';
  const columns = 'name,slug,status';
  const { err } = await here('csv', 'export', 'Site', '--filter', filter, '--columns', columns, '--output', back);
  expect(err).toContain('2 rows');
  expect(readFileSync(back, 'utf8')).toBe(text);
});

test('a refused line ends with exit code 1, its place and its reason', async () => {
  const file = join(folder, 'wrong.csv');
  writeFileSync(file, 'name,slug,status\nThree,three,active\nFour,four,nowhere\n');
  const { code, out } = await here('csv', 'import', 'dcim.Site', file);
  expect(code).toBe(1);
  expect(out).toMatch(/^line 3: status: .+nowhere/m);
  expect(out).toContain('Nothing is stored: 2 rows read, 0 created');
});
