import { countTry, type AskRows } from '@plumbline/domain';
import { Client } from 'pg';
import { codeOf, eventsOf, from, kindsOf, makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type TestServer } from './_server.ts';

let server: TestServer;

const options = { trustedProxies: ['127.0.0.1', '::1'] };

beforeAll(async () => {
  server = await openServer(options);
});
afterAll(() => server?.stop());

const ask: AskRows = async <T>(text: string, values: readonly unknown[]) => {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows as T[];
  } finally {
    await client.end();
  }
};

const VIEWER = '{ viewer { name } }';
const CHANGE = `mutation ($c: String!, $p: String!) { passwordChange(current: $c, password: $p) { userErrors { code path } } }`;

const set = async (key: string, value: unknown): Promise<void> => {
  const { data } = await server.ask(
    `mutation ($i: [SettingInput!]!) { settingsUpdate(input: $i, level: DEPLOYMENT) { userErrors { message } } }`,
    { i: [{ key, value }] },
  );
  expect(data).toEqual({ settingsUpdate: { userErrors: [] } });
};

describe('a lock', () => {
  test('holds after five wrong passwords, for names that nobody has as well, and lasts over a restart', async () => {
    await makeUser(server, 'lena');
    const lock = async (name: string, address: string): Promise<void> => {
      const tries = [];
      for (let i = 0; i < 6; i++) tries.push(await signIn(server, name, `guess ${i}`, from(address)));
      expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
      expect(tries[0]?.body).toEqual(tries[4]?.body);
      expect(Number(tries[5]?.retryAfter)).toBeGreaterThan(0);
    };
    await Promise.all([lock('lena', '192.0.2.1'), lock('nobody', '192.0.2.2')]);
    expect((await signIn(server, 'lena', PASSWORD, from('192.0.2.3'))).status).toBe(429);
    const again = await openServer({ ...options, databaseUrl: server.databaseUrl, dataDir: server.dataDir });
    try {
      expect((await signIn(again, 'LENA', PASSWORD, from('192.0.2.3'))).status).toBe(429);
    } finally {
      await again.stop();
    }
    expect(await kindsOf(server, 'lena')).toEqual(['userCreated', ...Array<string>(5).fill('loginFailed'), 'lockout']);
    expect(await kindsOf(server, 'nobody')).toEqual([...Array<string>(5).fill('loginFailed'), 'lockout']);
  });

  test('lets no more guesses through when many come at once', async () => {
    await makeUser(server, 'parallel');
    const guesses = Array.from({ length: 40 }, (_, i) =>
      signIn(server, 'parallel', `guess ${i}`, from(`198.51.100.${i + 1}`)),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(35);
  });

  test('doubles with each failure, up to a quarter of an hour, and is forgiven by the right password', async () => {
    await makeUser(server, 'patient');
    const waits: unknown[] = [];
    for (let failures = 1; failures <= 14; failures++) {
      await countTry(ask, 'name', 'Patient');
      const [row] = await ask<{ wait: number | null }>(
        `UPDATE users_login_attempt SET locked_until = now() - interval '1 second' WHERE username = 'name patient'
         RETURNING round(extract(epoch FROM (SELECT o.locked_until - o.last_failure FROM users_login_attempt o WHERE o.username = 'name patient')))::int AS wait`,
        [],
      );
      waits.push(row?.wait);
    }
    expect(waits).toEqual([null, null, null, null, 15, 30, 60, 120, 240, 480, 900, 900, 900, 900]);
    expect((await signIn(server, 'patient', PASSWORD, from('203.0.113.99'))).status).toBe(200);
    expect(await ask("SELECT 1 FROM users_login_attempt WHERE username = 'name patient'", [])).toEqual([]);
  });

  test('holds for an address that guesses at many names, whole networks of IPv6 alike', async () => {
    await set('users.signInTriesPerAddress', 3);
    const guess = (i: number) => signIn(server, `sprayed ${i}`, 'Winter2026!', from(`2001:db8:1:2::${i + 1}`));
    for (let i = 0; i < 3; i++) expect((await guess(i)).status).toBe(401);
    expect((await guess(9)).status).toBe(429);
    expect((await signIn(server, 'sprayed 8', 'x', from('2001:db8:1:3::1'))).status).toBe(401);
    await set('users.signInTriesPerAddress', 0);
    expect((await signIn(server, 'sprayed 7', 'x', from('2001:db8:1:4::1'))).status).toBe(401);
    await set('users.signInTriesPerAddress', null);
  });

  test('one account does not clear the count of an address for guessing at others', async () => {
    await makeUser(server, 'mole');
    await set('users.signInTriesPerAddress', 4);
    const here = from('192.0.2.77');
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) {
      statuses.push((await signIn(server, `target ${i}`, 'Winter2026!', here)).status);
      if (i < 3) statuses.push((await signIn(server, 'mole', PASSWORD, here)).status);
    }
    expect(statuses).toEqual([401, 200, 401, 200, 401, 200, 401]);
    expect((await signIn(server, 'mole', PASSWORD, here)).status).toBe(429);
    await set('users.signInTriesPerAddress', null);
  });

  test('is lifted by administrators alone, and the security log says so', async () => {
    const id = await makeUser(server, 'Locked');
    const other = await makeUser(server, 'helper').then(() => signIn(server, 'helper', PASSWORD, from('192.0.2.61')));
    for (let i = 0; i < 5; i++) await signIn(server, 'locked', `guess ${i}`, from('192.0.2.60'));
    expect((await signIn(server, 'locked', PASSWORD, from('192.0.2.62'))).status).toBe(429);
    const lift = (user: string, headers?: Record<string, string>) =>
      server.ask(
        'mutation ($u: ID!) { lockoutLift(user: $u) { lifted userErrors { code path } } }',
        { u: user },
        headers,
      );
    const state = (headers?: Record<string, string>) =>
      server.ask('query ($u: ID!) { lockout(user: $u) { failures lockedUntil } }', { u: id }, headers);
    expect([codeOf(await lift(id, other.headers)), codeOf(await state(other.headers))]).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
    expect((await state()).data?.['lockout']).toEqual({ failures: 5, lockedUntil: expect.stringMatching(/^20.*Z$/) });
    expect((await lift(id)).data).toEqual({ lockoutLift: { lifted: true, userErrors: [] } });
    expect((await state()).data?.['lockout']).toEqual({ failures: 0, lockedUntil: null });
    expect((await signIn(server, 'locked', PASSWORD, from('192.0.2.62'))).status).toBe(200);
    expect((await lift(id)).data).toEqual({ lockoutLift: { lifted: false, userErrors: [] } });
    const unknown = await lift('00000000-0000-4000-8000-000000000001');
    expect(unknown.data?.['lockoutLift'].userErrors).toEqual([{ code: 'NOT_FOUND', path: 'user' }]);
    expect(await kindsOf(server, 'Locked')).toContain('lockoutLifted');
  });

  test('stops guesses at the current password by aliases in one request', async () => {
    await makeUser(server, 'alice');
    const { headers } = await signIn(server, 'alice', PASSWORD, from('192.0.2.90'));
    const guesses = Array.from(
      { length: 100 },
      (_, i) =>
        `g${i}: passwordChange(current: ${JSON.stringify(i === 99 ? PASSWORD : `guess ${i}`)}, password: "stolen by aliases") { userErrors { code } }`,
    );
    const { data } = await server.ask(`mutation { ${guesses.join(' ')} }`, {}, headers);
    const codes = Object.values(data ?? {}).map(({ userErrors }) => userErrors[0]?.code as unknown);
    expect(codes).toEqual([...Array<string>(5).fill('WRONG_PASSWORD'), ...Array<string>(95).fill('TOO_MANY_ATTEMPTS')]);
    await ask("DELETE FROM users_login_attempt WHERE username = 'name alice'", []);
    expect((await signIn(server, 'alice', PASSWORD, from('192.0.2.91'))).status).toBe(200);
  });
});

