import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;

beforeAll(async () => {
  library = await openLibrary({ limits: { deleteRows: 50 } });
});
afterAll(() => library?.close());

let serial = 0;
const makeShelf = async (rest: object = {}): Promise<string> => {
  const name = `Shelf ${++serial}`;
  return (await library.make('library.Shelf', { name, slug: `s${serial}`, ...rest }))[0] ?? '';
};
const makeBook = async (shelf: string, rest: object = {}): Promise<string> =>
  (await library.make('library.Book', { title: `Book ${++serial}`, shelf: { id: shelf }, ...rest }))[0] ?? '';
const remove = (model: string, ...ids: string[]) => library.run((work) => work.delete(model, { ids }));
const count = async (table: string, column: string, id: string): Promise<number> =>
  (await library.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [id])).length;

describe('deleting rows', () => {
  test('what goes along is removed and recorded, references elsewhere are cleared and recorded', async () => {
    const shelf = await makeShelf();
    const [author = '', other = ''] = await library.make('library.Author', { name: 'A' }, { name: 'B' });
    const book = await makeBook(shelf, {
      author: { id: author },
      coAuthors: [{ id: author }, { id: other }],
      pageCount: 2,
    });
    const [loan = ''] = await library.make('library.Loan', { book: { id: book }, to: { author: { id: author } } });
    const [mark = ''] = await library.make('library.Bookmark', { objectType: 'library.Author', objectId: author });
    const { errors, changes } = await remove('library.Author', author);
    expect(errors).toEqual([]);
    expect(changes.map(({ type, action, id }) => `${type} ${action} ${id}`).toSorted()).toEqual([
      `library.Author delete ${author}`,
      `library.Book update ${book}`,
      `library.Bookmark delete ${mark}`,
      `library.Loan update ${loan}`,
    ]);
    const cleared = changes.find(({ type }) => type === 'library.Book');
    expect(cleared?.fields).toEqual([
      { name: 'author', before: author, after: null },
      { name: 'coAuthors', before: [author, other].toSorted(), after: [other] },
    ]);
    expect(await count('core_search', 'object_id', author)).toBe(0);
    expect(await library.query('SELECT to_author_id, row_version FROM library_loan WHERE id = $1', [loan])).toEqual([
      { to_author_id: null, row_version: 2 },
    ]);
  });

  test('a row that others hold on to stays, and the error counts who they are', async () => {
    const shelf = await makeShelf();
    const [one, two] = [await makeBook(shelf), await makeBook(shelf)];
    await library.make('library.Loan', { book: { id: one } });
    const { errors } = await remove('library.Shelf', shelf);
    expect(errors).toMatchObject([
      { path: 'ids.0', code: 'IN_USE', details: { holders: [{ type: 'library.Book', field: 'shelf', count: 2 }] } },
    ]);
    expect(errors[0]?.message).toMatch(/^Shelf Shelf \d+ is used by 2 books\.$/);
    expect((await remove('library.Book', one, two)).errors).toMatchObject([{ path: 'ids.0', code: 'IN_USE' }]);
    expect(await count('library_book', 'shelf_id', shelf)).toBe(2);
  });

  test('a tree goes with its branches, parents and children in one statement', async () => {
    const root = await makeShelf();
    const child = await makeShelf({ parent: { id: root } });
    await makeShelf({ parent: { id: child } });
    const { errors, changes, result } = await remove('library.Shelf', root);
    expect(errors).toEqual([]);
    expect(changes).toHaveLength(3);
    expect(result).toEqual([root]);
    expect(changes[0]?.before).toMatchObject({ name: expect.any(String), number: expect.any(Number) });
  });

  test('a removed tag leaves all its objects', async () => {
    const [tag = ''] = await library.make('library.Tag', { name: 'gone', slug: 'gone' });
    const shelf = await makeShelf({ tags: [{ id: tag }] });
    const { changes } = await remove('library.Tag', tag);
    expect(changes.find(({ id }) => id === shelf)?.fields).toEqual([{ name: 'tags', before: [tag], after: [] }]);
    expect(await count('extras_tagged_item', 'tag_id', tag)).toBe(0);
  });

  test('rules may refuse a delete, also for rows that merely go along', async () => {
    const root = await makeShelf();
    await makeShelf({ name: 'fixed', parent: { id: root } });
    expect((await remove('library.Shelf', root)).errors).toEqual([
      { path: 'ids.0', code: 'FIXED_SHELF', message: 'This shelf stays.' },
    ]);
  });

  test('per row, the deletable rows go and the others stay', async () => {
    const [free, held] = [await makeShelf(), await makeShelf()];
    await makeBook(held);
    const { errors, result } = await library.run((work) => work.delete('library.Shelf', { ids: [free, held] }), {
      mode: 'PER_ROW',
    });
    expect(errors).toMatchObject([{ path: 'ids.1', code: 'IN_USE' }]);
    expect(result).toEqual([free, null]);
    expect(await count('library_shelf', 'id', free)).toBe(0);
  });

  test('by filter, with the expected count', async () => {
    const shelf = await makeShelf();
    await library.make('library.Book', ...['x', 'y'].map((n) => ({ title: `Out ${n}`, shelf: { id: shelf } })));
    const outcome = await library.run((work) =>
      work.delete('library.Book', { filter: { title: { startsWith: 'Out' } }, expectedCount: 2 }),
    );
    expect(outcome.errors).toEqual([]);
    expect(outcome.changes).toHaveLength(2);
  });

  test('a delete that takes too many rows along has to be a job', async () => {
    const book = await makeBook(await makeShelf(), { pageCount: 60 });
    expect((await remove('library.Book', book)).errors).toMatchObject([{ code: 'TOO_MANY_ROWS' }]);
    const job = await library.writer.run({ ...library.actor, source: 'job' }, {}, (work) =>
      work.delete('library.Book', { ids: [book] }),
    );
    expect(job.changes).toHaveLength(61);
  });

  test('an unknown row is an error of its id', async () => {
    expect((await remove('library.Book', 'nonsense', '01900000-0000-7000-8000-000000000009')).errors).toMatchObject([
      { path: 'ids.0', code: 'NOT_FOUND' },
    ]);
  });
});
