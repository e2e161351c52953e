import { parse } from 'graphql';
import { labActor, openLab, type Lab } from '../../test/lab/index.ts';
import type { RowPredicates } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const slow: RowPredicates = (model, actor) => ({
  sql: (alias, params) =>
    `${organizationPredicates(model, actor)?.sql(alias, params) ?? 'true'} AND pg_sleep(2) IS NOT NULL`,
});

const backends = async (): Promise<number> => {
  const [row] = (await lab.dataSource.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()`,
  )) as { n: number }[];
  return row?.n ?? -1;
};

/** Waits until so many statements run; a count that never comes ends with the test's time. */
const untilBackends = async (count: number): Promise<void> => {
  while ((await backends()) !== count) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('the cost of a document is its page sizes multiplied, told before anything runs', async () => {
  const costs: unknown[] = [];
  const query =
    '{ a: devices { nodes { ports(first: 10) { nodes { id addresses(first: 2) { totalCount } } } site { name } } } device(number: 1) { ports { totalCount } tags { nodes { id } } } sites { totalCount } }';
  const answer = await lab.reader.respond(
    { document: parse(query), actor: lab.actor, onCost: (cost) => costs.push(cost) },
    lab.pool,
  );
  expect(costs).toEqual([{ requested: 50 + 500 + 1 + 50, limit: 500_000 }]);
  expect(answer?.cost).toEqual(costs[0]);
});

test('a document that could return too much is refused before any statement', async () => {
  const query = '{ sites(first: 1000) { nodes { devices(first: 1000) { nodes { id } } } } }';
  await expect(lab.ask(query)).rejects.toMatchObject({
    code: 'QUERY_TOO_EXPENSIVE',
    message: expect.stringContaining('1001000 objects up to sites.devices; at most 500000') as string,
    problems: [{ details: { requested: 1_001_000, limit: 500_000 } }],
  });
  await expect(
    lab.ask(
      '{ node(id: "01900000-0000-7000-8000-000000000000") { ... on Site { devices(first: 1000) { nodes { ports(first: 1000) { nodes { id } } } } } } }',
    ),
  ).rejects.toThrow('objects up to node.devices.ports');
});

test('pages above 1,000 rows are for bulk tokens', async () => {
  await expect(lab.ask('{ devices(first: 1001) { nodes { id } } }')).rejects.toThrow(
    'at most 1000 rows; 1001 were asked for',
  );
  expect(
    await lab.ask('{ devices(first: 100000) { nodes { number } } }', {}, { actor: labActor(0, { bulk: true }) }),
  ).toMatchObject({ data: { devices: { nodes: { length: 5 } } } });
  await expect(
    lab.ask('{ devices(first: 100001) { nodes { id } } }', {}, { actor: labActor(0, { bulk: true }) }),
  ).rejects.toThrow('at most 100000');
});

test('depth, aliases, conditions and statement size have limits with numbers', async () => {
  const deep = `{ address(number: 1) { ${'inside { '.repeat(16)} id ${'}'.repeat(16)} } }`;
  await expect(lab.ask(deep)).rejects.toThrow('more than 15 relations');
  const aliased = `{ device(number: 1) { ${Array.from({ length: 201 }, (_, i) => `a${i}: id`).join(' ')} } }`;
  await expect(lab.ask(aliased)).rejects.toThrow('201 aliases; at most 200');
  const or = Array.from({ length: 501 }, () => ({ number: { eq: 1 } }));
  await expect(
    lab.ask('query Q($f: DeviceFilter) { devices(filter: $f) { totalCount } }', { f: { or } }),
  ).rejects.toThrow('more than 500 conditions');
  const nested = `${'{ not: '.repeat(25)} { number: { eq: 1 } } ${'}'.repeat(25)}`;
  await expect(lab.ask(`{ devices(filter: ${nested}) { totalCount } }`)).rejects.toThrow('nested deeper than 20');
  await expect(
    lab.ask('{ devices { nodes { id name serial } } }', {}, { reader: lab.with({ limits: { sqlBytes: 50 } }) }),
  ).rejects.toThrow('at most 50 are allowed');
});

test('rows above the byte budget stop the read', async () => {
  await expect(
    lab.ask(
      '{ devices { nodes { id name customFields } } }',
      {},
      { reader: lab.with({ limits: { resultBytes: 300 } }) },
    ),
  ).rejects.toMatchObject({ code: 'QUERY_TOO_EXPENSIVE' });
  expect(await lab.ask('{ devices { totalCount } }')).toMatchObject({ data: { devices: { totalCount: 5 } } });
});

test('a read over its deadline is cancelled in the database', async () => {
  const reader = lab.with({ predicates: slow, limits: { deadlineMs: 200 } });
  await expect(lab.ask('{ devices { nodes { id } } }', {}, { reader })).rejects.toThrow('longer than 0.2 s');
  await untilBackends(0);
});

test('a caller that leaves cancels its statement and frees the connection', async () => {
  const reader = lab.with({ predicates: slow });
  const controller = new AbortController();
  const running = reader.respond(
    {
      document: parse('{ devices { nodes { id ports { nodes { id } } } } }'),
      actor: lab.actor,
      signal: controller.signal,
    },
    lab.pool,
  );
  await untilBackends(1);
  controller.abort(new Error('gone'));
  await expect(running).rejects.toThrow('gone');
  await untilBackends(0);
  await expect(
    reader.respond(
      { document: parse('{ devices { totalCount } }'), actor: lab.actor, signal: controller.signal },
      lab.pool,
    ),
  ).rejects.toThrow('gone');
  expect(await lab.ask('{ devices { totalCount } }')).toMatchObject({ data: { devices: { totalCount: 5 } } });
});

test('a caller who leaves while waiting for a connection gives it back', async () => {
  const controller = new AbortController();
  const { idleCount } = lab.pool;
  const leaving = lab.reader.respond(
    { document: parse('{ devices { totalCount } }'), actor: lab.actor, signal: controller.signal },
    lab.pool,
  );
  controller.abort(new Error('gone'));
  await expect(leaving).rejects.toThrow('gone');
  await lab.ask('{ devices { totalCount } }');
  expect(lab.pool.idleCount).toBe(Math.max(idleCount, 1));
  expect(lab.pool.idleCount).toBe(lab.pool.totalCount);
});

test("a value the database refuses is the caller's mistake, and the pool stays usable", async () => {
  const cursor = Buffer.from(JSON.stringify(['created,id', '2024-13-99', 'x'])).toString('base64url');
  await expect(
    lab.ask(`{ devices(orderBy: [{ field: "created" }], after: "${cursor}") { nodes { id } } }`),
  ).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  for (let i = 0; i < 5; i++)
    expect(await lab.ask('{ devices { totalCount } }')).toMatchObject({ data: { devices: { totalCount: 5 } } });
});

test('all root fields and levels of a query see one snapshot', async () => {
  const reader = lab.with({});
  const query = `{ a: devices { totalCount } ${Array.from({ length: 30 }, (_, i) => `d${i}: devices { nodes { ports { nodes { id addresses { totalCount } } } } }`).join(' ')} z: devices { totalCount } }`;
  const writes = (async () => {
    for (let i = 0; i < 20; i++)
      await lab.dataSource.query(
        `INSERT INTO lab_device (organization_id, id, number, row_version, status, site_id) SELECT organization_id, gen_random_uuid(), 100 + ${i}, 1, 'active', site_id FROM lab_device WHERE number = 1`,
      );
  })();
  for (let i = 0; i < 10; i++) {
    const { data } = await lab.ask(query, {}, { reader });
    expect(data['a']).toEqual(data['z']);
  }
  await writes;
});

test('prepared plans are bounded on each connection', async () => {
  for (let i = 0; i < 130; i++) {
    const query = `{ devices(first: ${i + 1}) { nodes { id } } }`;
    for (let twice = 0; twice < 2; twice++) await lab.ask(query);
  }
  for (let i = 0; i < 130; i++) {
    const query = `{ ports(first: ${i + 1}) { nodes { id } } }`;
    for (let twice = 0; twice < 3; twice++) await lab.ask(query);
  }
  const client = await lab.pool.connect();
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM pg_prepared_statements');
  client.release();
  expect(rows[0]?.n).toBeLessThanOrEqual(200);
  expect(rows[0]?.n).toBeGreaterThan(50);
});