describe('a password', () => {
  test('is refused when it is too short, common or a name; the length is decided by administrators', async () => {
    const codes = async (input: object) => {
      const { data } = await server.ask(
        'mutation ($i: [UserCreateInput!]!) { userCreate(input: $i) { userErrors { code path } } }',
        { i: [input] },
      );
      return data?.['userCreate'].userErrors;
    };
    const path = 'input.0.password';
    expect(await codes({ username: 'paul', password: '1234567' })).toEqual([{ code: 'PASSWORD_LENGTH', path }]);
    expect(await codes({ username: 'paul', password: 'Password123' })).toEqual([{ code: 'PASSWORD_COMMON', path }]);
    expect(await codes({ username: 'paul.meyer', password: 'Paul.Meyer1' })).toEqual([{ code: 'PASSWORD_NAME', path }]);
    await set('users.passwordLength', 20);
    await set('users.passwordCommon', false);
    expect(await codes({ username: 'paul', password: 'nineteen characters' })).toEqual([
      { code: 'PASSWORD_LENGTH', path },
    ]);
    await set('users.passwordLength', null);
    expect(await codes({ username: 'paul', password: 'Password123' })).toEqual([]);
    await set('users.passwordCommon', null);
  });

  test('that must be changed lets its user do nothing else', async () => {
    await makeUser(server, 'fresh', { mustChangePassword: true });
    const { headers, body } = await signIn(server, 'fresh', PASSWORD, from('192.0.2.10'));
    expect(body).toMatchObject({ mustChangePassword: true });
    const refused = await server.ask(VIEWER, {}, headers);
    expect([refused.status, codeOf(refused)]).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    expect((await server.fetch('files/x', { headers })).status).toBe(403);
    const change = async (current: string, password: string) => {
      const answer = await server.fetch('auth/password', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ current, password }),
      });
      return [
        answer.status,
        ((await answer.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code,
      ];
    };
    expect(await change(PASSWORD, PASSWORD)).toEqual([400, 'PASSWORD_UNCHANGED']);
    expect(await change('wrong', 'a better password')).toEqual([400, 'WRONG_PASSWORD']);
    expect(await change(PASSWORD, 'qwertyuiop')).toEqual([400, 'PASSWORD_COMMON']);
    expect(await change(PASSWORD, 'a better password')).toEqual([200, undefined]);
    expect((await server.ask(VIEWER, {}, headers)).data).toEqual({ viewer: { name: 'fresh' } });
    expect((await signIn(server, 'fresh', 'a better password', from('192.0.2.10'))).body).toMatchObject({
      mustChangePassword: false,
    });
  });

  test('that changes ends the other sessions and not the one that asks', async () => {
    await makeUser(server, 'bea');
    const [here, there] = [await signIn(server, 'bea', PASSWORD), await signIn(server, 'bea', PASSWORD)];
    const { data } = await server.ask(CHANGE, { c: PASSWORD, p: 'even longer' }, here.headers);
    expect(data).toEqual({ passwordChange: { userErrors: [] } });
    expect((await server.fetch('auth/session', { headers: here.headers })).status).toBe(200);
    expect((await server.fetch('auth/session', { headers: there.headers })).status).toBe(401);
    expect(await kindsOf(server, 'bea')).toEqual(['userCreated', 'login', 'login', 'passwordChanged']);
  });

  test('that an administrator sets ends all sessions', async () => {
    const id = await makeUser(server, 'reset');
    const { headers } = await signIn(server, 'reset', PASSWORD);
    await server.ask('mutation ($i: [UserUpdateInput!]!) { userUpdate(input: $i) { userErrors { code } } }', {
      i: [{ id, password: 'set by another' }],
    });
    expect((await server.fetch('auth/session', { headers })).status).toBe(401);
    const [last] = (await eventsOf(server, 'reset')).slice(-1);
    expect(last).toMatchObject({ kind: 'passwordChanged', actorName: 'admin', subjectId: id });
  });
});

