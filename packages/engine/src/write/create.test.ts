import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });

describe('creating rows', () => {
  test('a created row has an id, a number, a version, its defaults and derived values', async () => {
    const given = book('One', {
      price: '3.5',
      readAt: '2026-05-01T10:00:00.5+02:00',
      keywords: ['a "b"', 'c,d'],
      extra: { b: 1, a: [null] },
    });
    const { result, errors, changes } = await library.create('library.Book', [given]);
    expect(errors).toEqual([]);
    const [row] = await library.query('SELECT * FROM library_book WHERE id = $1', [result?.[0]]);
    expect(row).toMatchObject({
      number: 1,
      row_version: 1,
      state: 'available',
      price: '3.50',
      shelf_name: 'A',
      keywords: ['a "b"', 'c,d'],
      extra: { a: [null], b: 1 },
      created_by: library.actor.userId,
    });
    expect(row?.['read_at']).toEqual(new Date('2026-05-01T08:00:00.500Z'));
    expect(changes).toMatchObject([{ type: 'library.Book', action: 'create', number: 1, display: 'One' }]);
  });

  test('all errors of all rows come back at once and nothing is stored', async () => {
    const { result, errors } = await library.create('library.Book', [
      book('x'.repeat(61), { state: 'avialable', titel: 'x' }),
      book('Fine'),
      { title: 'No shelf' },
      book('Lost', { shelf: { key: { name: 'nowhere' } } }),
      book('forbidden', { slot: 2000 }),
    ]);
    expect(result).toBeNull();
    expect(errors.map(({ path, code }) => `${path} ${code}`).toSorted()).toEqual([
      'input.0.state BAD_USER_INPUT',
      'input.0.titel BAD_USER_INPUT',
      'input.0.title BAD_USER_INPUT',
      'input.2.shelf REQUIRED',
      'input.3.shelf NOT_FOUND',
      'input.4.slot BAD_USER_INPUT',
      'input.4.title FORBIDDEN_TITLE',
    ]);
    expect(errors.find(({ path }) => path === 'input.0.titel')?.message).toContain('Did you mean "title"?');
    expect(errors.find(({ path }) => path === 'input.0.state')?.message).toContain('Did you mean "available"?');
    expect(await library.query("SELECT 1 FROM library_book WHERE title = 'Fine'")).toEqual([]);
  });

  test('values the database refuses become errors of their rows, in the words of the model', async () => {
    await library.make('library.Book', book('Taken', { slot: 10, width: 3 }));
    const { errors } = await library.create('library.Book', [
      book('TAKEN'),
      book('Free'),
      book('Overlap', { slot: 12 }),
      book('Twin', { isbn: '1' }),
      book('Twin 2', { isbn: '1' }),
    ]);
    expect(errors).toEqual([
      { path: 'input.0.title', code: 'BOOK_TITLE_TAKEN', message: 'The shelf has a book of that title.' },
      { path: 'input.2', code: 'SLOT_TAKEN', message: 'The place on the shelf is taken.' },
      { path: 'input.4.isbn', code: 'DUPLICATE', message: 'Another book has the same isbn.' },
    ]);
  });

  test('many rows that are there already each hear why, without a statement per row', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => book(`There ${i}`, { isbn: `T${i}` }));
    await library.create('library.Book', rows);
    const again = await library.create('library.Book', [...rows, book('Not there'), book('Elsewhere', { isbn: 'T7' })]);
    expect(again.errors).toHaveLength(301);
    expect(again.errors.at(-1)).toMatchObject({ path: 'input.301.isbn', code: 'DUPLICATE' });
    expect(again.statements).toBeLessThan(20);
  });

  test('references are taken by id, number and nested key', async () => {
    const [child] = await library.make('library.Shelf', {
      name: 'A1',
      slug: 'a1',
      parent: { key: { name: 'A', parent: null } },
    });
    const [author] = await library.make('library.Author', { name: 'Ada' });
    const { errors, result } = await library.create('library.Book', [
      {
        title: 'By key',
        shelf: { key: { name: 'A1', parent: { key: { name: 'A', parent: null } } } },
        author: { number: 1 },
      },
      {
        title: 'Case',
        shelf: { id: child },
        author: { key: { name: 'ADA' } },
        coAuthors: [{ id: author }, { number: 1 }],
      },
    ]);
    expect(errors).toEqual([]);
    const rows = await library.query(
      'SELECT shelf_id, author_id FROM library_book WHERE id = ANY($1) ORDER BY number',
      [result],
    );
    expect(rows).toEqual([
      { shelf_id: child, author_id: author },
      { shelf_id: child, author_id: author },
    ]);
    expect(await library.query('SELECT target_id FROM library_book_co_authors')).toEqual([{ target_id: author }]);
  });

  test('a key that several rows share is ambiguous', async () => {
    await library.make(
      'library.Shelf',
      { name: 'Same', slug: 's1' },
      { name: 'Same', slug: 's2', parent: { id: shelf } },
    );
    const { errors } = await library.create('library.Book', [{ title: 'Where', shelf: { key: { name: 'Same' } } }]);
    expect(errors).toMatchObject([{ path: 'input.0.shelf', code: 'AMBIGUOUS_KEY' }]);
  });

  test('rows of another organization do not exist', async () => {
    const other = { ...library.actor, organizationId: '01900000-0000-7000-8000-000000000001' };
    const outcome = await library.writer.run(other, {}, (work) =>
      work.create('library.Page', [{ book: { number: 1 }, name: 'p' }]),
    );
    expect(outcome.errors).toMatchObject([{ path: 'input.0.book', code: 'NOT_FOUND' }]);
  });

  test('a wrapped verb takes its own inputs and its parts fail with the row they belong to', async () => {
    const { errors, changes } = await library.create('library.Book', [book('With pages', { pageCount: 3 })]);
    expect(errors).toEqual([]);
    expect(changes.map(({ type }) => type)).toEqual(['library.Book', 'library.Page', 'library.Page', 'library.Page']);
    const bad = await library.create('library.Page', [{ book: { key: { title: 'With pages' } }, name: 'Page 1' }]);
    expect(bad.errors).toMatchObject([{ path: 'input.0.name', code: 'DUPLICATE' }]);
  });

  test('derived and unknown fields are refused from outside', async () => {
    const { errors } = await library.create('library.Book', [
      book('Outside', { shelfName: 'B', rowVersion: 7, created: '2020-01-01T00:00:00Z' }),
    ]);
    expect(errors.map(({ path }) => path)).toEqual(['input.0.shelfName', 'input.0.created']);
  });

  test('values added to an open choice set are accepted, those of a closed one are not', async () => {
    await library.query(
      'INSERT INTO extras_choice (organization_id, choice_set, value, label) VALUES ($1, $2, $3, $3)',
      [library.actor.organizationId, 'library.state', 'in repair'],
    );
    const { errors } = await library.create('library.Book', [
      book('Repair', { state: 'in repair' }),
      book('Kind', { kind: 'in repair' }),
    ]);
    expect(errors).toMatchObject([{ path: 'input.1.kind', code: 'BAD_USER_INPUT' }]);
  });

  test('statements do not grow with rows', async () => {
    const rows = (count: number, name: string) =>
      Array.from({ length: count }, (_, i) =>
        book(`${name} ${i}`, { author: { number: 1 }, coAuthors: [{ number: 1 }], pageCount: 2 }),
      );
    await library.create('library.Book', rows(250, 'warm'));
    const few = await library.create('library.Book', rows(5, 'few'));
    const many = await library.create('library.Book', rows(500, 'many'));
    expect(many.errors).toEqual([]);
    expect(many.statements - few.statements).toBeLessThanOrEqual(2); // records of few changes go with their set
    expect(many.changes).toHaveLength(1500);
  });
});
