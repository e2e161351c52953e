import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type Loose, type TestServer } from './_server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.stop());

const socketUrl = (): string => `${server.url.replace('http', 'ws')}graphql`;

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

interface Heard {
  readonly events: Loose[];
  readonly errors: Loose[];
  readonly stop: () => void;
}

const EVENT = 'sequence action type id display fields';

/** Listens with a token; what is heard gathers. */
const listen = (token: string, args = '', headers: Record<string, string> = {}): Heard => {
  class Socket extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { headers });
    }
  }
  const client = createClient({
    url: socketUrl(),
    webSocketImpl: Socket,
    retryAttempts: 0,
    connectionParams: token === '' ? {} : { authorization: `Bearer ${token}` },
  });
  clients.push(client);
  const [events, errors]: [Loose[], Loose[]] = [[], []];
  const stop = client.subscribe(
    { query: `subscription { changes${args} { ${EVENT} } }` },
    {
      next: ({ data }) => events.push((data as Loose)?.changes),
      error: (error) => errors.push(...(Array.isArray(error) ? error : [error])),
      complete: () => undefined,
    },
  );
  return { events, errors, stop };
};

const until = async (holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 4_000; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not come to that.');
};

const named = ({ events }: Heard): string[] =>
  events.filter(({ action }) => action !== 'position').map(({ action, display }) => `${action} ${display}`);

const ready = (...all: Heard[]) => until(() => all.every(({ events, errors }) => events.length + errors.length > 0));

let serial = 0;

const make = async (...names: string[]): Promise<string[]> => {
  const input = names.map((name) => ({ name, slug: `s${serial++}` }));
  const { data, errors } = await server.ask(
    'mutation ($input: [SiteCreateInput!]!) { siteCreate(input: $input) { nodes { id } userErrors { message } } }',
    { input },
  );
  expect([errors, data?.['siteCreate'].userErrors]).toEqual([undefined, []]);
  return data?.['siteCreate'].nodes.map(({ id }: Loose) => id);
};

const remove = (ids: string[]) =>
  server.ask('mutation ($ids: [ID!]) { siteDelete(ids: $ids) { userErrors { message } } }', { ids });

/** Somebody who sees sites of one kind, signed in. */
const personWith = async (predicate: object): Promise<{ headers: Record<string, string>; userId: string }> => {
  const username = `person${serial++}`;
  const userId = await makeUser(server, username);
  const permission = {
    name: username,
    objectTypes: ['dcim.Site'],
    actions: ['view'],
    users: [{ id: userId }],
    predicate,
  };
  const granted = await server.ask(
    `mutation ($p: [ObjectPermissionCreateInput!]!) { objectPermissionCreate(input: $p) { userErrors { message path } } }`,
    { p: [permission] },
  );
  expect(granted.data?.['objectPermissionCreate'].userErrors).toEqual([]);
  const { headers } = await signIn(server, username, PASSWORD);
  return { headers: { cookie: headers['cookie'] ?? '' }, userId };
};

test('changes are told in order as they are committed, and a lost connection goes on without gap or repetition', async () => {
  const whole = listen(server.adminToken);
  const first = listen(server.adminToken, '(types: ["dcim.Site"])');
  await ready(whole, first);
  await make('A', 'B');
  await until(() => named(first).length === 2);
  first.stop();
  await make('C');
  const [gone = ''] = await make('D');
  await remove([gone]);
  const last = first.events.at(-1).sequence;
  const second = listen(server.adminToken, `(types: ["dcim.Site"], since: "${last}")`);
  await until(() => named(second).length === 3);
  await make('E');
  await until(() => named(second).length === 4 && named(whole).length === 6);
  expect([...named(first), ...named(second)]).toEqual([
    'create A',
    'create B',
    'create C',
    'create D',
    'delete D',
    'create E',
  ]);
  expect(named(whole)).toEqual([...named(first), ...named(second)]);
  const numbers = whole.events.map(({ sequence }) => Number(sequence));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
});

test('a filter in the language of lists narrows what is told', async () => {
  const heard = listen(server.adminToken, '(types: ["dcim.Site"], filter: { name: { startsWith: "Keep" } })');
  await ready(heard);
  await make('Drop 1', 'Keep 1', 'Drop 2');
  await make('Keep 2');
  await until(() => named(heard).length === 2);
  expect(named(heard)).toEqual(['create Keep 1', 'create Keep 2']);
});

test.each([
  ['(types: ["dcim.Nothing"])', 'BAD_USER_INPUT'],
  ['(types: ["dcim.Site"], filter: { nope: { eq: 1 } })', 'BAD_USER_INPUT'],
  ['(since: "999999999")', 'CHANGES_TOO_OLD'],
  ['(since: "soon")', 'BAD_USER_INPUT'],
])('%s is refused with %s', async (args, code) => {
  const heard = listen(server.adminToken, args);
  await until(() => heard.errors.length > 0);
  expect(heard.errors[0].extensions.code).toBe(code);
});

test('each hears of what he sees now; what is taken away is heard no more, and a session that ended closes the door', async () => {
  const person = await personWith({ name: { startsWith: 'Seen' } });
  const heard = listen('', '', person.headers);
  await ready(heard);
  const [hidden = '', seen = ''] = await make('Hidden', 'Seen');
  await until(() => named(heard).length === 1);
  await remove([hidden]);
  await server.ask('mutation ($i: [SiteUpdateInput!]!) { siteUpdate(input: $i) { userErrors { message } } }', {
    i: [{ id: seen, name: 'Unseen' }],
  });
  await make('Seen again');
  await until(() => named(heard).length === 2);
  expect(named(heard)).toEqual(['create Seen', 'create Seen again']);
  expect(heard.events.find(({ action }) => action === 'create').fields).toBeNull();
  await server.ask('mutation ($i: [UserUpdateInput!]!) { userUpdate(input: $i) { userErrors { message } } }', {
    i: [{ id: person.userId, isActive: false }],
  });
  await make('Seen but too late');
  await until(() => heard.errors.length > 0);
  expect(named(heard)).toHaveLength(2);
});

test('who sends nothing valid, a query, or a cookie from a page elsewhere is turned away', async () => {
  const stranger = listen('nonsense');
  await until(() => stranger.errors.length > 0);
  expect(stranger.errors[0]).toMatchObject({ code: 4403 });
  const elsewhere = listen('', '', { origin: 'https://evil.example', cookie: 'plumbline_session=abc' });
  await until(() => elsewhere.errors.length > 0);
  expect(elsewhere.errors[0]).toMatchObject({ code: 4403 });
  expect(String(elsewhere.errors[0].reason)).toContain('other origins');
  const client = createClient({
    url: socketUrl(),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${server.adminToken}` },
  });
  clients.push(client);
  const asked = client.iterate({ query: '{ sites { totalCount } }' }).next();
  await expect(asked).rejects.toMatchObject([{ message: expect.stringContaining('by HTTP') as string }]);
});
