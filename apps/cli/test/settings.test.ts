import { openServer, type TestServer } from '../../server/test/_server.ts';
import { plumbline, type Ended } from './_run.ts';

let server: TestServer;
beforeAll(async () => void (server = await openServer()));
afterAll(() => server.stop());

const KEY = 'ipam.preferIpv4';

const command = (...args: string[]): Promise<Ended> =>
  plumbline({ PLUMBLINE_URL: server.url, PLUMBLINE_TOKEN: server.adminToken }, ...args);

const settings = (...args: string[]): Promise<Ended> => command('settings', ...args);

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

test('keys of secrets are renewed while the server runs, and the master key that is needed is named', async () => {
  const create = `mutation {
    webhookCreate(input: { name: "hook", payloadUrl: "https://hooks.example/", secret: "known to both" }) { nodes { id } }
  }`;
  const id = (await server.ask(create)).data?.['webhookCreate'].nodes[0].id as string;
  const { code, out } = await command('secrets', 'rotate', '--data');
  expect(out).toContain(
    'Organizations with secrets: 1.\nData keys: 0 wrapped anew, 1 made, 1 removed.\nSecrets: 1 encrypted anew.',
  );
  expect(out).toMatch(/^[0-9a-f]{8} +newest +encrypts from now on$/m);
  expect(code).toBe(0);
  const reveal = `mutation { reveal(type: "extras.Webhook", id: "${id}", field: "secret") { value } }`;
  expect((await server.ask(reveal)).data).toEqual({ reveal: { value: 'known to both' } });
  const events = await server.ask('{ securityEvents(filter: { kind: { eq: "keyRotated" } }) { totalCount } }');
  expect(events.data).toEqual({ securityEvents: { totalCount: 1 } });
});
