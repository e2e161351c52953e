import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMetadataAddress, isPublicAddress } from './addresses.ts';
import type { GuardedOptions } from './call.ts';
import { createFetchGuarded } from './fetch.ts';
import { createOutgoingPolicy, OutgoingRefused, STRICT } from './rules.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let other: Server;
let port: number;
let otherPort: number;
let answer: Answer;
let seen: { readonly url: string | undefined; readonly headers: IncomingMessage['headers']; body: string }[] = [];

const listening = async (): Promise<Server> => {
  const made = createServer((request, response) => {
    const entry = { url: request.url, headers: request.headers, body: '' };
    seen.push(entry);
    request.setEncoding('utf8').on('data', (text: string) => (entry.body += text));
    request.on('end', () => answer(request, response));
  });
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  return made;
};

beforeAll(async () => {
  [server, other] = await Promise.all([listening(), listening()]);
  port = (server.address() as AddressInfo).port;
  otherPort = (other.address() as AddressInfo).port;
});
afterAll(() => [server, other].forEach((own) => own?.close()));
beforeEach(() => {
  seen = [];
  answer = (_request, response) => response.end('hello');
});

const redirectTo =
  (location: string, status = 302): Answer =>
  (request, response) => {
    if (request.url === '/start') response.writeHead(status, { location }).end();
    else response.end('arrived');
  };

/** A guard for which the test's servers are the only machines that may be asked besides the internet. */
const guard = (over: Partial<GuardedOptions> = {}) => {
  const allow = [`inside:${port}`, `inside:${otherPort}`, `elsewhere:${otherPort}`];
  return createFetchGuarded({
    policy: createOutgoingPolicy({ ...STRICT, allow }),
    resolve: async () => ['127.0.0.1'],
    ...over,
  });
};

const strict = createFetchGuarded({ policy: createOutgoingPolicy(STRICT), resolve: async () => ['127.0.0.1'] });

describe('addresses', () => {
  test.each([
    ...'0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1'.split(' '),
    ...'172.31.255.255 192.0.0.8 192.168.1.1 198.19.0.1 203.0.113.9 224.0.0.1 255.255.255.255'.split(' '),
    ...':: ::1 fe80::1 fec0::1 fc00::1 fd12::1 ff02::1 2001:db8::1 2001::1 100::1'.split(' '),
    ...'::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::808:808'.split(' '),
    ...'2002:7f00:1:: 2002:c0a8:101::1 ::ffff:0:169.254.169.254 fe80::1%lo localhost x'.split(' '),
  ])('%s is not of the public internet', (address) => expect(isPublicAddress(address)).toBe(false));

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '64:ff9b::808:808', '::ffff:8.8.8.8'])(
    '%s is of the public internet',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each(['169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '168.63.129.16', 'fd00:ec2::254'])(
    '%s gives credentials of clouds away',
    (address) => {
      expect(isMetadataAddress(address)).toBe(true);
      const admits = (allow: string) =>
        createOutgoingPolicy({ ...STRICT, allow: [allow] }).admits(new URL('http://host/'), address);
      expect([admits('0.0.0.0/0'), admits('::/0'), admits('host')]).toEqual([false, false, false]);
    },
  );

  test('one that is allowed by itself is open, whatever it is', () => {
    const policy = createOutgoingPolicy({ ...STRICT, allow: ['169.254.169.254', '::1'] });
    expect(policy.admits(new URL('http://host/'), '169.254.169.254')).toBe(true);
    expect(policy.admits(new URL('http://host/'), '::1')).toBe(true);
  });

  test('networks and hosts that are allowed are open, and others like them stay closed', () => {
    const policy = createOutgoingPolicy({ ...STRICT, allow: ['10.0.0.0/8', 'fd00::/8', 'hooks.lan', 'idp.lan:9000'] });
    const admits = (url: string, address: string) => policy.admits(new URL(url), address);
    expect(admits('http://any/', '10.9.9.9')).toBe(true);
    expect(admits('http://any/', '11.0.0.1')).toBe(true); // public
    expect(admits('http://any/', 'fd00::5')).toBe(true);
    expect(admits('http://any/', '192.168.0.1')).toBe(false);
    expect(admits('http://hooks.lan./', '192.168.0.1')).toBe(true);
    expect(admits('http://x.hooks.lan/', '192.168.0.1')).toBe(false);
    expect(admits('http://idp.lan:9000/', '192.168.0.1')).toBe(true);
    expect(admits('http://idp.lan/', '192.168.0.1')).toBe(false);
    expect(() => policy.assertUrl(new URL('http://idp.lan:9000/'))).not.toThrow();
    expect(() => policy.assertUrl(new URL('http://hooks.lan:9000/'))).toThrow('Port 9000');
  });

  test.each(['10.0.0.0/33', '10.0.0/8', 'bad host', 'http://x/', '::1/200'])('%j is no entry of a list', (entry) =>
    expect(() => createOutgoingPolicy({ ...STRICT, allow: [entry] })).toThrow(entry.toLowerCase()),
  );
});

