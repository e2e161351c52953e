import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readConfig } from '../src/index.ts';
import { Browser, type Landed } from './_browser.ts';
import { eventsOf, makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type TestServer } from './_server.ts';

const SECRET = 'a-client-secret-that-nobody-is-told';

let server: TestServer;
let provider: ChildProcess;
let asked = 0;

const tell = async (message: object): Promise<void> => {
  const number = ++asked;
  const done = once(provider, 'message');
  provider.send({ ...message, number });
  expect(await done).toEqual([{ done: number }, undefined]);
};

const providersAt = (port: number): string => {
  const base = { issuer: `http://127.0.0.1:${port}`, clientSecret: SECRET, scope: 'openid profile email groups' };
  return JSON.stringify([
    {
      ...base,
      key: 'corp',
      name: 'Corporate login',
      clientId: 'corp',
      createUsers: true,
      groupsClaim: 'groups',
      groups: { 'net-ops': 'Network', 'net-admins': 'Core' },
    },
    { ...base, key: 'closed', clientId: 'closed', groupsClaim: 'groups' },
    { ...base, key: 'linking', clientId: 'linking', linkByEmail: true },
    { ...base, key: 'gone', clientId: 'gone', issuer: 'http://127.0.0.1:9' },
  ]);
};

beforeAll(async () => {
  provider = fork(join(import.meta.dirname, '_identity-provider.mjs'), { silent: true, execArgv: [] });
  const [{ port }] = (await once(provider, 'message')) as [{ port: number }];
  const { oidc } = readConfig({ PLUMBLINE_OIDC: providersAt(port) });
  const proxyLogin = {
    from: ['127.0.0.2'],
    userHeader: 'x-user',
    groupsHeader: 'x-groups',
    createUsers: true,
    organization: null,
  };
  server = await openServer({ oidc, proxyLogin, basePath: '/net/' });
  const clients = ['corp', 'closed', 'linking'].map((key) => ({
    client_id: key,
    client_secret: SECRET,
    redirect_uris: [`${server.url}auth/oidc/${key}/callback`],
    post_logout_redirect_uris: [server.url],
  }));
  await tell({ clients });
  await server.ask(
    'mutation { groupCreate(input: [{ name: "Network" }, { name: "Core" }, { name: "Local" }]) { userErrors { message } } }',
  );
});
afterAll(async () => {
  provider?.kill();
  await server?.stop();
});

const claims = (username: string, more: object = {}) => ({
  preferred_username: username,
  email: `${username}@example.com`,
  email_verified: true,
  given_name: 'Given',
  family_name: 'Family',
  ...more,
});

/** Signs somebody in at the provider and gives where the browser landed. */
const enter = async (id: string, person: object, key = 'corp', query = ''): Promise<Landed & { browser: Browser }> => {
  await tell({ id, claims: person });
  const browser = new Browser();
  const landed = await browser.open(`${server.url}auth/oidc/${key}/login${query}`);
  return { ...landed, browser };
};

const errorOf = ({ url }: Landed): string | null => url.searchParams.get('signInError');

const sessionOf = async (browser: Browser) => {
  const cookie = browser.cookiesFor(new URL(server.url));
  const answer = await server.fetch('auth/session', { headers: { cookie } });
  return {
    status: answer.status,
    cookie,
    body: (await answer.json()) as { user?: { username: string; displayName: string } },
  };
};

const groupsOf = async (username: string): Promise<string[]> => {
  const { data } = await server.ask(
    'query ($u: String!) { users(filter: { username: { eq: $u } }) { nodes { groups { nodes { name } } } } }',
    { u: username },
  );
  const [user] = (data?.['users'].nodes ?? []) as { groups: { nodes: { name: string }[] } }[];
  return (user?.groups.nodes ?? []).map(({ name }) => name).toSorted();
};

