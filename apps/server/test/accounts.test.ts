import { pbkdf2Sync } from 'node:crypto';
import { Client } from 'pg';
import { openServer, type TestServer } from './_server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.stop());

const json = { 'content-type': 'application/json' };

const signIn = async (username: string, password: string) => {
  const answer = await server.fetch('auth/login', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username, password }),
  });
  return {
    status: answer.status,
    headers: { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-plumbline-csrf': '1' },
  };
};

const makeUser = async (username: string) => {
  const { data } = await server.ask(
    'mutation ($u: String!) { userCreate(input: { username: $u, password: "long enough" }) { nodes { id username } userErrors { code path message } changes { fields { name } } } }',
    { u: username },
  );
  expect(data?.['userCreate'].userErrors).toEqual([]);
  return data?.['userCreate'];
};

const TOKEN =
  'mutation ($w: Boolean!) { tokenCreate(description: "for a script", writeEnabled: $w) { token id userErrors { code message } } }';
const SITE =
  'mutation ($s: String!) { siteCreate(input: { name: $s, slug: $s }) { nodes { name } userErrors { code } } }';

test('a new user signs in with the password of its creation, which no change record shows', async () => {
  const made = await makeUser('ann');
  expect(made.nodes).toHaveLength(1);
  expect(JSON.stringify(made.changes)).not.toMatch(/long enough|"password"|passwordHash/);
  expect((await signIn('ANN', 'long enough')).status).toBe(200);
  expect((await signIn('ann', 'wrong enough')).status).toBe(401);
});

test('a password of NetBox signs in, and its hash becomes one of ours', async () => {
  await makeUser('nina');
  const digest = pbkdf2Sync('from netbox', 'salt', 1000, 32, 'sha256').toString('base64');
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  const stored = async (): Promise<string> => {
    const { rows } = await client.query<{ hash: string }>(
      "SELECT convert_from(password_hash, 'UTF8') AS hash FROM users_user WHERE username = 'nina'",
    );
    return rows[0]?.hash ?? '';
  };
  const hash = `pbkdf2_sha256$1000$salt$${digest}`;
  await client.query("UPDATE users_user SET password_hash = convert_to($1, 'UTF8') WHERE username = 'nina'", [hash]);
  expect((await signIn('nina', 'from elsewhere')).status).toBe(401);
  expect(await stored()).toBe(hash);
  expect((await signIn('nina', 'from netbox')).status).toBe(200);
  expect(await stored()).toMatch(/^\$argon2id\$/);
  expect((await signIn('nina', 'from netbox')).status).toBe(200);
  await client.end();
});

test('a password that is too short is refused', async () => {
  const { data } = await server.ask(
    'mutation { userCreate(input: { username: "tim", password: "short" }) { nodes { id } userErrors { code path } } }',
  );
  expect(data?.['userCreate']).toEqual({
    nodes: [],
    userErrors: [{ code: 'PASSWORD_LENGTH', path: 'input.0.password' }],
  });
});

test('a user changes the own password, which ends the other sessions', async () => {
  await makeUser('bea');
  const other = await signIn('bea', 'long enough');
  const { headers } = await signIn('bea', 'long enough');
  const change =
    'mutation ($c: String!) { passwordChange(current: $c, password: "even longer") { userErrors { code } } }';
  expect((await server.ask(change, { c: 'no' }, headers)).data).toEqual({
    passwordChange: { userErrors: [{ code: 'WRONG_PASSWORD' }] },
  });
  expect((await server.ask(change, { c: 'long enough' }, headers)).data).toEqual({
    passwordChange: { userErrors: [] },
  });
  expect((await server.fetch('auth/session', { headers })).status).toBe(200);
  expect((await server.fetch('auth/session', { headers: other.headers })).status).toBe(401);
  expect((await signIn('bea', 'even longer')).status).toBe(200);
});

test('a token is shown once and works; one that may only read does not write', async () => {
  const { data } = await server.ask(TOKEN, { w: true });
  const made: { token: string; id: string } = data?.['tokenCreate'];
  const { token, id } = made;
  const bearer = { authorization: `Bearer ${token}` };
  expect((await server.ask(SITE, { s: 'one' }, bearer)).data).toMatchObject({
    siteCreate: { nodes: [{ name: 'one' }] },
  });
  const reader = (await server.ask(TOKEN, { w: false })).data?.['tokenCreate'].token as string;
  const refused = await server.ask(SITE, { s: 'two' }, { authorization: `Bearer ${reader}` });
  expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  expect(
    (
      await server.ask(
        'mutation ($id: ID!) { apiTokenUpdate(input: { id: $id, enabled: false }) { userErrors { message } } }',
        { id },
      )
    ).data,
  ).toEqual({ apiTokenUpdate: { userErrors: [] } });
  expect((await server.ask(SITE, { s: 'three' }, bearer)).status).toBe(401);
});

test('a token needs a secret of its own when it is made like any other object', async () => {
  const make =
    'mutation ($s: String) { apiTokenCreate(input: { user: { number: 1 }, secret: $s }) { nodes { keyId } userErrors { code path } } }';
  expect((await server.ask(make)).data).toEqual({
    apiTokenCreate: { nodes: [], userErrors: [{ code: 'REQUIRED', path: 'input.0.secret' }] },
  });
  const secret = "a secret of one's own choice".replaceAll(' ', '-');
  expect((await server.ask(make, { s: secret })).data).toMatchObject({ apiTokenCreate: { userErrors: [] } });
  expect((await server.ask('{ viewer { name } }', {}, { authorization: `Bearer ${secret}` })).data).toEqual({
    viewer: { name: 'admin' },
  });
});

test('only administrators change accounts', async () => {
  await makeUser('cem');
  const { headers } = await signIn('cem', 'long enough');
  const { errors } = await server.ask(
    'mutation { userUpdate(input: { number: 1, isSuperuser: false }) { changeSetId } }',
    {},
    headers,
  );
  expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  expect((await server.ask(TOKEN, { w: true }, headers)).data?.['tokenCreate'].userErrors).toEqual([]);
});

test('another organization shows nothing of the first, and counts anew', async () => {
  const { data } = await server.ask(
    'mutation { organizationCreate(input: { name: "Other", slug: "other" }) { changeSetId userErrors { message } } }',
  );
  expect(data?.['organizationCreate'].userErrors).toEqual([]);
  await server.ask(SITE, { s: 'first' });
  const session = await signIn('admin', 'correct horse');
  const inOther = { ...session.headers, 'x-plumbline-organization': 'other' };
  expect((await server.ask('{ sites { totalCount } organizations { nodes { slug } } }', {}, inOther)).data).toEqual({
    sites: { totalCount: 0 },
    organizations: { nodes: [{ slug: 'other' }] },
  });
  await server.ask(SITE, { s: 'first' }, inOther);
  expect((await server.ask('{ sites { nodes { number } } }', {}, inOther)).data).toEqual({
    sites: { nodes: [{ number: 1 }] },
  });
  expect((await server.ask(TOKEN, { w: true }, inOther)).data?.['tokenCreate'].userErrors).toEqual([]);
  expect(
    (await server.ask('{ viewer { name } }', {}, { ...session.headers, 'x-plumbline-organization': 'third' })).status,
  ).toBe(401);
});
