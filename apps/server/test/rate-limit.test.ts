import { Client } from 'pg';
import { RateLimiter } from '../src/http/rate-limit.ts';
import type { Request } from '../src/http/request.ts';
import { openServer, type TestServer } from './_server.ts';

const requestOf = (token: string): Request =>
  ({ header: (name: string) => (name === 'authorization' ? `Bearer ${token}` : undefined) }) as unknown as Request;

describe('budgets', () => {
  let now = 0;
  const limiterOf = (requestsPerMinute: number, costPerMinute: number) =>
    new RateLimiter({ requestsPerMinute, costPerMinute }, () => now);

  test('fill up evenly, each token has its own, and 0 sets no limit', () => {
    const limiter = limiterOf(60, 0);
    const [a, b] = [requestOf('a'), requestOf('b')];
    for (let i = 0; i < 60; i++) limiter.count(a).spend(1e12);
    expect(() => limiter.admit(a)).toThrow('more than 60 requests in a minute. Go on in 1 s');
    expect(() => limiter.admit(b)).not.toThrow();
    now += 1_000;
    expect(() => limiter.admit(a)).not.toThrow();
    limiter.count(a);
    expect(() => limiter.admit(a)).toThrow('Go on in 1 s');
  });

  test('people whom a proxy vouches for have one each, whatever cookies they send', () => {
    const named = (name: string, cookie: string): Request =>
      ({
        header: (header: string) => ({ 'x-user': name, cookie: `plumbline_session=${cookie}` })[header],
      }) as unknown as Request;
    const limiter = new RateLimiter(
      { requestsPerMinute: 60, costPerMinute: 0 },
      () => now,
      (request) => request.header('x-user') ?? null,
    );
    for (let i = 0; i < 60; i++) limiter.count(named(i % 2 ? 'Pam' : 'pam ', `cookie-${i}`));
    expect(() => limiter.admit(named('pam', 'another'))).toThrow('more than 60 requests in a minute');
    expect(() => limiter.admit(named('gus', 'cookie-1'))).not.toThrow();
  });

  test('a cost beyond the budget is owed', () => {
    const limiter = limiterOf(0, 600);
    const a = requestOf('a');
    limiter.count(a).spend(1_200);
    expect(() => limiter.admit(a)).toThrow('a total cost of 600 in a minute. Go on in 61 s');
    now += 61_000;
    expect(() => limiter.admit(a)).not.toThrow();
  });
});

describe('a server with limits', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openServer({ requestsPerMinute: 4, costPerMinute: 150 });
  });
  afterAll(() => server.stop());

  test('refuses with 429 and Retry-After, without SQL, and lets others go on', async () => {
    const ask = () => server.ask('{ tags(first: 100) { nodes { name } } }');
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200); // 200 of 150 asked for: the rest is owed
    const client = new Client({ connectionString: server.databaseUrl });
    await client.connect();
    const used = async () => (await client.query('SELECT last_used FROM users_api_token')).rows;
    await client.query("UPDATE users_api_token SET last_used = now() - interval '1 hour'");
    const before = await used();
    const refused = await server.fetch('graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' },
      body: '{"query":"{ viewer { name } }"}',
    });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(await used()).toEqual(before); // a signed-in request would have noted its use
    await client.end();
    const login = await server.fetch('auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: server.adminUsername, password: server.adminPassword }),
    });
    expect(login.status).toBe(200);
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const browser = { cookie, 'x-plumbline-csrf': '1' };
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await server.ask('{ viewer { name } }', {}, browser)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
  });
});
