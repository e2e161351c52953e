import { openServer, type TestServer } from '../../server/test/_server.ts';
import { plumbline, type Ended } from './_run.ts';

jest.setTimeout(120_000);

let server: TestServer;
beforeAll(async () => void (server = await openServer()));
afterAll(() => server.stop());

const KEY = 'ipam.preferIpv4';

const settings = (...args: string[]): Promise<Ended> =>
  plumbline({ PLUMBLINE_URL: server.url, PLUMBLINE_TOKEN: server.adminToken }, 'settings', ...args);

test('a setting is read, changed, taken back and restored', async () => {
  expect((await settings('get', KEY)).out).toBe('false\n');
  const tried = await settings('set', KEY, 'true', '--dry-run');
  expect(tried).toMatchObject({ code: 0, out: 'It could be changed so; nothing is stored.\n' });
  expect(await settings('set', KEY, 'true', '--reason', 'CHG-12')).toMatchObject({
    code: 0,
    out: `${KEY} is true (ORGANIZATION).\n`,
  });
  expect((await settings('set', KEY, '--unset')).out).toBe(`${KEY} is false (DEFAULT).\n`);
  expect((await settings('restore', KEY, '1')).out).toBe(`${KEY} is true (ORGANIZATION).\n`);
  expect((await settings('list')).out).toMatch(/^ipam\.preferIpv4 +true +ORGANIZATION /m);
  const { out } = await settings('history', KEY);
  expect(out).toMatch(/^ +3 +true .+Restored version 1\./m);
  expect(out).toMatch(/^ +2 +null /m);
  expect(out).toMatch(/^ +1 +true .+CHG-12/m);
});

test('a refused value ends with exit code 1 and its reason', async () => {
  expect(await settings('set', KEY, 'maybe')).toMatchObject({
    code: 1,
    err: expect.stringContaining('IPv4 first takes true or false, not "maybe".'),
  });
  expect((await settings('get', 'ipam.nothing')).err).toContain('There is no setting');
});