describe('an identity provider', () => {
  test('is offered with its name and without its secret', async () => {
    const answer = await server.fetch('auth/providers');
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      password: true,
      providers: [
        { key: 'corp', name: 'Corporate login', loginUrl: '/net/auth/oidc/corp/login' },
        { key: 'closed', name: 'closed' },
        { key: 'linking' },
        { key: 'gone' },
      ],
    });
    expect(text).not.toContain(SECRET);
  });

  test('signs somebody in for the first time: account, names and groups', async () => {
    const { browser, url } = await enter('p-1', claims('olga', { groups: ['net-ops', 'unheard-of'] }));
    expect(url.pathname).toBe('/net/');
    expect(errorOf({ url, status: 0, text: '' })).toBeNull();
    const { status, body, cookie } = await sessionOf(browser);
    expect([status, body.user]).toEqual([
      200,
      expect.objectContaining({ username: 'olga', displayName: 'Given Family' }),
    ]);
    expect(await groupsOf('olga')).toEqual(['Network']);
    const { data } = await server.ask('{ sessions { provider current } }', {}, { cookie, 'x-plumbline-csrf': '1' });
    expect(data).toEqual({ sessions: [{ provider: 'oidc:corp', current: true }] });
    const events = await eventsOf(server, 'olga');
    expect(events.map(({ kind, details }) => [kind, (details as { via?: string }).via])).toEqual([
      ['userCreated', undefined],
      ['login', 'oidc:corp'],
    ]);
    expect(browser.history.some((address) => address.includes('code_challenge_method=S256'))).toBe(true);
  });

  test('takes groups back that are lost there, and leaves those that were given here', async () => {
    await enter('p-2', claims('nils', { groups: ['net-ops', 'net-admins'] }));
    const { data } = await server.ask(
      '{ users(filter: { username: { eq: "nils" } }) { nodes { id } } groups(filter: { name: { eq: "Local" } }) { nodes { id } } }',
    );
    const [user, group] = [data?.['users'].nodes[0].id, data?.['groups'].nodes[0].id];
    await server.ask(
      'mutation ($g: ID!, $u: ID!) { groupUpdate(input: { id: $g, users: [{ id: $u }] }) { userErrors { message } } }',
      {
        g: group,
        u: user,
      },
    );
    expect(await groupsOf('nils')).toEqual(['Core', 'Local', 'Network']);
    await enter('p-2', claims('nils', { groups: ['net-admins'] }));
    expect(await groupsOf('nils')).toEqual(['Core', 'Local']);
    await enter('p-2', claims('nils'));
    expect(await groupsOf('nils')).toEqual(['Local']);
    expect((await eventsOf(server, 'Core')).map(({ details }) => details)).toContainEqual({
      removed: 'nils',
      by: 'oidc:corp',
    });
  });

  test('knows people by their subject, whatever they are called by now', async () => {
    await enter('p-3', claims('maiden'));
    const { browser } = await enter('p-3', claims('married'));
    expect((await sessionOf(browser)).body.user?.username).toBe('maiden');
  });

  test('makes no account unless it is told to, and takes none of another by its name', async () => {
    const closed = await enter('p-4', claims('stranger'), 'closed');
    expect([errorOf(closed), (await sessionOf(closed.browser)).status]).toEqual(['SIGN_IN_REFUSED', 401]);
    await makeUser(server, 'local', { email: 'local@example.com' });
    expect(errorOf(await enter('p-5', claims('LOCAL')))).toBe('SIGN_IN_REFUSED');
    expect(errorOf(await enter('p-6', claims('local'), 'closed'))).toBe('SIGN_IN_REFUSED');
    expect(errorOf(await enter('p-7', { groups: [] }))).toBe('SIGN_IN_REFUSED');
  });

  test('links an account by an e-mail address that it has verified, where that is allowed', async () => {
    await makeUser(server, 'lia', { email: 'lia@example.com' });
    const person = { preferred_username: 'l.meyer', email: 'LIA@example.com' };
    expect(errorOf(await enter('p-8', { ...person, email_verified: false }, 'linking'))).toBe('SIGN_IN_REFUSED');
    const { browser } = await enter('p-8', { ...person, email_verified: true }, 'linking');
    expect((await sessionOf(browser)).body.user?.username).toBe('lia');
    expect((await sessionOf((await enter('p-8', person, 'linking')).browser)).body.user?.username).toBe('lia');
    await makeUser(server, 'twin', { email: 'lia@example.com' });
    expect(errorOf(await enter('p-9', { ...person, email_verified: true }, 'linking'))).toBe('SIGN_IN_REFUSED');
  });

  test('does not let people in whose account is switched off', async () => {
    const first = await enter('p-10', claims('gone'));
    const { data } = await server.ask('{ users(filter: { username: { eq: "gone" } }) { nodes { id } } }');
    const id = data?.['users'].nodes[0].id as string;
    await server.ask(
      'mutation ($id: ID!) { userUpdate(input: { id: $id, isActive: false }) { userErrors { message } } }',
      { id },
    );
    expect((await sessionOf(first.browser)).status).toBe(401);
    expect(errorOf(await enter('p-10', claims('gone')))).toBe('SIGN_IN_REFUSED');
  });

  test('is answered to once, by the browser that asked, with the state that was sent', async () => {
    await tell({ id: 'p-11', claims: claims('ines') });
    const isCallback = (url: URL) => url.pathname.endsWith('/callback');
    const login = `${server.url}auth/oidc/corp/login`;
    const victim = new Browser();
    const callback = (await victim.open(login, isCallback)).url;
    const thief = new Browser();
    expect(errorOf(await thief.open(callback.href))).toBe('SIGN_IN_EXPIRED');
    await thief.open(login, isCallback);
    expect(errorOf(await thief.open(callback.href))).toBe('SIGN_IN_REFUSED');
    const other = new Browser();
    await other.open(login, isCallback);
    const forged = new URL(callback.href.replace('/corp/', '/closed/'));
    expect(errorOf(await other.open(forged.href))).not.toBeNull();
    expect(errorOf(await victim.open(callback.href))).toBeNull();
    expect((await sessionOf(victim)).body.user?.username).toBe('ines');
    expect(errorOf(await victim.open(callback.href))).toBe('SIGN_IN_EXPIRED');
  });

  test('leads back to a page of the product and to no other place', async () => {
    const { url } = await enter('p-12', claims('pia'), 'corp', '?next=/net/dcim/devices%3Fsite%3D7');
    expect(url.href).toBe(`${server.url}dcim/devices?site=7`);
    for (const next of ['//evil.example/', 'https://evil.example/', '/%5Cevil.example', '/elsewhere'])
      expect((await enter('p-12', claims('pia'), 'corp', `?next=${encodeURIComponent(next)}`)).url.href).toBe(
        server.url,
      );
  });

  test('that does not answer, refuses or is unknown gives a page and no incident', async () => {
    const open = (path: string) => new Browser().open(`${server.url}auth/oidc/${path}`);
    expect(errorOf(await open('gone/login'))).toBe('UNAVAILABLE');
    expect((await open('unknown/login')).status).toBe(404);
    for (const path of ['corp', 'corp/', 'corp/other', '../x', 'CORP/login', 'corp/login/x'])
      expect((await server.fetch(`auth/oidc/${path}`)).status).toBeLessThan(500);
    expect(errorOf(await open('corp/callback?error=access_denied&state=x'))).toBe('SIGN_IN_EXPIRED');
    expect((await server.fetch('auth/oidc/corp/login', { method: 'POST' })).status).toBe(405);
  });

  test('is told of the end of a session', async () => {
    const { browser } = await enter('p-13', claims('otto'));
    const { cookie } = await sessionOf(browser);
    const answer = await server.fetch('auth/logout', { method: 'POST', headers: { cookie, 'x-plumbline-csrf': '1' } });
    const { logoutUrl } = (await answer.json()) as { logoutUrl: string };
    expect(new URL(logoutUrl).pathname).toBe('/session/end');
    expect(new URL(logoutUrl).searchParams.get('post_logout_redirect_uri')).toBe(server.url);
    expect((await sessionOf(browser)).status).toBe(401);
    const local = await signIn(server, 'local', PASSWORD);
    const plain = await server.fetch('auth/logout', { method: 'POST', headers: local.headers });
    expect(await plain.json()).toEqual({ logoutUrl: null });
  });
});

