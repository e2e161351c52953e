import { parse } from 'graphql';
import { Pool } from 'pg';
import { labActor, openLab, SESSION, type Lab } from '../../test/lab/index.ts';
import type { Actor, RowPredicates } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import { createReader, type Reader } from './reader.ts';

const ROWS = 2_500;
const bulk = labActor(0, { bulk: true });

let lab: Lab;

beforeAll(async () => {
  lab = await openLab({ rows: ROWS });
  await lab.dataSource.query(
    `UPDATE lab_device SET weight = CASE WHEN number % 5 > 0 THEN number % 40 END, serial = left(repeat(number::text || ' "ü"', 20), 48)`,
  );
});
afterAll(() => lab.close());

interface Asked {
  readonly actor?: Actor;
  readonly variables?: Record<string, unknown>;
  readonly reader?: Reader;
  readonly pool?: Pool;
  readonly signal?: AbortSignal;
}

const reader = (predicates: RowPredicates = organizationPredicates): Reader => lab.with({ predicates });

/** The streamed text, how many pieces it came in, and whether it was streamed at all. */
const streamed = async (query: string, asked: Asked = {}) => {
  const { actor = bulk, pool = lab.pool, variables } = asked;
  const answer = await (asked.reader ?? lab.reader).stream(
    { document: parse(query), actor, variables, signal: asked.signal },
    pool,
  );
  if (!answer) throw new Error('not planned');
  if ('text' in answer) return { text: answer.text, pieces: 0 };
  let [text, pieces] = [answer.head, 1];
  for await (const piece of answer.pieces) {
    text += piece;
    pieces += 1;
  }
  return { text, pieces };
};

const whole = async (query: string, variables?: Record<string, unknown>) =>
  (await lab.ask(query, variables, { actor: bulk })).text;

const ROW =
  'id number name serial status statusChoice { label } site { name region { name } } tags(first: 3) { nodes { slug } }';
const queries: Readonly<Record<string, string>> = {
  'nodes alone': `{ devices(first: 50000) { nodes { ${ROW} } } }`,
  'edges and what follows them': `{ list: devices(first: 50000, orderBy: [{ field: "number" }]) { t: totalCount __typename e: edges { cursor node { ${ROW} } __typename } pageInfo { hasNextPage hasPreviousPage startCursor endCursor __typename } } }`,
  'a page that others follow': `{ devices(first: 2450, orderBy: [{ field: "serial" }]) { nodes { id serial ports(first: 40) { totalCount nodes { name } } } p: pageInfo { hasNextPage endCursor } totalCount } }`,
  'an offset': `{ devices(first: 50000, offset: 7, orderBy: [{ field: "site.name" }, { field: "number", direction: DESC }]) { nodes { ${ROW} } pageInfo { hasNextPage hasPreviousPage startCursor } } }`,
  'several fields, small ones among them': `{ device(number: 3) { name } a: devices(first: 50000) { nodes { ${ROW} } } sites { totalCount } b: devices(first: 50000, orderBy: [{ field: "number", direction: DESC }]) { nodes { serial } } __typename }`,
  'a filter and a text': `{ devices(first: 50000, filter: { number: { gt: 40 } }, query: "dev") { nodes { ${ROW} } totalCount } }`,
};

test.each(Object.entries(queries))('a streamed answer is the same text: %s', async (_name, query) => {
  const { text } = await streamed(query);
  expect(text).toBe(await whole(query));
  expect(Object.keys(JSON.parse(text) as object).length).toBeGreaterThan(0);
});

test('pages after a cursor in a nullable order cross from values to nulls', async () => {
  const order = [{ field: 'weight' }];
  const list = (after: string) =>
    `query Q($o: [OrderBy!]) { devices(first: 50000, orderBy: $o${after}) { edges { cursor node { ${ROW} weight } } pageInfo { hasNextPage endCursor } } }`;
  const all = JSON.parse(await whole(list(''), { o: order })) as { devices: { edges: { cursor: string }[] } };
  const { cursor } = all.devices.edges[100] as { cursor: string };
  const query = list(`, after: "${cursor}"`);
  const { text, pieces } = await streamed(query, { variables: { o: order } });
  expect(pieces).toBeGreaterThan(1);
  expect(text).toBe(await whole(query, { o: order }));
  expect((JSON.parse(text) as typeof all).devices.edges).toHaveLength(ROWS - 101);
});

test('an answer that can be large and is not comes whole, and so does one that needs its end first', async () => {
  const small = '{ devices(first: 50000, filter: { number: { lt: 3 } }) { nodes { id } pageInfo { endCursor } } }';
  expect(await streamed(small)).toEqual({ text: await whole(small), pieces: 0 });
  for (const order of ['pageInfo { endCursor } nodes { serial }', 'nodes { serial } edges { cursor }']) {
    const query = `{ devices(first: 50000) { ${order} } }`;
    expect(await streamed(query)).toEqual({ text: await whole(query), pieces: 0 });
  }
  const none = '{ devices(first: 50000, filter: { number: { lt: 0 } }) { nodes { id } pageInfo { endCursor } } }';
  expect(await streamed(none)).toEqual({ text: await whole(none), pieces: 0 });
});

