import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { openServer, type TestServer } from './_server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await openServer({
    trustedProxies: ['127.0.0.1', '::1'],
    proxyLogin: {
      from: ['127.0.0.1'],
      userHeader: 'x-user',
      groupsHeader: 'x-groups',
      createUsers: false,
      organization: null,
    },
    userProxy: true,
  });
});
afterAll(() => server?.stop());

/** A repeatable row of numbers from 0 to 1. Source: mulberry32. */
const numbers = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const PIECES = [
  'Bearer ',
  'bearer\t',
  'Basic ',
  'plb_',
  'plumbline_session=',
  'plumbline_sign_in=',
  '=',
  ';',
  ' ',
  ',',
  '"',
  "'",
  '\\',
  '%00',
  '%F0%9F',
  '../',
  '\u00ff\u00fe',
  'é',
  '__proto__',
  'null',
  '-1',
  '1e999',
  '{"a":1}',
  '[]',
  '::1',
  '127.0.0.1',
  'fe80::1%eth0',
  '999.1.1.1',
  "' OR 1=1 --",
  '018f0000-0000-7000-8000-000000000000',
  'A'.repeat(2_000),
  '.',
  'main',
  'admin',
] as const;

const NAMES = [
  'authorization',
  'cookie',
  'x-plumbline-organization',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-user',
  'x-groups',
  'host',
  'x-plumbline-user',
  'x-plumbline-user-proxy',
  'x-plumbline-csrf',
  'user-agent',
  'x-request-id',
  'origin',
  'content-type',
] as const;

const PATHS = [
  'auth/session',
  'auth/login',
  'auth/logout',
  'auth/password',
  'auth/providers',
  'auth/oidc/corp/login',
  'auth/oidc/corp/callback?code=a&state=b',
  'graphql',
  'graphql?query={viewer{name}}',
  'files/x',
] as const;

const oneOf = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)] as T;

const textOf = (next: () => number): string => {
  const count = Math.floor(next() * 4);
  const noise =
    next() < 0.3
      ? randomBytes(6)
          .toString('latin1')
          .replaceAll(/[\0\r\n]/g, '')
      : '';
  return Array.from({ length: count }, () => oneOf(PIECES, next)).join('') + noise;
};

/** Sends a head byte by byte as it is, since clients refuse odd ones, and gives the status of the answer. */
const raw = async (lines: readonly string[], body: string): Promise<number> => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined); // cut off: the status is missing then
  const head = [...lines, `content-length: ${Buffer.byteLength(body)}`, 'connection: close', '', ''].join('\r\n');
  socket.write(Buffer.from(head, 'latin1'));
  socket.write(body); // the server ends the connection
  let answer = '';
  socket.on('data', (part: Buffer) => (answer += part.toString('latin1')));
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
};

test('no cookie, token, header or body of sign-in gives an incident', async () => {
  const next = numbers(20_261_121);
  const bad: unknown[] = [];
  const statuses = new Set<number>();
  for (let round = 0; round < 400; round++) {
    const method = next() < 0.5 ? 'POST' : 'GET';
    const headers = Array.from({ length: 1 + Math.floor(next() * 4) }, () => `${oneOf(NAMES, next)}: ${textOf(next)}`);
    const lines = [
      `${method} /${oneOf(PATHS, next)} HTTP/1.1`,
      'host: x',
      'content-type: application/json',
      ...headers,
    ];
    const status = await raw(lines, method === 'POST' ? `{"query":"{viewer{name}}","username":"${round}"}` : '');
    statuses.add(status);
    if (status >= 500 || status === 0) bad.push([status, lines]);
  }
  expect(bad).toEqual([]);
  for (const status of [200, 400, 401]) expect(statuses).toContain(status);
});

test.each([
  ['a name with a null', { username: 'a\0b', password: 'x' }],
  ['half a character', { username: '\ud800', password: '\udfff' }],
  ['no texts', { username: 7, password: { a: 1 } }],
  ['a list', [{ username: 'admin', password: 'x' }]],
  ['nothing', null],
  ['a text', 'admin'],
  ['a very long password', { username: 'long', password: 'x'.repeat(1_000_000) }],
  ['a very long name', { username: 'x'.repeat(100_000), password: 'x' }],
  ['a name of the prototype', { username: '__proto__', password: 'constructor' }],
])('%s in the body of a sign-in is refused', async (_what, body) => {
  for (const path of ['auth/login', 'auth/password']) {
    const answer = await server.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
  }
});

test('sign-in has no list of passwords: neither batches nor several names in one request', async () => {
  const login = (body: string) =>
    server.fetch('auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const many = JSON.stringify([
    { username: 'admin', password: 'correct horse' },
    { username: 'admin', password: 'x' },
  ]);
  expect((await login(many)).status).toBe(400);
  expect((await login('{"username":["admin","x"],"password":["correct horse","x"]}')).status).toBe(400);
  const { data } = await server.ask('{ __schema { mutationType { fields { name } } } }');
  const names = ((data?.['__schema'].mutationType.fields ?? []) as { name: string }[]).map(({ name }) => name);
  expect(names).toContain('passwordChange');
  expect(names.filter((name) => /login|signIn|logIn/i.test(name))).toEqual([]);
});
