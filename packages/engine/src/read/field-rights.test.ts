import { labActor, openLab, type Lab } from '../../test/lab/index.ts';
import type { Actor, Grant } from '../actor.ts';
import { grantPredicates } from '../permissions/predicates.ts';
import { withGraph } from './graph.ts';
import type { Reader } from './reader.ts';

const ROWS = 8;
let lab: Lab;
let reader: Reader;

beforeAll(async () => {
  lab = await openLab({ rows: ROWS });
  reader = lab.with({ predicates: grantPredicates(lab.registry) });
});
afterAll(() => lab.close());

const view = (type: string, fields: string[] | null = null): Grant => ({
  objectTypes: [type],
  actions: ['view'],
  predicate: null,
  fields,
});

/** Sees status and site of devices, and everything else of other types. */
const limited = (over: Partial<Actor> = {}): Actor =>
  labActor(0, {
    grants: [
      view('lab.Device', ['status', 'site']),
      ...['Site', 'Port', 'Region', 'Address'].map((type) => view(`lab.${type}`)),
    ],
    ...over,
  });
const whole = () => labActor(0, { grants: [view('*')] });

const ask = async (query: string, actor: Actor = limited(), variables: Record<string, unknown> = {}) =>
  (await lab.ask(query, variables, { reader, actor })).data;

const DENIED = (field: string, type = 'Device') => `You may not see the field "${field}" of ${type}.`;

test('what was granted is seen, with what names and sorts a row', async () => {
  const data = await ask(
    '{ devices(first: 1, filter: { status: { in: ["active", "staged", "failed"] } }, orderBy: [{ field: "site.name" }]) { nodes { id number display url name created rowVersion status statusChoice { label } site { name } } } }',
  );
  expect(Object.keys((data['devices'] as { nodes: object[] }).nodes[0] ?? {})).toHaveLength(10);
});

test.each([
  ['selected', '{ devices { nodes { serial } } }', 'serial'],
  ['selected of one row', '{ device(number: 1) { serial } }', 'serial'],
  ['selected through an edge', '{ ports { nodes { device { serial } } } }', 'serial'],
  ['selected through a node', '{ object(type: "Device", number: 1) { ... on Device { serial } } }', 'serial'],
  ['selected as a choice', '{ devices { nodes { faceChoice { label } } } }', 'face'],
  ['selected as a reference', '{ devices { nodes { primaryAddress { id } } } }', 'primaryAddress'],
  ['selected as a list', '{ devices { nodes { tags { totalCount } } } }', 'tags'],
  ['filtered by', '{ devices(filter: { not: { serial: { eq: "x" } } }) { totalCount } }', 'serial'],
  [
    'filtered by through edges',
    '{ sites(filter: { devices: { some: { serial: { eq: "x" } } } }) { totalCount } }',
    'serial',
  ],
  [
    'filtered by as a custom field',
    '{ devices(filter: { customField: [{ name: "a", eq: 1 }] }) { totalCount } }',
    'customFields',
  ],
  ['sorted by', '{ devices(orderBy: [{ field: "serial" }]) { totalCount } }', 'serial'],
  ['sorted by through an edge', '{ ports(orderBy: [{ field: "device.serial" }]) { totalCount } }', 'serial'],
  ['grouped by', '{ devicesAggregate(groupBy: ["serial"]) { count } }', 'serial'],
  ['summed up', '{ devicesAggregate { sum(field: "weight") } }', 'weight'],
  ['summed up through an edge', '{ portsAggregate { max(field: "device.weight") } }', 'weight'],
])('a field that was not granted is refused when it is %s', async (_how, query, field) => {
  await expect(ask(query)).rejects.toThrow(DENIED(field));
  await expect(ask(query)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await ask(query, whole())).toBeDefined();
});

test('a list of rows that refer is what their reference says', async () => {
  const grants = [view('lab.Site'), view('lab.Device', ['status'])];
  await expect(ask('{ sites { nodes { devices { totalCount } } } }', limited({ grants }))).rejects.toThrow(
    DENIED('site'),
  );
  await expect(
    ask('{ sites(filter: { devices: { count: { gt: 0 } } }) { totalCount } }', limited({ grants })),
  ).rejects.toThrow(DENIED('site'));
});

test('texts are not found by a field that was not granted', async () => {
  const { serial } = (await ask('{ device(number: 1) { serial } }', whole()))['device'] as { serial: string };
  const words = (text: string) =>
    `{ devices(query: ${JSON.stringify(text)}) { totalCount } search(text: ${JSON.stringify(text)}, types: ["Device"]) { field } }`;
  const seen = await ask(words(serial), whole());
  expect((seen['search'] as { field: string }[]).map(({ field }) => field)).toContain('serial');
  expect(seen['devices']).not.toEqual({ totalCount: 0 });
  expect(await ask(words(serial))).toEqual({ devices: { totalCount: 0 }, search: [] });
});

test('one document asked by turns is refused to the one and answered to the other', async () => {
  const query = '{ devices(first: 1) { nodes { serial } } }';
  for (let turn = 0; turn < 2; turn++) {
    expect(await ask(query, whole())).toHaveProperty('devices');
    await expect(ask(query)).rejects.toThrow(DENIED('serial'));
  }
});

test('what code reads for a caller holds no value of a field that was not granted', async () => {
  const options = { registry: lab.registry, schema: lab.schema, predicates: grantPredicates(lab.registry) };
  const read = (actor: Actor) =>
    withGraph(options, { actor }, lab.pool, async (session) => ({
      list: (await session.list('lab.Device', ['status', 'serial'], { limit: 1 })).map(({ values }) => values[1]),
      query: session.list('lab.Device', [], { filter: { serial: { eq: 'x' } } }).then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    }));
  const [own, all] = [await read(limited()), await read(whole())];
  expect(own.list).toEqual([null]);
  expect(all.list).not.toEqual([null]);
  expect([await own.query, await all.query]).toEqual([DENIED('serial'), 'answered']);
});