/** Sends a request from an address of this machine. */
const callFrom = async (
  localAddress: string,
  headers: Record<string, string>,
  path = 'auth/session',
  body?: string,
) => {
  const method = body === undefined ? 'GET' : 'POST';
  const request = httpRequest(server.url + path, { localAddress, method, headers });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: JSON.parse(await text(answer)) as { user?: { username: string } } };
};

describe('a proxy that vouches for people', () => {
  test('is believed when the connection comes from it, and nobody else is', async () => {
    expect(await callFrom('127.0.0.2', { 'x-user': 'pam' })).toMatchObject({
      status: 200,
      body: { user: { username: 'pam' } },
    });
    expect((await callFrom('127.0.0.1', { 'x-user': 'pam' })).status).toBe(401);
    expect((await callFrom('127.0.0.1', { 'x-user': 'pam', 'x-forwarded-for': '127.0.0.2' })).status).toBe(401);
    expect((await callFrom('127.0.0.2', {})).status).toBe(401);
    await callFrom('127.0.0.2', { 'x-user': 'pam' });
    expect((await eventsOf(server, 'pam')).map(({ kind }) => kind)).toEqual(['userCreated', 'login']);
  });

  test('says the groups, which follow it', async () => {
    await callFrom('127.0.0.2', { 'x-user': 'gus', 'x-groups': 'Network, Core,unknown' });
    expect(await groupsOf('gus')).toEqual(['Core', 'Network']);
    await callFrom('127.0.0.2', { 'x-user': 'gus', 'x-groups': 'Core' });
    expect(await groupsOf('gus')).toEqual(['Core']);
    await callFrom('127.0.0.2', { 'x-user': 'gus' });
    expect(await groupsOf('gus')).toEqual([]);
  });

  test('speaks for accounts that are there, in any spelling and any script', async () => {
    await makeUser(server, 'zoë');
    const header = Buffer.from('ZOË').toString('latin1');
    expect((await callFrom('127.0.0.2', { 'x-user': header })).body.user?.username).toBe('zoë');
  });

  test('changes nothing without the header against forged requests, and its odd names are refused', async () => {
    const headers = { 'x-user': 'pam', 'content-type': 'application/json' };
    const query = JSON.stringify({ query: '{ viewer { name } }' });
    expect((await callFrom('127.0.0.2', headers, 'graphql', query)).status).toBe(403);
    expect((await callFrom('127.0.0.2', { ...headers, 'x-plumbline-csrf': '1' }, 'graphql', query)).status).toBe(200);
    for (const name of ['', ' ', 'x'.repeat(151), 'a\tb', '\u0080'])
      expect((await callFrom('127.0.0.2', { 'x-user': name })).status).toBe(403);
  });
});
