import { openServer, type TestServer } from './_server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await openServer({
    basePath: '/net/',
    corsOrigins: ['https://ui.example'],
    trustedProxies: ['127.0.0.1', '::1'],
    adminToken: 'any-shape+of/token=',
  });
});
afterAll(() => server.stop());

const json = { 'content-type': 'application/json' };
const VIEWER = '{ viewer { name readOnly } }';

const logIn = (password: string, username = 'admin', headers: Record<string, string> = {}) =>
  server.fetch('auth/login', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ username, password }),
  });

const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

test('nothing is answered to strangers, introspection included', async () => {
  for (const query of [VIEWER, '{ __schema { types { name } } }', '{ __typename }']) {
    const { status, errors } = await server.ask(query, {}, {});
    expect(status).toBe(401);
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  }
  expect((await server.fetch('files/x')).status).toBe(401);
  expect((await server.fetch('auth/session')).status).toBe(401);
});

test('a preset token of any shape works; another one does not', async () => {
  expect((await server.ask(VIEWER)).data).toEqual({ viewer: { name: 'admin', readOnly: false } });
  expect((await server.ask(VIEWER, {}, { authorization: 'Bearer any-shape+of/token' })).status).toBe(401);
  expect((await server.ask(VIEWER, {}, { authorization: 'Basic x' })).status).toBe(401);
});

test('a token works in its own organization only', async () => {
  const bearer = { authorization: `Bearer ${server.adminToken}` };
  expect((await server.ask(VIEWER, {}, { ...bearer, 'x-plumbline-organization': 'main' })).status).toBe(200);
  expect((await server.ask(VIEWER, {}, { ...bearer, 'x-plumbline-organization': 'other' })).status).toBe(403);
});

test('a person signs in, is known, and signs out', async () => {
  const answer = await logIn('correct horse');
  expect(await answer.json()).toMatchObject({ user: { username: 'admin' }, organization: { slug: 'main' } });
  const cookie = cookieOf(answer);
  expect(answer.headers.get('set-cookie')).toMatch(/Path=\/net\/; HttpOnly; SameSite=Lax/);
  expect((await server.fetch('auth/session', { headers: { cookie } })).status).toBe(200);
  expect((await server.ask(VIEWER, {}, { cookie, 'x-plumbline-csrf': '1' })).data).toMatchObject({
    viewer: { name: 'admin' },
  });
  expect(
    (await server.fetch('auth/logout', { method: 'POST', headers: { ...json, cookie, 'x-plumbline-csrf': '1' } }))
      .status,
  ).toBe(200);
  expect((await server.fetch('auth/session', { headers: { cookie } })).status).toBe(401);
});

test('a request with a cookie alone can not write', async () => {
  const cookie = cookieOf(await logIn('correct horse'));
  const { status, errors } = await server.ask(
    'mutation { siteCreate(input: {name: "x", slug: "x"}) { changeSetId } }',
    {},
    { cookie },
  );
  expect(status).toBe(403);
  expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
});

test('the cookie is secure behind a proxy that speaks https', async () => {
  expect((await logIn('correct horse', 'admin', { 'x-forwarded-proto': 'https' })).headers.get('set-cookie')).toContain(
    '; Secure',
  );
  expect((await logIn('correct horse')).headers.get('set-cookie')).not.toContain('Secure');
});

test('wrong passwords lock a name for a while, known or not', async () => {
  for (const name of ['nobody', 'someone']) {
    for (let i = 0; i < 5; i++) expect((await logIn('guess', name)).status).toBe(401);
    const locked = await logIn('guess', name);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await logIn('correct horse')).status).toBe(200);
});

test('only configured origins may call from other pages', async () => {
  const preflight = (origin: string) =>
    server.fetch('graphql', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  expect((await preflight('https://ui.example')).headers.get('access-control-allow-origin')).toBe('https://ui.example');
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});

test('pages of other origins may read the id of a request and how long to wait', async () => {
  const answer = await server.fetch('graphql', { method: 'POST', headers: { origin: 'https://ui.example' } });
  const exposed = answer.headers.get('access-control-expose-headers')?.split(', ');
  expect(exposed?.toSorted()).toEqual(['retry-after', 'x-request-id']);
});

test('answers carry security headers and the id of the request', async () => {
  const answer = await server.fetch('healthz', { headers: { 'x-request-id': 'abcdefgh-1' } });
  expect(answer.headers.get('x-request-id')).toBe('abcdefgh-1');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('what administrators tell is read by everybody who signs in, and by those who are signed in', async () => {
  const told = async () => {
    const { notice } = (await (await server.fetch('auth/providers')).json()) as { notice: unknown };
    const { data } = await server.ask('{ notices { top bottom maintenance } }');
    return { notice, ...data?.['notices'] };
  };
  const change = (level: string, input: readonly object[]) =>
    server.ask(
      'mutation ($level: SettingLevel, $input: [SettingInput!]!) { settingsUpdate(level: $level, input: $input) { userErrors { message } } }',
      { level, input },
    );
  expect(await told()).toEqual({ notice: null, top: null, bottom: null, maintenance: null });
  await change('DEPLOYMENT', [{ key: 'core.bannerLogin', value: 'Staff only.' }]);
  await change('ORGANIZATION', [
    { key: 'core.bannerTop', value: ' Freeze until Monday. ' },
    { key: 'core.bannerMaintenance', value: 'Back at 6.' },
  ]);
  expect(await told()).toEqual({ notice: 'Staff only.', top: 'Freeze until Monday.', bottom: null, maintenance: null });
  await change('ORGANIZATION', [{ key: 'core.maintenanceMode', value: true }]);
  expect(await told()).toMatchObject({ maintenance: 'Back at 6.' });
  await change('ORGANIZATION', [{ key: 'core.maintenanceMode', value: false }]);
});
