import { Conflict } from '@plumbline/kit';
import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary({ limits: { dryRunRows: 20 } });
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });
const TABLES = [
  'library_book',
  'library_page',
  'core_change_set',
  'core_change_record',
  'core_outbox',
  'core_search',
  'core_idempotency',
];
const counts = async (): Promise<number[]> =>
  Promise.all(
    TABLES.map(async (table) =>
      Number((await library.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n),
    ),
  );

describe('dry runs', () => {
  test('a dry run answers the full diff, takes no number and leaves nothing', async () => {
    const before = await counts();
    const { changes, changeSetId, dryRun, result } = await library.create(
      'library.Book',
      [book('Dry', { pageCount: 2 })],
      { dryRun: true },
    );
    expect({ changeSetId, dryRun, made: result?.length }).toEqual({ changeSetId: null, dryRun: true, made: 1 });
    expect(changes.map(({ type, number }) => `${type} ${number}`)).toEqual([
      'library.Book 1',
      'library.Page 1',
      'library.Page 2',
    ]);
    expect(changes[0]?.fields).toContainEqual({ name: 'title', before: null, after: 'Dry' });
    expect(await counts()).toEqual(before);
    const real = await library.create('library.Book', [book('Real')]);
    expect(real.changes[0]?.number).toBe(1);
  });

  test('a dry run finds what only the database can find', async () => {
    const { errors } = await library.create(
      'library.Book',
      [book('Real'), book('Slot', { slot: 1 }), book('Slot 2', { slot: 1 })],
      { dryRun: true },
    );
    expect(errors.map(({ code }) => code)).toEqual(['BOOK_TITLE_TAKEN', 'SLOT_TAKEN']);
  });

  test('a dry run of too many rows has to be a job', async () => {
    const rows = Array.from({ length: 21 }, (_, i) => book(`Row ${i}`));
    expect((await library.create('library.Book', rows, { dryRun: true })).errors).toMatchObject([
      { code: 'TOO_MANY_ROWS' },
    ]);
  });
});

describe('per row', () => {
  test('the rows without errors are saved, each with its parts', async () => {
    const inputs = [
      book('P1', { pageCount: 1 }),
      book('forbidden'),
      book('P2', { pageCount: 2 }),
      book('p1'),
      book('P3', { slot: -1 }),
    ];
    const { result, errors, changes } = await library.create('library.Book', inputs, { mode: 'PER_ROW' });
    expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'input.4.slot BAD_USER_INPUT',
      'input.1.title FORBIDDEN_TITLE',
      'input.3.title BOOK_TITLE_TAKEN',
    ]);
    expect(result?.map((id) => id !== null)).toEqual([true, false, true, false, false]);
    expect(changes.filter(({ type }) => type === 'library.Page')).toHaveLength(3);
  });

  test('a row whose parts are refused is not saved either', async () => {
    const outcome = await library.run(
      async (work) => {
        const ids = await work.create('library.Book', [book('Q1'), book('Q2')]);
        const pages = ids.flatMap((id, i) =>
          id === null ? [] : [{ book: { id }, name: i === 0 ? 'x'.repeat(70) : 'ok', i }],
        );
        await work.create(
          'library.Page',
          pages.map(({ i: _i, ...page }) => page),
          { path: (at) => `input.${pages[at]?.i ?? 0}.pages` },
        );
        return ids;
      },
      { mode: 'PER_ROW' },
    );
    expect(outcome.errors).toMatchObject([{ path: 'input.0.pages.name' }]);
    expect(await library.query("SELECT title FROM library_book WHERE title LIKE 'Q_'")).toEqual([{ title: 'Q2' }]);
  });

  test('an error about the request as a whole saves nothing', async () => {
    const outcome = await library.run(
      async (work) => {
        await work.create('library.Book', [book('R1')]);
        throw new Conflict('BROKEN', 'No.');
      },
      { mode: 'PER_ROW' },
    );
    expect(outcome).toMatchObject({ result: null, errors: [{ code: 'BROKEN' }] });
    expect(await library.query("SELECT 1 FROM library_book WHERE title = 'R1'")).toEqual([]);
  });
});

