import { openLab, type Lab } from '../../test/lab/index.ts';

const ROWS = 23;
let lab: Lab;

beforeAll(async () => {
  lab = await openLab({ rows: ROWS });
  await lab.dataSource.query(
    `UPDATE lab_device SET weight = number % 4, serial = CASE WHEN number % 3 = 0 THEN NULL ELSE 'S' || number % 5 END`,
  );
});
afterAll(() => lab.close());

interface Order {
  readonly field: string;
  readonly direction?: 'ASC' | 'DESC';
  readonly nulls?: 'FIRST' | 'LAST';
}

interface Connection {
  readonly nodes: { readonly number: number }[];
  readonly edges: { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const PAGE = `query Q($o: [OrderBy!], $first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
  devices(orderBy: $o, first: $first, after: $after, last: $last, before: $before, offset: $offset) {
    nodes { number } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

const page = async (orderBy: readonly Order[], rest: Record<string, unknown>): Promise<Connection> => {
  const { data } = await lab.ask(PAGE, { o: orderBy, ...rest });
  return data['devices'] as Connection;
};

const numbersOf = (connection: Connection): number[] => connection.nodes.map((node) => node.number);

const forwards = async (orderBy: readonly Order[], first: number): Promise<number[]> => {
  const found: number[] = [];
  let after: string | null = null;
  do {
    const part: Connection = await page(orderBy, { first, ...(after !== null && { after }) });
    found.push(...numbersOf(part));
    expect(part.pageInfo.hasPreviousPage).toBe(after !== null);
    after = part.pageInfo.hasNextPage ? part.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
};

const backwards = async (orderBy: readonly Order[], last: number): Promise<number[]> => {
  const found: number[] = [];
  let before: string | null = null;
  do {
    const part: Connection = await page(orderBy, { last, ...(before !== null && { before }) });
    found.unshift(...numbersOf(part));
    before = part.pageInfo.hasPreviousPage ? part.pageInfo.startCursor : null;
  } while (before !== null);
  return found;
};

const DIRECTIONS = ['ASC', 'DESC'] as const;
const NULLS = ['FIRST', 'LAST'] as const;
const orders: Order[][] = [
  [],
  ...[
    'number',
    'name',
    'weight',
    'serial',
    'created',
    'position',
    'site.name',
    'site',
    'primaryAddress.address',
    'primaryAddress',
    'id',
  ].flatMap((field) => DIRECTIONS.flatMap((direction) => NULLS.map((nulls) => [{ field, direction, nulls }]))),
  ...DIRECTIONS.flatMap((direction) =>
    NULLS.map((nulls): Order[] => [
      { field: 'weight', direction: 'DESC' },
      { field: 'serial', direction, nulls },
      { field: 'name', nulls: 'FIRST' },
    ]),
  ),
  [
    { field: 'serial', nulls: 'FIRST' },
    { field: 'weight', direction: 'DESC', nulls: 'FIRST' },
  ],
];

test.each(orders.map((o) => [JSON.stringify(o), o] as const))(
  'pages of %s join up to the whole list in both directions',
  async (_name, orderBy) => {
    const whole = numbersOf(await page(orderBy, { first: 100 }));
    expect(new Set(whole).size).toBe(ROWS);
    expect(await forwards(orderBy, 4)).toEqual(whole);
    expect(await backwards(orderBy, 5)).toEqual(whole);
    expect(numbersOf(await page(orderBy, { first: 7, offset: 9 }))).toEqual(whole.slice(9, 16));
  },
);

test('nulls stand where asked, last by default', async () => {
  const serials = async (nulls?: 'FIRST' | 'LAST', direction: 'ASC' | 'DESC' = 'ASC') => {
    const { data } = await lab.ask('query Q($o: [OrderBy!]) { devices(orderBy: $o) { nodes { serial } } }', {
      o: [{ field: 'serial', direction, ...(nulls && { nulls }) }],
    });
    return (data['devices'] as { nodes: { serial: string | null }[] }).nodes.map((node) => node.serial);
  };
  expect((await serials()).indexOf(null)).toBe(16);
  expect((await serials('FIRST')).slice(0, 7)).toEqual(Array(7).fill(null));
  expect((await serials(undefined, 'DESC')).indexOf(null)).toBe(16);
  expect((await serials('FIRST', 'DESC'))[0]).toBeNull();
});

test('names sort digits by value', async () => {
  const { data } = await lab.ask('{ sites(first: 100) { nodes { name } } }');
  const names = (data['sites'] as { nodes: { name: string }[] }).nodes
    .map((node) => node.name)
    .filter((name) => name.startsWith('name'));
  expect(names.slice(0, 4)).toEqual(['name 0', 'name 1', 'name 2', 'name 4']);
  expect(names.indexOf('name 11')).toBeGreaterThan(names.indexOf('name 9'));
});

test('a page below a single row pages like a root list', async () => {
  const query =
    'query Q($a: String) { site(number: 1) { devices(first: 1, after: $a) { nodes { number } pageInfo { hasNextPage endCursor } } } }';
  const first = (await lab.ask(query)).data['site'] as { devices: Connection };
  const second = (await lab.ask(query, { a: first.devices.pageInfo.endCursor })).data['site'] as {
    devices: Connection;
  };
  expect([...numbersOf(first.devices), ...numbersOf(second.devices)]).toEqual([1, 2]);
  expect(second.devices.pageInfo.hasNextPage).toBe(false);
});

test('the list of each parent holds its own first rows and says when others follow', async () => {
  const { data } = await lab.ask(
    '{ sites(first: 3, orderBy: [{ field: "number" }]) { nodes { devices(first: 1, orderBy: [{ field: "number", direction: DESC }]) { nodes { number } totalCount pageInfo { hasNextPage } } } } }',
  );
  expect((data['sites'] as { nodes: { devices: unknown }[] }).nodes.map((node) => node.devices)).toEqual(
    [2, 4, 6].map((number) => ({ nodes: [{ number }], totalCount: 2, pageInfo: { hasNextPage: true } })),
  );
});

test.each([
  ['cursors of another order', { o: [{ field: 'name' }], after: 'WyJudW1iZXIiLCIxIl0' }, 'another order'],
  ['damaged cursors', { o: [], after: '%%%' }, 'damaged'],
  ['two directions at once', { first: 1, last: 1 }, 'not both'],
  ['first with before', { first: 1, before: 'x' }, '"first" goes with "after"'],
  ['an offset from a cursor', { first: 1, after: 'x', offset: 2 }, '"offset" goes with "first" only'],
  ['a negative page', { first: -1 }, "can't hold -1 rows"],
  ['a negative offset', { offset: -1 }, "can't be -1"],
  ['a page above the limit', { first: 1001 }, 'at most 1000 rows; 1001 were asked for'],
  ['an unknown field to sort by', { o: [{ field: 'nmae' }] }, 'Did you mean "name"?'],
  ['an unknown field beyond a reference', { o: [{ field: 'site.nmae' }] }, 'Did you mean "name"?'],
  ['a path of two steps', { o: [{ field: 'site.region.name' }] }, "can't be sorted"],
  ['a union without a part', { o: [{ field: 'customFields' }] }, "can't be sorted"],
])('%s are refused', async (_name, { o = [], ...rest }: Record<string, unknown>, message) => {
  await expect(page(o as Order[], rest)).rejects.toThrow(message);
});

test('cursors and offsets are refused where a list has many parents', async () => {
  await expect(lab.ask('{ sites { nodes { devices(offset: 1) { nodes { id } } } } }')).rejects.toThrow(
    'below a single row only',
  );
});

test('unions sort by type and display', async () => {
  const query = (field: string) =>
    `{ addresses(first: 100, orderBy: [{ field: "${field}" }]) { nodes { assignedObject { __typename ... on Node { display } } } } }`;
  const found = async (field: string) =>
    (
      (await lab.ask(query(field))).data['addresses'] as {
        nodes: { assignedObject: { __typename: string; display: string } | null }[];
      }
    ).nodes.map((node) => node.assignedObject);
  const types = (await found('assignedObject.type')).map((object) => object?.__typename ?? null);
  expect(types.lastIndexOf('Group')).toBeLessThan(types.indexOf('Port'));
  expect(types.lastIndexOf('Port')).toBeLessThan(types.indexOf(null));
  const displays = (await found('assignedObject.display')).map((object) => object?.display ?? null);
  expect(displays.indexOf(null)).toBe(19);
  await expect(lab.ask(query('assignedObject'))).rejects.toThrow('assignedObject.type');
});

test.each([
  ['ASC', 'LAST'],
  ['ASC', 'FIRST'],
  ['DESC', 'LAST'],
  ['DESC', 'FIRST'],
] as const)(
  'a page sorted by a reference that may be missing is cut from the whole order: %s, nulls %s',
  async (direction, nulls) => {
    await lab.dataSource.query('UPDATE lab_device SET primary_address_id = NULL WHERE number % 3 = 0');
    const order = [{ field: 'primaryAddress.address', direction, nulls }];
    const rows = await lab.dataSource.query<{ number: number }[]>(
      `SELECT d.number FROM lab_device d LEFT JOIN lab_address a ON a.id = d.primary_address_id
     WHERE d.organization_id = $1 ORDER BY a.address ${direction} NULLS ${nulls}, d.id ${direction}`,
      [lab.actor.organizationId],
    );
    const all = rows.map(({ number }) => number);
    expect(all).toHaveLength(ROWS);
    for (const size of [0, 1, 5, ROWS - 1, ROWS, ROWS + 7]) {
      const first = await page(order, { first: size });
      expect(numbersOf(first)).toEqual(all.slice(0, size));
      expect(first.pageInfo.hasNextPage).toBe(size < ROWS);
      const last = await page(order, { last: size });
      expect(numbersOf(last)).toEqual(all.slice(Math.max(0, ROWS - size)));
      expect(last.pageInfo.hasPreviousPage).toBe(size < ROWS);
    }
  },
);
