import { Client } from 'pg';
import { codeOf, eventsOf, from, kindsOf, makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type TestServer } from './_server.ts';

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await openServer({ trustedProxies: ['127.0.0.1', '::1'] });
  client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
});

const SESSIONS = 'query ($u: ID) { sessions(user: $u) { id username address userAgent provider current } }';
const REVOKE = 'mutation ($ids: [ID!]!) { sessionRevoke(ids: $ids) { revoked userErrors { code path } } }';
const REVOKE_ALL = 'mutation ($u: ID) { sessionRevokeAll(user: $u) { revoked userErrors { code path } } }';
const TOKEN = `mutation ($n: [String!], $w: Boolean!, $e: DateTime) {
  tokenCreate(description: "test", allowedIps: $n, writeEnabled: $w, expires: $e) { token id userErrors { code path } } }`;
const VIEWER = '{ viewer { name } }';
const NOBODY = '018f0000-0000-7000-8000-000000000000';

const statusOf = async (headers: Record<string, string>): Promise<number> =>
  (await server.fetch('auth/session', { headers })).status;

const set = async (key: string, value: unknown): Promise<void> => {
  await server.ask(
    'mutation ($i: [SettingInput!]!) { settingsUpdate(input: $i, level: DEPLOYMENT) { userErrors { message } } }',
    { i: [{ key, value }] },
  );
};

describe('sessions', () => {
  test('are listed with where they come from, and end when they are revoked', async () => {
    await makeUser(server, 'sue');
    const [desk, phone] = [
      await signIn(server, 'sue', PASSWORD, { ...from('192.0.2.1'), 'user-agent': 'desk' }),
      await signIn(server, 'sue', PASSWORD, { ...from('192.0.2.2'), 'user-agent': 'phone' }),
    ];
    const listed = (await server.ask(SESSIONS, {}, desk.headers)).data?.['sessions'] as Record<string, unknown>[];
    expect(listed).toHaveLength(2);
    expect(listed.find(({ current }) => current === true)).toMatchObject({
      username: 'sue',
      address: '192.0.2.1',
      userAgent: 'desk',
      provider: null,
    });
    const other = listed.find(({ current }) => current === false)?.['id'];
    expect((await server.ask(REVOKE, { ids: [other] }, desk.headers)).data).toEqual({
      sessionRevoke: { revoked: 1, userErrors: [] },
    });
    expect([await statusOf(desk.headers), await statusOf(phone.headers)]).toEqual([200, 401]);
    expect((await kindsOf(server, 'sue')).slice(-1)).toEqual(['sessionRevoked']);
  });

  test('of others are for administrators, all or none at a time', async () => {
    const id = await makeUser(server, 'tom');
    await makeUser(server, 'eve');
    const [tom, eve] = [await signIn(server, 'tom', PASSWORD), await signIn(server, 'eve', PASSWORD)];
    expect(codeOf(await server.ask(SESSIONS, { u: id }, eve.headers))).toBe('FORBIDDEN');
    expect(codeOf(await server.ask(REVOKE_ALL, { u: id }, eve.headers))).toBe('FORBIDDEN');
    const [session] = ((await server.ask(SESSIONS, { u: id })).data?.['sessions'] ?? []) as { id: string }[];
    const own = (await server.ask(SESSIONS, {}, eve.headers)).data?.['sessions'][0].id as string;
    const refused = await server.ask(REVOKE, { ids: [own, session?.id, 'no id', NOBODY] }, eve.headers);
    expect(refused.data?.['sessionRevoke']).toEqual({
      revoked: 0,
      userErrors: [1, 2, 3].map((at) => ({ code: 'NOT_FOUND', path: `ids.${at}` })),
    });
    expect([await statusOf(tom.headers), await statusOf(eve.headers)]).toEqual([200, 200]);
    expect((await server.ask(REVOKE_ALL, { u: id })).data).toEqual({
      sessionRevokeAll: { revoked: 1, userErrors: [] },
    });
    expect(await statusOf(tom.headers)).toBe(401);
    expect((await server.ask(SESSIONS, { u: 'no id' })).data).toEqual({ sessions: [] });
  });

  test('of all other browsers end at once', async () => {
    await makeUser(server, 'una');
    const sessions = await Promise.all([1, 2, 3].map(() => signIn(server, 'una', PASSWORD)));
    const [here] = sessions;
    const { data } = await server.ask(REVOKE_ALL, {}, here?.headers);
    expect(data).toEqual({ sessionRevokeAll: { revoked: 2, userErrors: [] } });
    expect(await Promise.all(sessions.map(({ headers }) => statusOf(headers)))).toEqual([200, 401, 401]);
  });

  test('end when they are idle too long and, used or not, when their time is over', async () => {
    await set('users.sessionIdleMinutes', 30);
    await set('users.sessionDays', 1);
    await makeUser(server, 'ida');
    const expiry = async () => {
      const { rows } = await client.query<{ minutes: number }>(
        `SELECT round(extract(epoch FROM s.expires - now()) / 60)::int AS minutes FROM users_session s
         JOIN users_user u ON u.id = s.user_id WHERE u.username = 'ida'`,
      );
      return rows[0]?.minutes;
    };
    const age = (text: string) =>
      client.query(
        `UPDATE users_session s SET created = s.created - $1::interval, last_used = s.last_used - interval '6 minutes'
         FROM users_user u WHERE u.id = s.user_id AND u.username = 'ida'`,
        [text],
      );
    const { headers } = await signIn(server, 'ida', PASSWORD);
    expect(await expiry()).toBe(30);
    await age('23 hours 50 minutes');
    expect(await statusOf(headers)).toBe(200);
    expect(await expiry()).toBe(10);
    await age('10 minutes');
    expect(await statusOf(headers)).toBe(200); // notices that its time is over
    expect(await statusOf(headers)).toBe(401);
    await set('users.sessionIdleMinutes', null);
    await set('users.sessionDays', null);
  });

  test('are told from each other: a new one takes the place of the one the browser had', async () => {
    await makeUser(server, 'fix');
    const first = await signIn(server, 'fix', PASSWORD);
    const second = await signIn(server, 'fix', PASSWORD, { cookie: first.headers['cookie'] ?? '' });
    expect(second.headers['cookie']).not.toBe(first.headers['cookie']);
    expect([await statusOf(first.headers), await statusOf({ cookie: second.headers['cookie'] ?? '' })]).toEqual([
      401, 200,
    ]);
  });
});

