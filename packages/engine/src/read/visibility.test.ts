import { labActor, openLab, organizations, rowId, type Lab } from '../../test/lab/index.ts';
import type { RowPredicates } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import type { Edge, Model } from '../registry/model.ts';
import type { Reader } from './reader.ts';

const ROWS = 8;
let lab: Lab;
let limited: Reader;

/** Rows with an even number are hidden, besides those of other organizations. */
const oddOnly: RowPredicates = (model, actor) => {
  const organization = organizationPredicates(model, actor);
  return { sql: (alias, params) => `${organization?.sql(alias, params) ?? 'true'} AND ${alias}.number % 2 = 1` };
};

beforeAll(async () => {
  const limits = { cost: Number.MAX_SAFE_INTEGER };
  lab = await openLab({ rows: ROWS, limits });
  limited = lab.with({ predicates: oddOnly, limits });
});
afterAll(() => lab.close());

const selectionOf = (edge: Edge, depth: number): string => {
  if (edge.kind === 'one')
    return `${edge.name} { ${depth > 0 ? selection(lab.registry.model(edge.target), depth - 1) : 'id number'} }`;
  if (edge.kind === 'arc') return `${edge.name} { ... on Node { id number } }`;
  return `${edge.name}(first: 100) { totalCount nodes { ${depth > 0 ? selection(lab.registry.model(edge.target), depth - 1) : 'id number'} } }`;
};

const selection = (model: Model, depth: number): string =>
  `id number ${[...model.edges.values()].map((edge, i) => `e${i}${model.type}: ${selectionOf(edge, depth)}`).join(' ')}`;

/** Every object of an answer that carries an id. */
const objectsIn = (value: unknown): { id: string; number: number }[] => {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'id' in value ? [value as { id: string; number: number }] : [];
  return [...own, ...Object.values(value).flatMap(objectsIn)];
};

