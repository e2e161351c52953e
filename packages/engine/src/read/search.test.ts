import { labActor, openLab, rowId, type Lab } from '../../test/lab/index.ts';
import type { RowPredicates } from '../actor.ts';
import { grantPredicates } from '../permissions/predicates.ts';
import { organizationPredicates } from '../permissions.ts';
import type { Reader } from './reader.ts';
import { defaultLimits } from './limits.ts';
import { searchScopes } from './search-scopes.ts';
import { partsSql, shareOf } from './search.ts';
import { macForm, searchText } from './search-text.ts';

let lab: Lab;

interface Hit {
  readonly type: string;
  readonly field: string;
  readonly value: string;
  readonly reason: string;
  readonly score: number;
  readonly object: { readonly number: number } | null;
}

const search = async (
  text: string,
  more = '',
  by: { reader?: Reader; actor?: ReturnType<typeof labActor> } = {},
): Promise<Hit[]> => {
  const { data } = await lab.ask(
    `query S($text: String!) { search(text: $text${more}) { type field value reason score object { number } } }`,
    { text },
    by,
  );
  return data['search'] as Hit[];
};

/** Puts a value into the search rows of one row of a model, as the write pipeline does. */
const put = async (entity: string, row: number, field: string, value: string, weight: number, organization = 0) => {
  const { actor } = { actor: labActor(organization) };
  await lab.dataSource.query(
    `INSERT INTO core_search (organization_id, object_type, object_id, field, value, address, weight)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (organization_id, object_id, field) DO UPDATE SET value = excluded.value, address = excluded.address`,
    [
      actor.organizationId,
      entity,
      rowId(lab.registry, entity, organization, row),
      field,
      value,
      /^[\d.:a-f]+\/\d+$/.test(value) ? value : null,
      weight,
    ],
  );
};

beforeAll(async () => {
  lab = await openLab({ rows: 40 });
  await put('lab.Device', 1, 'name', 'fra-core', 100);
  await put('lab.Device', 2, 'name', 'fra-core-2', 100);
  await put('lab.Device', 3, 'serial', 'fra-core', 300);
  await put('lab.Site', 4, 'name', 'old fra-core room', 100);
  await put('lab.Port', 5, 'mac', '00:1b:44:11:3a:b7', 100);
  await put('lab.Address', 6, 'address', '203.0.113.7/24', 100);
  await put('lab.Address', 7, 'address', '2001:db8::1/64', 100);
  await put('lab.Device', 1, 'name', 'elsewhere-core', 100, 1);
});
afterAll(() => lab.close());

const told = (hits: readonly Hit[]): unknown[] =>
  hits.map(({ type, field, value, reason }) => [type, field, value, reason]);

