import { Book } from '../../test/library/model.ts';
import { actorOf, openLibrary, type Library } from '../../test/library/index.ts';
import type { Work } from './work.ts';

let library: Library;
let shelf: string;
let book: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
  const extra = { pin: 'secret', price: '1', readAt: '2026-01-01T00:00:00.25Z', keywords: ['a'], coAuthors: [] };
  [book = ''] = await library.make('library.Book', { title: 'One', shelf: { id: shelf }, ...extra });
  await library.make('library.Book', { title: 'Two', shelf: { id: shelf }, slot: 1 });
  await library.make('library.Loan', { book: { id: book }, to: { shelf: { id: shelf } } });
});
afterAll(() => library?.close());

const read = async <T>(step: (work: Work) => Promise<T>): Promise<T | null> => (await library.run(step)).result;

describe('what rules read', () => {
  test('rows come in normalised form, secrets masked', async () => {
    const rows = await read((work) => work.read.rows('library.Book', { where: { id: [book] } }));
    expect(rows).toMatchObject([
      {
        number: 1,
        shelf,
        price: '1.00',
        readAt: '2026-01-01T00:00:00.25Z',
        keywords: ['a'],
        pin: '********',
        slot: null,
        coAuthors: [],
        tags: [],
        customFields: {},
      },
    ]);
  });

  test('conditions take lists, nulls and arms of an arc', async () => {
    const titles = async (where: Record<string, unknown[]>) =>
      (await read((work) => work.read.rows('library.Book', { where, fields: ['title'] })))?.map((row) => row['title']);
    expect(await titles({ slot: [1, 5] })).toEqual(['Two']);
    expect((await titles({ slot: [null, 1] }))?.length).toBe(2);
    expect(await titles({ slot: [] })).toEqual([]);
    const loans = await read((work) =>
      work.read.rows('library.Loan', { where: { 'to.shelf': [shelf] }, fields: ['to'] }),
    );
    expect(loans).toMatchObject([{ to: { arm: 'shelf', id: shelf } }]);
  });

  test('a field that is not there is a mistake in the rule', async () => {
    const wrong = (options: object) => library.run((work) => work.read.rows('library.Book', options));
    await expect(wrong({ where: { titel: ['x'] } })).rejects.toThrow('no field "titel"');
    await expect(wrong({ fields: ['titel'] })).rejects.toThrow('no field "titel"');
  });

  test('the query builder sees what the run wrote, and one organization only', async () => {
    const count = (work: Work) => work.read.builder(Book, 'b').andWhere('b.title LIKE :t', { t: 'T%' }).getCount();
    const mine = await read(async (work) => {
      await work.create('library.Book', [{ title: 'Three', shelf: { id: shelf } }]);
      return count(work);
    });
    expect(mine).toBe(2);
    const other = actorOf('01900000-0000-7000-8000-000000000001');
    expect((await library.writer.run(other, {}, count)).result).toBe(0);
  });

  test('only derived columns are written without a record', async () => {
    const write = (row: object) => library.run((work) => work.setDerived('library.Book', [{ id: book, ...row }]));
    expect((await write({ shelfName: 'B' })).changes).toEqual([]);
    await expect(write({ title: 'B' })).rejects.toThrow('no derived field');
  });
});
