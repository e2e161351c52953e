import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });

test('a created row has an id, a number, a version and its defaults', async () => {
  const { result, errors, changes } = await library.create('library.Book', [book('One', { price: '3.5', readAt: '2026-05-01T10:00:00+02:00' })]);
  expect(errors).toEqual([]);
  const [row] = await library.query('SELECT id, number, row_version, state, price, read_at, shelf_name FROM library_book WHERE id = $1', [result?.[0]]);
  expect(row).toMatchObject({ number: 1, row_version: 1, state: 'available', price: '3.50', shelf_name: 'A' });
  expect(changes).toMatchObject([{ type: 'library.Book', action: 'create', number: 1, display: 'One' }]);
});