/** Totals beside the number of rows below them. */
const countsIn = (value: unknown): [number, number][] => {
  if (Array.isArray(value)) return value.flatMap(countsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own: [number, number][] =
    'totalCount' in value && 'nodes' in value ? [[Number(value.totalCount), (value.nodes as unknown[]).length]] : [];
  return [...own, ...Object.values(value).flatMap(countsIn)];
};

const organizationOf = (id: string): string => id.slice(19, 23);

test('no node of any query shows a row of another organization', async () => {
  for (const model of lab.registry.models) {
    const { data } = await lab.ask(
      `{ list: ${model.many}(first: 100) { totalCount nodes { ${selection(model, 1)} } } }`,
    );
    const objects = objectsIn(data).filter((o) => o.id.startsWith('01900000-0') && !o.id.startsWith('01900000-0001'));
    expect(objects.filter((o) => organizationOf(o.id) !== '8000' || !o.id.slice(24).startsWith('0000'))).toEqual([]);
    for (const [total, rows] of countsIn(data)) expect(total).toBe(rows);
  }
});

test('members are seen by those who share an organization with them', async () => {
  const names = async (organization: number) => {
    const { data } = await lab.ask(
      '{ members(first: 100) { totalCount nodes { number } } organizations { nodes { id } } }',
      {},
      { actor: labActor(organization) },
    );
    return data as {
      members: { totalCount: number; nodes: { number: number }[] };
      organizations: { nodes: { id: string }[] };
    };
  };
  const [first, second] = [await names(0), await names(1)];
  expect(first.members.totalCount).toBe(ROWS);
  expect(first.members.nodes.every((m) => m.number % 2 === 0)).toBe(true);
  expect(second.members.nodes.every((m) => m.number % 2 === 1)).toBe(true);
  expect([first, second].map((o) => o.organizations.nodes)).toEqual(organizations.map((id) => [{ id }]));
});

test('a hidden row is absent from lists and counts, and a reference to it is null', async () => {
  for (const model of lab.registry.models.filter((m) => m.global === null)) {
    const query = `{ list: ${model.many}(first: 100) { totalCount nodes { ${selection(model, 1)} } } }`;
    const { data } = await lab.ask(query, {}, { reader: limited });
    const objects = objectsIn(data);
    expect(objects.filter((o) => o.number % 2 === 0)).toEqual([]);
    expect((data['list'] as { totalCount: number }).totalCount).toBe(ROWS / 2);
    for (const [total, rows] of countsIn(data)) expect(total).toBe(rows);
    expect((await lab.fallback(query, {}, { reader: limited })).data).toEqual(data);
  }
});

test('a hidden row by id, number, key, node or type looks like none', async () => {
  const id = rowId(lab.registry, 'lab.Site', 0, 1);
  const other = rowId(lab.registry, 'lab.Site', 1, 0);
  const query = `{ a: site(id: "${id}") { id } b: site(number: 2) { id } c: site(key: { slug: "slug-1" }) { id } d: node(id: "${id}") { id } e: object(type: "Site", number: 2) { id } f: node(id: "${other}") { id } g: site(id: "${other}") { id } }`;
  expect((await lab.ask(query, {}, { reader: limited })).data).toEqual({
    a: null,
    b: null,
    c: null,
    d: null,
    e: null,
    f: null,
    g: null,
  });
  expect((await lab.ask(query)).data).toMatchObject({
    a: { id },
    b: { id },
    c: { id },
    d: { id },
    e: { id },
    f: null,
    g: null,
  });
});

test('filters do not tell what is hidden', async () => {
  const count = async (filter: unknown, type = 'Device', list = 'devices') => {
    const { data } = await lab.ask(
      `query Q($f: ${type}Filter) { ${list}(filter: $f) { totalCount } }`,
      { f: filter },
      { reader: limited },
    );
    return (data[list] as { totalCount: number }).totalCount;
  };
  const hiddenSite = rowId(lab.registry, 'lab.Site', 0, 1);
  expect(await count({ site: { id: { eq: hiddenSite } } })).toBe(0);
  expect(await count({ site: { isNull: true } })).toBe(2);
  expect(await count({ site: { isNull: false } })).toBe(2);
  expect(await count({ ports: { some: { number: { gt: 0 } } } })).toBe(2);
  expect(await count({ ports: { count: { eq: 1 } } })).toBe(2);
  expect(await count({ ports: { none: { number: { eq: 2 } } } })).toBe(4);
  expect(await count({ tags: { some: { number: { eq: 2 } } } })).toBe(0);
  expect(await count({ assignedObject: { port: { number: { eq: 2 } } } }, 'Address', 'addresses')).toBe(0);
  expect(await count({ assignedObject: { isNull: true } }, 'Address', 'addresses')).toBe(3);
  expect(await count({ inTreeOf: { number: 2 } }, 'Region', 'regions')).toBe(0);
  expect(await count({ site: { not: { name: { eq: 'x' } } } })).toBe(2);
});

test('orders, groups and searches do not tell what is hidden', async () => {
  const { data } = await lab.ask(
    '{ devices(orderBy: [{ field: "site.number", direction: DESC, nulls: LAST }]) { nodes { number site { number } } } devicesAggregate(groupBy: ["site.number"]) { key count countDistinct(field: "site") } }',
    {},
    { reader: limited },
  );
  expect((data['devices'] as { nodes: unknown[] }).nodes).toEqual([
    { number: 5, site: { number: 3 } },
    { number: 1, site: { number: 1 } },
    { number: 7, site: null },
    { number: 3, site: null },
  ]);
  expect(data['devicesAggregate']).toEqual([
    { key: { 'site.number': null }, count: 2, countDistinct: 0 },
    { key: { 'site.number': 1 }, count: 1, countDistinct: 1 },
    { key: { 'site.number': 3 }, count: 1, countDistinct: 1 },
  ]);
  const hits = async (reader: Reader) =>
    (
      (
        await lab.ask(
          '{ search(text: "name", first: 100, types: ["Device"]) { type object { number } } }',
          {},
          { reader },
        )
      ).data['search'] as { object: { number: number } }[]
    ).map((hit) => hit.object.number);
  expect((await hits(lab.reader)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 6, 7, 8]);
  expect((await hits(limited)).toSorted((a, b) => a - b)).toEqual([1, 3, 7]);
});

/** Sites that rights name, and the devices in them. */
const ofSites = (ids: readonly string[] | string): RowPredicates => {
  const columns: Record<string, string> = { 'lab.Site': 'id', 'lab.Device': 'site_id' };
  return (model, actor) => {
    const organization = organizationPredicates(model, actor);
    const column = columns[model.name];
    return {
      sql: (alias, params) =>
        `${organization?.sql(alias, params) ?? 'true'}${column === undefined ? '' : ` AND ${alias}.${column} = ANY(${params.add(ids, 'uuid[]')})`}`,
    };
  };
};

test('ids that rights name are written into statements, those of a query and long lists are parameters', async () => {
  const query =
    '{ devices(orderBy: [{ field: "site.number" }, { field: "number" }]) { nodes { number site { number } } } }';
  const ids = [0, 2].map((n) => rowId(lab.registry, 'lab.Site', 0, n));
  const shown = async (predicates: RowPredicates) => lab.ask(query, {}, { reader: lab.with({ predicates }) });
  const [asArray, asText] = [await shown(ofSites(ids)), await shown(ofSites(`{${ids.join(',')}}`))];
  expect(asArray.data).toEqual({
    devices: { nodes: [1, 2, 5, 6].map((number) => ({ number, site: { number: number < 5 ? 1 : 3 } })) },
  });
  expect(asText).toEqual(asArray);
  expect(asText.statements.filter((text) => text.includes(`'{${ids.join(',')}}'::uuid[]`))).not.toEqual([]);
  const many = [...ids, ...Array.from({ length: 500 }, (_, n) => rowId(lab.registry, 'lab.Site', 1, 1_000 + n))];
  const long = await shown(ofSites(many));
  expect(long.data).toEqual(asArray.data);
  expect(long.statements.filter((text) => text.includes(ids[0] ?? ''))).toEqual([]);
  const asked = await lab.ask('query Q($ids: [ID!]) { sites(filter: { id: { in: $ids } }) { nodes { number } } }', {
    ids,
  });
  expect(asked.data).toEqual({ sites: { nodes: [{ number: 1 }, { number: 3 }] } });
  expect(asked.statements.filter((text) => text.includes(ids[0] ?? ''))).toEqual([]);
});

test('what rights name and is no id stays a parameter', async () => {
  const odd = "{x'); SELECT 1; --}";
  const asked = lab.ask('{ devices { nodes { number } } }', {}, { reader: lab.with({ predicates: ofSites(odd) }) });
  await expect(asked).rejects.toThrow('does not fit the field');
});

test('short queries find no row by what another organization wrote', async () => {
  await lab.dataSource.query(`UPDATE lab_device SET name = 'needle' WHERE organization_id = '${organizations[1]}'`);
  await lab.dataSource.query(
    `UPDATE core_search SET value = 'needle' WHERE organization_id = '${organizations[1]}' AND object_type = 'lab.Device' AND field = 'name'`,
  );
  const { data } = await lab.ask('{ devices(query: "needle") { totalCount } search(text: "needle") { value } }');
  expect(data).toEqual({ devices: { totalCount: 0 }, search: [] });
});