test('a batch takes one statement per level', async () => {
  const statements: string[] = [];
  const counted = createReader({
    registry: lab.registry,
    schema: lab.schema,
    predicates: organizationPredicates,
    onStatement: (statement) => statements.push(statement.text.split(' ')[0] ?? ''),
  });
  const { text } = await streamed(
    '{ devices(first: 50000) { nodes { serial site { name } tags(first: 3) { nodes { slug } } } } }',
    { reader: counted },
  );
  expect(text.length).toBeGreaterThan(256_000);
  const batches = statements.filter((word) => word === 'FETCH').length;
  expect(batches).toBe(3);
  expect(statements.toSorted()).toEqual([
    'DECLARE',
    ...Array<string>(batches).fill('FETCH'),
    ...Array<string>(2 * batches).fill('SELECT'),
    'SET',
  ]);
});

const backends = async (): Promise<number> => {
  const [row] = await lab.dataSource.query<{ n: string }[]>(
    `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE '%read_list%'`,
  );
  return Number(row?.n);
};

test('a reader who stops half way gives the connection up', async () => {
  for (let i = 0; i < 4; i++) {
    const answer = await lab.reader.stream({ document: parse(queries['nodes alone'] ?? ''), actor: bulk }, lab.pool);
    if (!answer || 'text' in answer) throw new Error('not streamed');
    await answer.pieces.return();
  }
  expect(lab.pool.totalCount - lab.pool.idleCount).toBe(0);
  while ((await backends()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

test('a caller who leaves half way fails the stream', async () => {
  const gone = new AbortController();
  const answer = await lab.reader.stream(
    { document: parse(queries['nodes alone'] ?? ''), actor: bulk, signal: gone.signal },
    lab.pool,
  );
  if (!answer || 'text' in answer) throw new Error('not streamed');
  gone.abort(new Error('gone'));
  await expect(answer.pieces.next()).rejects.toThrow('gone');
  expect(lab.pool.totalCount - lab.pool.idleCount).toBe(0);
});

/** Fails in the database once the ports of a late device are read. */
const failing: RowPredicates = (model, actor) => {
  const own = organizationPredicates(model, actor);
  if (model.name !== 'lab.Port' || own === null) return own;
  return { sql: (alias, params) => `${own.sql(alias, params)} AND 1 / (2400 - ${alias}.number) IS NOT NULL` };
};

test('a failure of the database before the answer is known to be large is an error, later it breaks the stream', async () => {
  const query = (order: string) =>
    parse(
      `{ devices(first: 50000, filter: { number: { lt: 1210 } }, orderBy: [{ field: "number", direction: ${order} }]) { nodes { ${ROW} ports(first: 3) { nodes { id } } } } }`,
    );
  await expect(reader(failing).stream({ document: query('DESC'), actor: bulk }, lab.pool)).rejects.toThrow('value');
  const late = await reader(failing).stream({ document: query('ASC'), actor: bulk }, lab.pool);
  if (!late || 'text' in late) throw new Error('not streamed');
  const rest = async () => {
    for await (const piece of late.pieces) expect(piece).not.toBe('');
  };
  await expect(rest()).rejects.toThrow('value');
  expect(lab.pool.totalCount - lab.pool.idleCount).toBe(0);
});

test('bytes are limited for what ordinary tokens stream, not for bulk ones', async () => {
  const limited = lab.with({ limits: { resultBytes: 250_000, page: 5_000 } });
  const query = '{ devices(first: 2500) { nodes { serial name ports(first: 40) { nodes { name } } } } }';
  await expect(streamed(query, { reader: limited, actor: lab.actor })).rejects.toThrow('exceed 250000 bytes');
  const { text, pieces } = await streamed(query, { reader: limited });
  expect(pieces).toBeGreaterThan(1);
  expect(text).toBe(await whole(query));
});

test('a connection without a pipeline streams the same text', async () => {
  const url = (lab.pool as unknown as { options: { connectionString: string } }).options.connectionString;
  const plain = new Pool({ connectionString: url, max: 1, options: SESSION });
  const query = queries['edges and what follows them'] ?? '';
  expect((await streamed(query, { pool: plain })).text).toBe(await whole(query));
  await plain.end();
});

test('the lines of an export are the rows of the list, to its end and beyond the limits of pages', async () => {
  const tight = lab.with({ limits: { page: 10, cost: 60, resultBytes: 100_000 } });
  const document = parse(
    '{ devices(orderBy: [{ field: "number" }]) { nodes { number serial ports { nodes { name } } } } }',
  );
  const lines = await tight.lines({ document, actor: lab.actor }, lab.pool);
  const found: string[] = [];
  for await (const texts of lines ?? []) found.push(...texts);
  const all = await whole(
    '{ devices(first: 5000, orderBy: [{ field: "number" }]) { nodes { number serial ports { nodes { name } } } } }',
  );
  expect(`{"devices":{"nodes":[${found.join(',')}]}}`).toBe(all);
  expect(found).toHaveLength(ROWS);
});

test('an export that is given up returns its connection', async () => {
  for (let i = 0; i < 5; i++) {
    const lines = await lab.reader.lines(
      { document: parse('{ devices { nodes { id } } }'), actor: lab.actor },
      lab.pool,
    );
    for await (const texts of lines ?? []) {
      expect(texts.length).toBeGreaterThan(0);
      break;
    }
  }
  expect(lab.pool.totalCount - lab.pool.idleCount).toBe(0);
});

test('an export takes one list, forwards', async () => {
  const lines = (query: string) => lab.reader.lines({ document: parse(query), actor: lab.actor }, lab.pool);
  await expect(lines('{ device(number: 1) { id } }')).rejects.toThrow('one list');
  await expect(lines('{ devices(last: 3) { nodes { id } } }')).rejects.toThrow('one list');
});
