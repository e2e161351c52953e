import { openLab, rowId, type Lab } from '../../test/lab/index.ts';

let lab: Lab;
let served = 0;

beforeAll(async () => {
  lab = await openLab();
  lab.pool.on('acquire', () => served++);
});
afterAll(() => lab.close());

const relationship = (name: string, type = 'Device') =>
  `There is no relationship "${name}" on ${type}; none is defined yet.`;
const computed = (name: string, type = 'Device') =>
  `There is no computed field "${name}" on ${type}; none is defined yet.`;

const id = (): string => rowId(lab.registry, 'lab.Device', 0, 0);

test.each([
  ['{ devices { nodes { name relations(name: "x") { nodes { id } } } } }', 'devices.relations', relationship('x')],
  [
    '{ device(number: 1) { r: relations(name: "x", first: 5, filter: {a: {eq: 1}}) { nodes { ... on Site { name } } } } }',
    'device.r',
    relationship('x'),
  ],
  ['{ device(number: 1) { computed(name: "age") } }', 'device.computed', computed('age')],
  ['{ device(number: 1) { site { computed(name: "age") } } }', 'device.site.computed', computed('age', 'Site')],
  [
    '{ sites { nodes { devices { nodes { computed(name: "a\\"b") } } } } }',
    'sites.devices.computed',
    computed('a\\"b'),
  ],
  ['{ devices(filter: {relation: [{name: "x", some: {}}]}) { totalCount } }', 'relation.0.name', relationship('x')],
  ['{ devices(filter: {not: {relation: {name: "x"}}}) { totalCount } }', 'not.relation', relationship('x')],
  [
    '{ sites(filter: {devices: {some: {relation: [{name: "x", count: {gt: 1}}]}}}) { totalCount } }',
    'devices.some.relation.0.name',
    relationship('x'),
  ],
  ['{ devices(filter: {relation: []}) { totalCount } }', 'relation', 'is empty'],
  ['{ devicesAggregate(filter: {relation: [{name: "x", none: {}}]}) { count } }', 'relation.0.name', relationship('x')],
])('%s is refused while it is planned', async (query, path, message) => {
  const before = served;
  await expect(lab.ask(query)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining(message) as string,
    problems: [{ path: expect.stringContaining(path) as string, code: 'BAD_USER_INPUT' }],
  });
  expect(served).toBe(before);
});

test('names given as variables and objects of any type are refused alike', async () => {
  const byVariable = 'query Q($n: String!) { device(number: 1) { relations(name: $n) { nodes { id } } } }';
  await expect(lab.ask(byVariable, { n: 'y' })).rejects.toThrow(relationship('y'));
  await expect(lab.ask(`{ node(id: "${id()}") { ... on Device { computed(name: "z") } } }`)).rejects.toThrow(
    computed('z'),
  );
  const { errors } = await lab.fallback('{ device(number: 1) { computed(name: "z") } }');
  expect(errors?.map((error) => error.message)).toEqual([computed('z')]);
});

test('what is skipped is not refused, and the rest of the request is served', async () => {
  const { data } = await lab.ask('{ device(number: 1) { number computed(name: "z") @skip(if: true) } }');
  expect(data).toEqual({ device: { number: 1 } });
  expect(served).toBeGreaterThan(0);
});
