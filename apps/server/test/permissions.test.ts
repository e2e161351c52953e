import { openServer, type TestServer } from './_server.ts';
import { sessionOf, type Who } from './security/_desk.ts';

let server: TestServer;
let admin: Who;
let ann: Who;
let annId: string;

type Payload = { nodes: { id: string }[]; userErrors: { code: string; path: string; message: string }[] };

const make = async (type: string, input: object, who: Who = admin): Promise<Payload> => {
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}Create`;
  const query = `mutation ($i: [${type}CreateInput!]!) { ${field}(input: $i) { nodes { id } userErrors { code path message } } }`;
  const answer = await server.ask(query, { i: [input] }, who);
  return answer.data?.[field] as Payload;
};

const made = async (type: string, input: object): Promise<string> => {
  const { nodes, userErrors } = await make(type, input);
  expect(userErrors).toEqual([]);
  return nodes[0]?.id ?? '';
};

const grant = (name: string, rest: object) =>
  made('ObjectPermission', { name, objectTypes: ['dcim.Site'], actions: ['view'], ...rest });

const sites = async (who: Who): Promise<string[]> => {
  const { data } = await server.ask('{ sites { totalCount nodes { name } } }', {}, who);
  const { totalCount, nodes } = (data ?? {})['sites'] as { totalCount: number; nodes: { name: string }[] };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ name }) => name);
};

beforeAll(async () => {
  server = await openServer();
  admin = { authorization: `Bearer ${server.adminToken}` };
  annId = await made('User', { username: 'ann', password: 'long enough for ann' });
  for (const name of ['ams1', 'fra1', 'fra2']) await made('Site', { name, slug: name });
  ann = await sessionOf(server, 'ann', 'long enough for ann');
});
afterAll(() => server.stop());

test('a member sees and does nothing until something is granted, and at once what is', async () => {
  expect(await sites(ann)).toEqual([]);
  expect(await make('Site', { name: 'x', slug: 'x' }, ann)).toBeUndefined();
  const id = await grant('Frankfurt', { users: [{ id: annId }], predicate: { name: { startsWith: 'fra' } } });
  expect(await sites(ann)).toEqual(['fra1', 'fra2']);
  await server.ask(
    'mutation ($i: [ObjectPermissionUpdateInput!]!) { objectPermissionUpdate(input: $i) { userErrors { code } } }',
    { i: [{ id, enabled: false }] },
    admin,
  );
  expect(await sites(ann)).toEqual([]);
});

test('a permission for a group and the sites of a member', async () => {
  const region = await made('Region', { name: 'Rhein', slug: 'rhein' });
  await made('Site', { name: 'man1', slug: 'man1', region: { id: region } });
  const group = await made('Group', { name: 'Site engineers', users: [{ id: annId }] });
  const own = { predicate: { id: { in: '$site' } } };
  await grant('Own sites', { groups: [{ id: group }], actions: ['view', 'change'], ...own });
  expect(await sites(ann)).toEqual([]);
  await made('MemberScope', { user: { id: annId }, regions: [{ id: region }] });
  expect(await sites(ann)).toEqual(['man1']);
  const rename = (name: string, to: object) =>
    server.ask(
      'mutation ($f: SiteFilter!, $s: SiteSetInput!) { siteUpdateWhere(filter: $f, set: $s, expectedCount: 1) { changes { number } userErrors { code } } }',
      { f: { name: { eq: name } }, s: to },
      ann,
    );
  expect((await rename('man1', { facility: 'Hall 3' })).data?.['siteUpdateWhere'].userErrors).toEqual([]);
  expect((await rename('fra1', { facility: 'Hall 3' })).data?.['siteUpdateWhere'].userErrors).toEqual([
    { code: 'EXPECTED_COUNT' },
  ]);
});

test('an API token with permissions of its own does less than its user, also an administrator', async () => {
  const token = async (who: Who) => {
    const { data } = await server.ask('mutation { tokenCreate { id token userErrors { message } } }', {}, who);
    const { id, token: secret } = (data ?? {})['tokenCreate'] as { id: string; token: string };
    return { id, who: { authorization: `Bearer ${secret}` } };
  };
  const [mine, wide] = [await token(admin), await token(ann)];
  expect(await sites(mine.who)).toEqual(['ams1', 'fra1', 'fra2', 'man1']);
  expect(await sites(wide.who)).toEqual(['man1']);
  await grant('Amsterdam by script', {
    tokens: [{ id: mine.id }, { id: wide.id }],
    predicate: { name: { eq: 'ams1' } },
  });
  expect(await sites(mine.who)).toEqual(['ams1']);
  expect(await sites(wide.who)).toEqual([]);
  const refused = await server.ask(
    'mutation { siteCreate(input: { name: "y", slug: "y" }) { userErrors { code } } }',
    {},
    mine.who,
  );
  expect(refused.errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' }, message: 'You may not add sites.' });
});

test('an administrator is shown what a user or a group would see', async () => {
  const preview = (subject: string, who: Who = admin) =>
    server.ask(`{ permissionPreview(${subject}) { type count samples actions } groups { nodes { id } } }`, {}, who);
  const { data } = await preview(`userId: "${annId}"`);
  expect(data?.['permissionPreview']).toEqual([
    { type: 'dcim.Site', count: 1, samples: ['man1'], actions: ['view', 'change'] },
  ]);
  const group = (data?.['groups'] as { nodes: { id: string }[] } | undefined)?.nodes[0]?.id;
  const ofGroup = await preview(`groupId: "${group}"`);
  expect(ofGroup.data?.['permissionPreview']).toEqual([
    { type: 'dcim.Site', count: 0, samples: [], actions: ['view', 'change'] },
  ]);
  const codes = [
    preview('userId: null'),
    preview(`userId: "${group}"`),
    preview('groupId: "nobody"'),
    preview(`userId: "${annId}"`, ann),
  ].map(async (answer) => (await answer).errors?.[0]?.extensions?.['code']);
  expect(await Promise.all(codes)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT', 'FORBIDDEN']);
});

test('nobody but an administrator decides about rights, whatever was granted', async () => {
  await grant('Everything', { users: [{ id: annId }], objectTypes: ['*'], actions: ['*'] });
  const { errors } = await server.ask(
    'mutation ($i: [ObjectPermissionCreateInput!]!) { objectPermissionCreate(input: $i) { nodes { id } } }',
    { i: [{ name: 'Mine', objectTypes: ['*'], actions: ['*'] }] },
    ann,
  );
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect((await make('Site', { name: 'z', slug: 'z' }, ann)).userErrors).toEqual([]);
});

test('a site editor invites a viewer to the own site only, who chooses a password first', async () => {
  const own = { actions: ['view', 'change'], predicate: { name: { eq: 'fra1' } }, delegable: true };
  const parent = await grant('Frankfurt editors', { users: [{ id: annId }], ...own });
  const permission = { name: 'Vera looks', parent, objectTypes: ['dcim.Site'], actions: ['view'] };
  const invited = await server.ask(
    'mutation ($i: MemberInviteInput!) { memberInvite(input: $i) { password permissions userErrors { path message } } }',
    { i: { username: 'vera', email: 'vera@example.org', permissions: [permission] } },
    ann,
  );
  expect(invited.data?.['memberInvite']).toMatchObject({ userErrors: [], permissions: [expect.any(String)] });
  const password = String(invited.data?.['memberInvite'].password);
  const vera = await sessionOf(server, 'vera', password);
  expect((await server.ask('{ sites { totalCount } }', {}, vera)).errors).toHaveLength(1);
  await server.fetch('auth/password', {
    method: 'POST',
    headers: { ...vera, 'content-type': 'application/json' },
    body: JSON.stringify({ current: password, password: 'long enough for vera' }),
  });
  expect(await sites(vera)).toEqual(['fra1']);
  const shows = async (id: unknown, who: Who) => {
    const { data, errors } = await server.ask(
      `{ permissionPreview(permissionId: "${String(id)}") { type count samples actions } }`,
      {},
      who,
    );
    return errors?.[0]?.extensions?.['code'] ?? data?.['permissionPreview'];
  };
  const made = String(invited.data?.['memberInvite'].permissions[0]);
  const inside = [{ type: 'dcim.Site', count: 1, samples: ['fra1'], actions: ['view'] }];
  expect([await shows(made, ann), await shows(made, admin)]).toEqual([inside, inside]);
  expect([await shows(made, vera), await shows('nothing', admin)]).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  expect(await make('Site', { name: 'v', slug: 'v' }, vera)).toBeUndefined();
  await server.ask(
    'mutation ($i: [ObjectPermissionUpdateInput!]!) { objectPermissionUpdate(input: $i) { userErrors { code } } }',
    { i: [{ id: parent, delegable: false }] },
    admin,
  );
  expect(await sites(vera)).toEqual([]);
});