const tokenOf = async (variables: object, headers?: Record<string, string>) => {
  const { data, errors } = await server.ask(TOKEN, { w: true, ...variables }, headers);
  expect([errors, data?.['tokenCreate'].userErrors]).toEqual([undefined, []]);
  return data?.['tokenCreate'] as { id: string; token: string };
};

const use = (token: string, address = '198.51.100.1', headers: Record<string, string> = {}) =>
  server.ask(VIEWER, {}, { authorization: `Bearer ${token}`, ...from(address), ...headers });

describe('a token', () => {
  test('works from its networks, until it expires or is taken back, and tells where it was used', async () => {
    const { id, token } = await tokenOf({ n: ['198.51.100.0/24', '2001:db8::/32'] });
    expect((await use(token)).status).toBe(200);
    expect((await use(token, '2001:db8::5')).status).toBe(200);
    expect((await use(token, '203.0.113.1')).status).toBe(401);
    const { data } = await server.ask('query ($id: ID!) { apiToken(id: $id) { keyId lastAddress lastUsed } }', { id });
    expect(data?.['apiToken']).toMatchObject({ lastAddress: '2001:db8::5', lastUsed: expect.any(String) });
    await client.query("UPDATE users_api_token SET expires = now() - interval '1 second' WHERE id = $1", [id]);
    expect((await use(token)).status).toBe(401);
    await client.query('UPDATE users_api_token SET expires = NULL WHERE id = $1', [id]);
    expect((await use(token)).status).toBe(200);
    await server.ask('mutation ($id: ID!) { apiTokenDelete(ids: [$id]) { userErrors { message } } }', { id });
    expect((await use(token)).status).toBe(401);
    expect(await kindsOf(server, data?.['apiToken'].keyId)).toEqual([
      'tokenCreated',
      'tokenNewNetwork',
      'tokenNewNetwork',
      'tokenRevoked',
    ]);
  });

  test('used from a new network is noted once, also by requests that come at once', async () => {
    const { token, id } = await tokenOf({});
    const { data } = await server.ask('query ($id: ID!) { apiToken(id: $id) { keyId } }', { id });
    await Promise.all(Array.from({ length: 8 }, (_, i) => use(token, `192.0.2.${i + 1}`)));
    await use(token, '192.0.3.1');
    const noted = (await eventsOf(server, data?.['apiToken'].keyId)).filter(({ kind }) => kind === 'tokenNewNetwork');
    expect(noted.map(({ details }) => details)).toEqual([{ network: '192.0.2.0/24' }, { network: '192.0.3.0/24' }]);
    expect(noted[1]).toMatchObject({ actorName: 'admin', address: '192.0.3.1' });
  });

  test('of a user who is switched off or taken out of the organization fails', async () => {
    const id = await makeUser(server, 'leaver');
    const { headers } = await signIn(server, 'leaver', PASSWORD);
    const { token } = await tokenOf({}, headers);
    expect((await use(token)).status).toBe(200);
    const active = (isActive: boolean) =>
      server.ask('mutation ($i: [UserUpdateInput!]!) { userUpdate(input: $i) { userErrors { code } } }', {
        i: [{ id, isActive }],
      });
    await active(false);
    expect([(await use(token)).status, await statusOf(headers)]).toEqual([401, 401]);
    await active(true);
    expect((await use(token)).status).toBe(200);
    await client.query('DELETE FROM users_membership WHERE user_id = $1', [id]);
    expect([(await use(token)).status, await statusOf(headers)]).toEqual([401, 401]);
  });

  test('of an organization that is switched off or removed fails', async () => {
    await server.ask(
      'mutation { organizationCreate(input: { name: "Annex", slug: "annex" }) { userErrors { message } } }',
    );
    const { headers } = await signIn(server, 'admin', 'correct horse');
    const inAnnex = { ...headers, 'x-plumbline-organization': 'annex' };
    const { token } = await tokenOf({}, inAnnex);
    expect((await use(token)).status).toBe(200);
    const set = async (active: boolean, by: Record<string, string>) => {
      const { data } = await server.ask(
        'mutation ($a: Boolean!) { organizationSetActive(slug: "annex", active: $a) { userErrors { code } } }',
        { a: active },
        by,
      );
      return data?.['organizationSetActive'].userErrors;
    };
    expect(await set(false, inAnnex)).toEqual([{ code: 'CONFLICT' }]);
    expect(await set(false, headers)).toEqual([]);
    expect([(await use(token)).status, (await server.ask(VIEWER, {}, inAnnex)).status]).toEqual([401, 401]);
    expect((await server.ask('{ memberships { slug current } }', {}, headers)).data).toEqual({
      memberships: [{ slug: 'main', current: true }],
    });
    expect(await set(true, headers)).toEqual([]);
    expect((await use(token)).status).toBe(200);
    await client.query(
      `DELETE FROM users_membership m USING core_organization o WHERE o.slug = 'annex' AND o.id = m.organization_id`,
    );
    expect((await use(token)).status).toBe(401);
  });

  test('names its own organization or none', async () => {
    const { token } = await tokenOf({});
    expect((await use(token, '192.0.2.1', { 'x-plumbline-organization': 'main' })).status).toBe(200);
    expect((await use(token, '192.0.2.1', { 'x-plumbline-organization': 'annex' })).status).toBe(403);
  });
});

