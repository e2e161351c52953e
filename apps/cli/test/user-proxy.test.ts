import { startServer, type StartedServer } from '@plumbline/server';
import { testDatabase } from '@plumbline/testing';
import { once } from 'node:events';
import { mkdtempSync, statSync } from 'node:fs';
import { request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createUserProxy } from '../src/commands/user-proxy.ts';
import { readSettings, type Settings } from '../src/settings.ts';
import { createTerminal } from '../src/terminal.ts';
import { plumbline } from './_run.ts';

let server: StartedServer;
let settings: Settings;
let proxy: Server;
let noted = '';
const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-user-proxy-'));
const stream = { write: (line: string) => (noted += line) };

beforeAll(async () => {
  const { url } = await testDatabase();
  server = await startServer({ dataDir, databaseUrl: url, logLevel: 'silent', userProxy: true });
  settings = readSettings({ url: server.url }, { PLUMBLINE_DATA: dataDir });
  proxy = createUserProxy(settings, 'ann', createTerminal(stream, stream)).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const made = await fetch(`${server.url}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}` },
    body: JSON.stringify({ query: 'mutation { userCreate(input: { username: "ann" }) { userErrors { message } } }' }),
  });
  expect(await made.json()).toMatchObject({ data: { userCreate: { userErrors: [] } } });
});
afterAll(async () => {
  proxy?.close();
  await server?.stop();
});

const portOf = (): number => (proxy.address() as AddressInfo).port;

const ask = async (headers: Record<string, string> = {}, body?: string) => {
  const path = body === undefined ? '/auth/session' : '/graphql';
  const method = body === undefined ? 'GET' : 'POST';
  const outgoing = request({ host: '127.0.0.1', port: portOf(), path, method, headers });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, text: await text(answer) };
};

const json = { 'content-type': 'application/json', 'x-plumbline-csrf': '1' };
const VIEWER = JSON.stringify({ query: '{ viewer { name superuser } }' });

test('shows the product as the user sees it, whatever the browser says', async () => {
  expect(JSON.parse((await ask()).text)).toMatchObject({ user: { username: 'ann' } });
  const claims = {
    authorization: `Bearer ${server.adminToken}`,
    cookie: 'plumbline_session=x',
    'x-plumbline-user': 'admin',
  };
  const answer = await ask({ ...json, ...claims }, VIEWER);
  expect(JSON.parse(answer.text)).toMatchObject({ data: { viewer: { name: 'ann', superuser: false } } });
});

test('passes nothing on for pages of other sites, under whatever name they reach it', async () => {
  expect((await ask({ host: 'evil.example' })).status).toBe(403);
  expect((await ask({ ...json, origin: 'https://evil.example' }, VIEWER)).status).toBe(403);
  expect((await ask({ ...json, origin: `http://127.0.0.1:${portOf()}` }, VIEWER)).status).toBe(200);
});

test('is believed by its secret alone, which only the owner of the data reads', async () => {
  expect(statSync(join(dataDir, 'user-proxy.secret')).mode & 0o777).toBe(0o600);
  const call = (headers: Record<string, string>) => fetch(`${server.url}auth/session`, { headers });
  expect((await call({ 'x-plumbline-user': 'ann' })).status).toBe(401);
  expect((await call({ 'x-plumbline-user': 'ann', 'x-plumbline-user-proxy': 'a guess' })).status).toBe(401);
});

test('is refused for users that are not there, for servers elsewhere and for those that do not allow it', async () => {
  const stranger = createUserProxy(settings, 'nobody', createTerminal(stream, stream)).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/auth/session`);
  stranger.close();
  expect(answer.status).toBe(403);
  const elsewhere = await plumbline({ PLUMBLINE_DATA: dataDir }, '--url', 'http://192.0.2.1', 'user-proxy', 'ann');
  expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining('on this machine')]);
  const without = await plumbline({ PLUMBLINE_DATA: tmpdir() }, '--url', server.url, 'user-proxy', 'ann');
  expect([without.code, without.err]).toEqual([2, expect.stringContaining('PLUMBLINE_USER_PROXY=true')]);
});
