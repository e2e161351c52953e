import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });
const makeBook = async (title: string, rest: object = {}): Promise<string> =>
  (await library.make('library.Book', book(title, rest)))[0] ?? '';
const codes = (outcomes: readonly { readonly errors: readonly { readonly code: string }[] }[]) =>
  outcomes.flatMap(({ errors }) => errors.map(({ code }) => code));

describe('writers at the same time', () => {
  test('of two that want one unique value one gets it and the other hears why', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => library.create('library.Book', [book('Same title')])));
    expect(codes(outcomes)).toEqual(['BOOK_TITLE_TAKEN', 'BOOK_TITLE_TAKEN']);
  });

  test('of two that want one place one gets it', async () => {
    const outcomes = await Promise.all(
      [1, 2].map((n) => library.create('library.Book', [book(`Place ${n}`, { slot: 700, width: 2 })])),
    );
    expect(codes(outcomes)).toEqual(['SLOT_TAKEN']);
  });

  test('of two that read one version one writes and the other is stale', async () => {
    const id = await makeBook('Version');
    const outcomes = await Promise.all(
      [1, 2].map((n) => library.update('library.Book', [{ id, rowVersion: 1, slot: 800 + n }])),
    );
    expect(codes(outcomes)).toEqual(['STALE_WRITE']);
  });

  test('a rule with a lock holds though no constraint backs it', async () => {
    const id = await makeBook('Lent once');
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => library.create('library.Loan', [{ book: { id } }])),
    );
    expect(codes(outcomes)).toEqual(['LENT', 'LENT', 'LENT', 'LENT']);
  });

  test('a reference to a row that goes meanwhile is refused or keeps the row', async () => {
    for (let n = 0; n < 5; n++) {
      const id = await makeBook(`Going ${n}`);
      const [gone, loan] = await Promise.all([
        library.run((work) => work.delete('library.Book', { ids: [id] })),
        library.create('library.Loan', [{ book: { id } }]),
      ]);
      expect(['IN_USE', 'NOT_FOUND']).toContain(codes([gone, loan]).join());
    }
  });

  test('writers that lock rows in opposite order are tried again until both are done', async () => {
    const [a, b] = [await makeBook('Left'), await makeBook('Right')];
    const both = (first: string, second: string, state: string) =>
      library.run(async (work) => {
        await work.update('library.Book', [{ id: first, state }]);
        await work.sql`SELECT pg_sleep(0.2) WHERE ${work.org}::uuid IS NOT NULL`;
        await work.update('library.Book', [{ id: second, state }]);
      });
    const outcomes = await Promise.all([both(a, b, 'lent'), both(b, a, 'lost')]);
    expect(codes(outcomes)).toEqual([]);
    const states = await library.query<{ state: string }>(
      'SELECT DISTINCT state FROM library_book WHERE id = ANY($1)',
      [[a, b]],
    );
    expect(states).toHaveLength(1);
  });

  test('more writers than connections all get through and no number is given twice', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) => library.create('library.Author', [{ name: `Writer ${n}` }])),
    );
    expect(codes(outcomes)).toEqual([]);
    expect(new Set(outcomes.map(({ changes }) => changes[0]?.number)).size).toBe(40);
  });

  test('a connection that dies in mid-transaction leaves nothing', async () => {
    const dying = library.run(async (work) => {
      await work.create('library.Book', [book('Half done', { pageCount: 3 })]);
      const [{ pid } = { pid: 0 }] = await work.sql<{
        pid: number;
      }>`SELECT pg_backend_pid() AS pid WHERE ${work.org}::uuid IS NOT NULL`;
      await library.query('SELECT pg_terminate_backend($1)', [pid]);
      return work.create('library.Book', [book('Never')]);
    });
    await expect(dying).rejects.toThrow();
    expect(await library.query("SELECT 1 FROM library_book WHERE title IN ('Half done', 'Never')")).toEqual([]);
    expect(await library.query("SELECT 1 FROM core_change_record WHERE display = 'Half done'")).toEqual([]);
    expect((await library.create('library.Book', [book('After')])).errors).toEqual([]);
  });
});