test('whole values come before beginnings before parts, and each says why it was found', async () => {
  const hits = await search('FRA-Core');
  expect(told(hits)).toEqual([
    ['lab.Device', 'name', 'fra-core', 'EXACT'],
    ['lab.Device', 'name', 'fra-core-2', 'START'],
    ['lab.Device', 'serial', 'fra-core', 'EXACT'],
    ['lab.Site', 'name', 'old fra-core room', 'PART'],
  ]);
  const scores = hits.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test('types and size limit what is found', async () => {
  expect(told(await search('fra-core', ', types: ["Site"]'))).toEqual([
    ['lab.Site', 'name', 'old fra-core room', 'PART'],
  ]);
  expect(await search('fra-core', ', first: 2')).toHaveLength(2);
});

test.each([
  '00:1b:44:11:3a:b7',
  '00-1B-44-11-3A-B7',
  '001b.4411.3ab7',
  '001b44113ab7',
  '001B4411-3ab7',
  '00:1b:44:11:3a:b7',
])('a MAC address is found as %s', async (text) => {
  expect(told(await search(text))).toEqual([['lab.Port', 'mac', '00:1b:44:11:3a:b7', 'EXACT']]);
});

test.each(['001b.44', '00-1b-44', '001b44', '001b.4411.3'])(
  'a MAC address is found by its beginning %s',
  async (text) => {
    expect(told(await search(text))).toEqual([['lab.Port', 'mac', '00:1b:44:11:3a:b7', 'START']]);
  },
);

test('texts that are no MAC addresses have no second form', () => {
  expect(['fra-core', '10.0.0.1', 'ab', 'abcde', '2001:db8::1', 'ab:cd:efg'].map(macForm)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});

test('an address is found without its mask, in any notation, and not by its beginning alone', async () => {
  expect(told(await search('203.0.113.7'))).toEqual([['lab.Address', 'address', '203.0.113.7/24', 'EXACT']]);
  expect(told(await search('2001:0DB8:0::0001'))).toEqual([['lab.Address', 'address', '2001:db8::1/64', 'EXACT']]);
  expect(searchText('203.0.113.7').forms).toContainEqual({ text: '203.0.113.7/', isWhole: true });
});

test('what lies inside a network is found by the network, whatever its own mask', async () => {
  const hits = await search('203.0.113.0/29');
  expect(told(hits)).toEqual([['lab.Address', 'address', '203.0.113.7/24', 'INSIDE']]);
});

test('hidden objects are dropped, however many come before those that are seen', async () => {
  const only: RowPredicates = (model, actor) => {
    const organization = organizationPredicates(model, actor);
    const mine = (alias: string) => (model.name === 'lab.Device' ? ` AND ${alias}.number = 4` : '');
    return { sql: (alias, params) => `${organization?.sql(alias, params) ?? 'true'}${mine(alias)}` };
  };
  const reader = lab.with({ predicates: only });
  expect(told(await search('fra-core', ', first: 1', { reader }))).toEqual([
    ['lab.Device', 'serial', 'fra-core', 'EXACT'],
  ]);
});

/** Sees everything but devices, of which only one. */
const onlyDevice = (number: number): RowPredicates => {
  return (model, actor) => {
    const organization = organizationPredicates(model, actor);
    const mine = (alias: string) => (model.name === 'lab.Device' ? ` AND ${alias}.number = ${number}` : '');
    return { sql: (alias, params) => `${organization?.sql(alias, params) ?? 'true'}${mine(alias)}` };
  };
};

test('what hidden rows hold takes no room of what is seen', async () => {
  for (let row = 10; row < 39; row++)
    for (const field of ['name', 'serial']) await put('lab.Device', row, field, `zeta-${row}`, 100);
  await lab.dataSource.query(
    `INSERT INTO core_search (organization_id, object_type, object_id, field, value, weight)
     SELECT $1, 'lab.Device', gen_random_uuid(), 'name', 'of zeta ' || n, 100 FROM generate_series(1, 2000) n`,
    [lab.actor.organizationId],
  );
  await put('lab.Device', 39, 'name', 'zeta-zz', 300);
  await put('lab.Device', 39, 'serial', 'the zeta', 300);
  const reader = lab.with({ predicates: onlyDevice(40) });
  expect(told(await search('zeta', ', first: 1', { reader }))).toEqual([['lab.Device', 'name', 'zeta-zz', 'START']]);
  expect(told(await search('eta-zz', '', { reader }))).toEqual([['lab.Device', 'name', 'zeta-zz', 'PART']]);
  expect(told(await search('he zet', '', { reader }))).toEqual([['lab.Device', 'serial', 'the zeta', 'PART']]);
  await lab.dataSource.query("DELETE FROM core_search WHERE value LIKE 'of zeta %'");
});

test('a text that is common among hidden rows is found in the few that are seen', async () => {
  await lab.dataSource.query(
    `INSERT INTO core_search (organization_id, object_type, object_id, field, value, weight)
     SELECT $1, 'lab.Device', gen_random_uuid(), 'name', 'a common omega ' || n, 100 FROM generate_series(1, 100000) n`,
    [lab.actor.organizationId],
  );
  await put('lab.Device', 38, 'name', 'this omega', 100);
  await lab.dataSource.query('ANALYZE core_search');
  const reader = lab.with({ predicates: onlyDevice(39) });
  expect(told(await search('omega', '', { reader }))).toEqual([['lab.Device', 'name', 'this omega', 'PART']]);
  await lab.dataSource.query("DELETE FROM core_search WHERE value LIKE 'a common omega %'");
});

test('a field that is hidden finds nothing, and hides nothing that another field finds', async () => {
  await put('lab.Device', 8, 'serial', 'masked', 100);
  await put('lab.Device', 9, 'serial', 'masked', 100);
  await put('lab.Device', 9, 'name', 'masked too', 300);
  const reader = lab.with({ predicates: grantPredicates(lab.registry) });
  const grant = { objectTypes: ['lab.Device'], actions: ['view'], predicate: null, fields: ['name'] };
  const actor = labActor(0, { grants: [grant] });
  expect(told(await search('masked', '', { reader, actor }))).toEqual([['lab.Device', 'name', 'masked too', 'START']]);
  expect(told(await search('masked', '', { reader, actor: labActor(0, { grants: [] }) }))).toEqual([]);
});

test('no other organization is searched', async () => {
  expect(told(await search('elsewhere'))).toEqual([]);
  expect(told(await search('elsewhere', '', { actor: labActor(1) }))).toEqual([
    ['lab.Device', 'name', 'elsewhere-core', 'START'],
  ]);
});

test('a text that many rows hold is looked for in a share of them, a rare one in all', async () => {
  expect([shareOf(3_400, 6), shareOf(3_400, 60), shareOf(3_400, 0), shareOf(0, 0), shareOf(10, 1)]).toEqual([
    null,
    1,
    null,
    null,
    60,
  ]);
  const plan = { text: 'core', types: null, size: 20, items: [] };
  const context = {
    registry: lab.registry,
    predicates: organizationPredicates,
    actor: lab.actor,
    limits: defaultLimits,
  };
  const scopes = searchScopes(context, null);
  const found = async (share: number | null) => {
    const { text, builder } = partsSql(context, { plan, scopes }, searchText('core'), share);
    return (await lab.dataSource.query<{ value: string }[]>(text, builder.values)).map(({ value }) => value);
  };
  expect(await found(100)).toEqual(await found(null));
  expect(await found(100)).toHaveLength(4);
});

test('short texts match beginnings only', async () => {
  expect((await search('fr')).map(({ reason }) => reason)).toEqual(['START', 'START', 'START']);
  expect(await search('%')).toEqual([]);
});

test('a search that fills its page with beginnings takes three statements, however many rows hold the text', async () => {
  const query = '{ search(text: "name", first: 5) { type object { number } } }';
  const { statements, data } = await lab.ask(query);
  expect(data['search']).toHaveLength(5);
  expect(statements.filter((text) => text.includes('core_search'))).toHaveLength(1);
});