describe('idempotency', () => {
  const send = (key: string, titles: string[], over: object = {}) =>
    library.create(
      'library.Book',
      titles.map((title) => book(title)),
      { idempotencyKey: key, request: { field: 'bookCreate', input: titles }, ...over },
    );

  test('a repeated key answers what the first request answered and writes nothing', async () => {
    const first = await send('k1', ['I1']);
    const before = await counts();
    const second = await send('k1', ['I1']);
    expect(second.changes).toMatchObject([
      {
        action: 'create',
        display: 'I1',
        fields: expect.arrayContaining([{ name: 'title', before: null, after: 'I1' }]),
      },
    ]);
    expect(second).toMatchObject({ replayed: true, result: first.result, changeSetId: first.changeSetId, errors: [] });
    expect(await counts()).toEqual(before);
  });

  test('a key with another input is refused, with another field or actor it is another key', async () => {
    await send('k2', ['I2']);
    expect((await send('k2', ['I3'])).errors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED', path: 'options.idempotencyKey' },
    ]);
    expect((await send('k2', ['I4'], { request: { field: 'other', input: 1 } })).errors).toEqual([]);
  });

  test('errors are kept as well', async () => {
    const first = await send('k3', ['forbidden']);
    const second = await send('k3', ['forbidden']);
    expect(second).toMatchObject({ replayed: true, result: null, errors: first.errors });
  });

  test('of two requests at the same time one writes and both answer the same', async () => {
    const [a, b] = await Promise.all([send('k4', ['I5']), send('k4', ['I5'])]);
    expect(a.result).toEqual(b.result);
    expect(a.replayed).not.toBe(b.replayed);
  });
});

describe('the answer', () => {
  test('is read inside the transaction, after all is stored', async () => {
    const outcome = await library.writer.run(
      library.actor,
      {},
      (work) => work.create('library.Book', [book('Answer', { pageCount: 2 })]),
      async (work, _db, ids) => ({
        pages: (await work.read.rows('library.Page', { where: { book: [...ids] }, fields: ['name'] })).length,
        records: (
          await work.sql<{
            n: number;
          }>`SELECT count(*)::int AS n FROM core_change_record WHERE organization_id = ${work.org} AND change_set_id = ${work.changeSetId}`
        )[0]?.n,
      }),
    );
    expect(outcome.payload).toEqual({ pages: 2, records: 3 });
  });

  test('effects run after a commit only', async () => {
    const seen: string[] = [];
    const write = (title: string, options = {}) =>
      library.run(async (work) => {
        work.onCommit(() => void seen.push(title));
        return work.create('library.Book', [book(title)]);
      }, options);
    await write('E1');
    await write('E2', { dryRun: true });
    await write('E1');
    expect(seen).toEqual(['E1']);
  });

  test('SQL without the organization is refused', async () => {
    await expect(library.run((work) => work.sql`SELECT 1`)).rejects.toThrow('organization');
  });
});

test('texts of many new rows arrive as they are, whatever characters they hold', async () => {
  const odd = ['\\', '\\N', '\\.', '\\t', 'a\\\\b', '"quoted", {braced}', 'NULL', "it's", 'Ærø 🖧'];
  const titles = Array.from({ length: 150 }, (_, i) => `${odd[i % odd.length]}${i < odd.length ? '' : ` ${i}`}`);
  await library.make('library.Book', ...titles.map((title) => book(title)));
  const stored = await library.query<{ title: string }>('SELECT title FROM library_book WHERE title = ANY($1)', [
    titles,
  ]);
  expect(stored.map(({ title }) => title).toSorted()).toEqual(titles.toSorted());
  const found = await library.query<{ value: string }>(
    "SELECT value FROM core_search WHERE field = 'title' AND value = ANY($1)",
    [titles],
  );
  expect(found.map(({ value }) => value).toSorted()).toEqual(titles.toSorted());
});