describe('a request of the product', () => {
  test('reaches what may be asked, with its method, headers and body', async () => {
    const response = await guard()(`http://inside:${port}/hook?x=1`, {
      method: 'post',
      headers: { 'x-signature': 'abc', host: 'spoofed' },
      body: 'payload',
    });
    expect([response.status, await response.text(), response.url]).toEqual([
      200,
      'hello',
      `http://inside:${port}/hook?x=1`,
    ]);
    expect(seen).toMatchObject([{ url: '/hook?x=1', body: 'payload', headers: { 'x-signature': 'abc' } }]);
    expect(seen[0]?.headers.host).toBe(`inside:${port}`);
  });

  test.each([
    ...'http://127.0.0.1/ http://localhost/ http://2130706433/ http://0x7f000001/ http://0x7f.1/'.split(' '),
    ...'http://0177.0.0.1/ http://127.1/ http://[::1]/ http://[::ffff:127.0.0.1]/ http://[64:ff9b::7f00:1]/'.split(' '),
    ...'http://[2002:7f00:1::]/ http://169.254.169.254/latest/meta-data/ http://[fd00:ec2::254]/ http://0/'.split(' '),
    ...'http://①②⑦.0.0.1/ http://anything.example/ https://10.0.0.1:8443/'.split(' '),
  ])('%s is refused', async (url) => {
    await expect(strict(url)).rejects.toThrow('does not lead to an address that may be asked');
  });

  test.each([
    ['ftp://host/', 'Only http and https'],
    ['file:///etc/passwd', 'Only http and https'],
    ['gopher://host/', 'Only http and https'],
    ['data:text/plain,x', 'Only http and https'],
    ['http://user:secret@host/', 'no user name'],
    ['http://host:22/', 'Port 22'],
    ['http://host:6379/', 'Port 6379'],
    ['not an address', 'no address'],
    ['http://', 'no address'],
  ])('%s is refused, for what it is', async (url, words) => {
    const refusal = strict(url);
    await expect(refusal).rejects.toBeInstanceOf(OutgoingRefused);
    await expect(refusal).rejects.toThrow(words);
  });

  test('a name is resolved once, and the connection goes where the check looked', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const fetchOnce = guard({ resolve: async () => answers[asked++] ?? [] });
    expect(await (await fetchOnce(`http://inside:${port}/`)).text()).toBe('hello');
    expect(asked).toBe(1);
  });

  test('a name that changes its answer before a redirect back to it is refused', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const policy = createOutgoingPolicy({ ports: [port], allow: ['127.0.0.1'] });
    const rebinding = createFetchGuarded({ policy, resolve: async () => answers[asked++] ?? [] });
    answer = redirectTo('/next');
    await expect(rebinding(`http://rebinding.example:${port}/start`)).rejects.toThrow('does not lead to an address');
    expect([asked, seen.length]).toEqual([2, 1]);
  });

  test('a name with one inner address among public ones is refused', async () => {
    const mixed = createFetchGuarded({
      policy: createOutgoingPolicy(STRICT),
      resolve: async () => ['8.8.8.8', '127.0.0.1'],
    });
    await expect(mixed('http://mixed.example/')).rejects.toThrow(OutgoingRefused);
  });

  test.each([
    ['http://169.254.169.254/latest/meta-data/', 'does not lead'],
    ['http://127.0.0.1/', 'does not lead'],
    ['file:///etc/passwd', 'Only http'],
    ['http://inside:22/', 'Port 22'],
    ['http://a:b@inside/', 'no user name'],
    ['http://[::', 'no address'],
  ])('a redirect to %s is not followed', async (location, words) => {
    answer = redirectTo(location);
    await expect(guard()(`http://inside:${port}/start`)).rejects.toThrow(words);
    expect(seen).toHaveLength(1);
  });

  test('a redirect within the origin keeps headers, one to another origin tells it no credential', async () => {
    const headers = { authorization: 'Bearer t', cookie: 'a=b', 'x-api-key': 'k', accept: 'text/plain' };
    answer = redirectTo('/next');
    await guard()(`http://inside:${port}/start`, { headers });
    expect(seen[1]?.headers).toMatchObject(headers);
    seen = [];
    answer = redirectTo(`http://elsewhere:${otherPort}/next`);
    expect(await (await guard()(`http://inside:${port}/start`, { headers })).text()).toBe('arrived');
    const { authorization, cookie, accept } = seen[1]?.headers ?? {};
    expect([authorization, cookie, seen[1]?.headers['x-api-key'], accept]).toEqual([
      undefined,
      undefined,
      undefined,
      'text/plain',
    ]);
  });

  test('a body goes to no other origin, and a form turns into a question where HTTP says so', async () => {
    const post = { method: 'POST', body: new URLSearchParams({ secret: 's' }) };
    answer = redirectTo(`http://elsewhere:${otherPort}/next`, 307);
    await expect(guard()(`http://inside:${port}/start`, post)).rejects.toThrow('may not be sent the body');
    answer = redirectTo('/next', 308);
    await guard()(`http://inside:${port}/start`, post);
    expect(seen.at(-1)).toMatchObject({ url: '/next', body: 'secret=s' });
    answer = redirectTo('/next', 303);
    await guard()(`http://inside:${port}/start`, post);
    expect(seen.at(-1)).toMatchObject({ url: '/next', body: '' });
  });

  test('redirects without end, answers that are too large and those that never come are given up', async () => {
    answer = redirectTo('/start');
    await expect(guard({ maxRedirects: 3 })(`http://inside:${port}/start`)).rejects.toThrow('more than 3 times');
    expect(seen).toHaveLength(4);
    answer = (_request, response) => response.end('x'.repeat(2_000));
    await expect(guard({ maxBytes: 1_000 })(`http://inside:${port}/`)).rejects.toThrow('larger than 1000 bytes');
    answer = (_request, response) => {
      for (let i = 0; i < 20; i++) response.write('x'.repeat(100)); // says no length
      response.end();
    };
    await expect(guard({ maxBytes: 1_000 })(`http://inside:${port}/`)).rejects.toThrow('larger than 1000 bytes');
    answer = () => undefined;
    await expect(guard({ timeoutMs: 50 })(`http://inside:${port}/`)).rejects.toThrow(/timeout|aborted/);
    const neverResolves = guard({ timeoutMs: 50, resolve: () => new Promise(() => undefined) });
    await expect(neverResolves(`http://inside:${port}/`)).rejects.toThrow(/timeout|aborted/);
  });
});