describe('the security log', () => {
  test('says who came from where, and shows nothing to others than administrators', async () => {
    const id = await makeUser(server, 'logged');
    const { headers } = await signIn(server, 'logged', PASSWORD, { ...from('192.0.2.200'), 'user-agent': 'tester/1' });
    await server.fetch('auth/logout', { method: 'POST', headers });
    const [login, logout] = (await eventsOf(server, 'logged')).slice(-2);
    const who = { subject: 'logged', subjectId: id, actorName: 'logged', actorUserId: id };
    expect(login).toEqual({
      ...who,
      kind: 'login',
      address: '192.0.2.200',
      userAgent: 'tester/1',
      details: { via: 'password' },
    });
    expect(logout).toMatchObject({ ...who, kind: 'logout', address: '192.0.2.200' });
    const all = { name: 'everything', objectTypes: ['*'], actions: ['*'], users: [{ id }] };
    const granted = await server.ask(
      'mutation ($i: [ObjectPermissionCreateInput!]!) { objectPermissionCreate(input: $i) { userErrors { message } } }',
      { i: [all] },
    );
    expect(granted.data).toEqual({ objectPermissionCreate: { userErrors: [] } });
    const other = await signIn(server, 'logged', PASSWORD, from('192.0.2.200'));
    const seen = await server.ask(
      `{ users { totalCount } securityEvents { totalCount nodes { kind } } securityEventsAggregate { count }
         securityEvent(number: 1) { kind } catalogue }`,
      {},
      other.headers,
    );
    expect(seen.data?.['users'].totalCount).toBeGreaterThan(1);
    expect(seen.data).toMatchObject({
      securityEvents: { totalCount: 0, nodes: [] },
      securityEventsAggregate: [{ count: 0 }],
      securityEvent: null,
    });
  });

  test('holds no password and no token', async () => {
    const { data } = await server.ask('mutation { tokenCreate { token id userErrors { code } } }');
    await signIn(server, 'typed-too-fast', 'my secret guess', from('192.0.2.201'));
    const rows = await ask<{ text: string }>('SELECT x::text AS text FROM users_security_event x', []);
    const all = rows.map(({ text }) => text).join('\n');
    expect(all).toContain('tokenCreated');
    for (const secret of [PASSWORD, 'my secret guess', 'correct horse', String(data?.['tokenCreate'].token)])
      expect(all).not.toContain(secret);
  });
});