describe('membership', () => {
  const ADD = 'mutation ($n: String!) { membershipAdd(username: $n) { user userErrors { code path } } }';
  const REMOVE = 'mutation ($u: ID!) { membershipRemove(user: $u) { user userErrors { code path } } }';
  const ADMINS = 'query { users(filter: { isSuperuser: { eq: true } }) { nodes { username } } }';
  let inBranch: Record<string, string>;

  beforeAll(async () => {
    await server.ask(
      'mutation { organizationCreate(input: { name: "Branch", slug: "branch" }) { userErrors { message } } }',
    );
    const { headers } = await signIn(server, 'admin', 'correct horse');
    inBranch = { ...headers, 'x-plumbline-organization': 'branch' };
  });

  test('lets a user of another organization in, who then chooses with each request', async () => {
    const id = await makeUser(server, 'both');
    const { headers } = await signIn(server, 'both', PASSWORD);
    const there = { ...headers, 'x-plumbline-organization': 'branch' };
    expect((await server.ask(VIEWER, {}, there)).status).toBe(401);
    expect((await server.ask(ADD, { n: 'both' }, inBranch)).data).toEqual({
      membershipAdd: { user: id, userErrors: [] },
    });
    expect((await server.ask(ADD, { n: 'BOTH' }, inBranch)).data?.['membershipAdd'].userErrors).toEqual([
      { code: 'DUPLICATE', path: 'username' },
    ]);
    for (const name of ['nobody at all', '\u0000', ''])
      expect((await server.ask(ADD, { n: name }, inBranch)).data?.['membershipAdd'].userErrors).toEqual([
        { code: 'NOT_FOUND', path: 'username' },
      ]);
    const memberships = '{ memberships { slug isDefault current } }';
    const list = (current: string) => [
      { slug: 'branch', isDefault: false, current: current === 'branch' },
      { slug: 'main', isDefault: true, current: current === 'main' },
    ];
    expect((await server.ask(memberships, {}, there)).data).toEqual({ memberships: list('branch') });
    expect((await server.ask(memberships, {}, headers)).data).toEqual({ memberships: list('main') });
  });

  test('ends with its groups and tokens, which do not come back with it', async () => {
    const id = await makeUser(server, 'mover');
    const { headers } = await signIn(server, 'mover', PASSWORD);
    await server.ask(ADD, { n: 'mover' }, inBranch);
    const there = { ...headers, 'x-plumbline-organization': 'branch' };
    const { token } = await tokenOf({}, there);
    await server.ask(
      'mutation ($u: ID!) { groupCreate(input: { name: "Movers", users: [{ id: $u }] }) { userErrors { code } } }',
      { u: id },
      inBranch,
    );
    expect((await server.ask(REMOVE, { u: id }, inBranch)).data).toEqual({
      membershipRemove: { user: id, userErrors: [] },
    });
    expect([(await use(token)).status, (await server.ask(VIEWER, {}, there)).status]).toEqual([401, 401]);
    expect((await server.ask(VIEWER, {}, headers)).status).toBe(200);
    await server.ask(ADD, { n: 'mover' }, inBranch);
    expect((await use(token)).status).toBe(401);
    const { data } = await server.ask('{ groups { nodes { name users { nodes { username } } } } }', {}, inBranch);
    expect(data).toEqual({ groups: { nodes: [{ name: 'Movers', users: { nodes: [] } }] } });
  });

  test('is changed by administrators, and never takes the last of them', async () => {
    const id = await makeUser(server, 'plain');
    const { headers } = await signIn(server, 'plain', PASSWORD);
    expect(codeOf(await server.ask(ADD, { n: 'admin' }, headers))).toBe('FORBIDDEN');
    expect(codeOf(await server.ask(REMOVE, { u: id }, headers))).toBe('FORBIDDEN');
    const [admin] = (await client.query<{ id: string }>("SELECT id FROM users_user WHERE username = 'admin'")).rows;
    const codes = async (user: string | undefined, by?: Record<string, string>) =>
      (await server.ask(REMOVE, { u: user }, by)).data?.['membershipRemove'].userErrors;
    expect((await server.ask(ADMINS)).data).toEqual({ users: { nodes: [{ username: 'admin' }] } });
    expect(await codes(admin?.id, inBranch)).toEqual([{ code: 'LAST_ADMINISTRATOR', path: 'user' }]);
    expect(await codes(id)).toEqual([{ code: 'LAST_MEMBERSHIP', path: 'user' }]);
    for (const nobody of [NOBODY, 'no id', '\u0000'])
      expect(await codes(nobody)).toEqual([{ code: 'NOT_FOUND', path: 'user' }]);
    const demoted = await server.ask(
      'mutation ($i: [UserUpdateInput!]!) { userUpdate(input: $i) { userErrors { code } } }',
      { i: [{ id: admin?.id, isSuperuser: false }] },
    );
    expect(demoted.data?.['userUpdate'].userErrors).toEqual([{ code: 'LAST_ADMINISTRATOR' }]);
  });
});
