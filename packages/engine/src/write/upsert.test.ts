import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });
const upsert = (model: string, inputs: object[], options = {}) =>
  library.run((work) => work.upsert(model, inputs as never), options);

describe('upserts', () => {
  test('creates what is missing and updates what is there, found by its natural key', async () => {
    const [id] = await library.make('library.Book', book('One'));
    const { result, changes, errors } = await upsert('library.Book', [
      book('Two', { pageCount: 1 }),
      book('ONE', { slot: 5 }),
    ]);
    expect(errors).toEqual([]);
    expect(result?.[1]).toBe(id);
    expect(changes.map(({ type, action }) => `${type} ${action}`)).toEqual([
      'library.Book create',
      'library.Page create',
      'library.Book update',
    ]);
    expect((await upsert('library.Book', [book('Two'), book('ONE', { slot: 5 })])).changes).toEqual([]);
  });

  test('finds rows by number, and by where they come from', async () => {
    const provenance = { source: 'other', type: 'book', id: 7 };
    const first = await upsert('library.Loan', [{ book: { number: 1 }, provenance }]);
    const second = await upsert('library.Loan', [{ book: { number: 1 }, provenance, description: 'again' }]);
    expect(second.result).toEqual(first.result);
    expect(second.changes).toMatchObject([{ action: 'update' }]);
    expect((await upsert('library.Book', [{ number: 1, slot: 6 }])).changes).toMatchObject([
      { action: 'update', number: 1 },
    ]);
  });

  test('refuses a key that several rows share, a row without a key, and the same key twice', async () => {
    await library.make('library.Shelf', { name: 'X', slug: 'x1' });
    await library.query('UPDATE library_shelf SET name = $1 WHERE slug = $2', ['A', 'x1']).catch(() => null);
    const noKey = await upsert('library.Loan', [{ book: { number: 1 } }]);
    expect(noKey.errors).toMatchObject([{ path: 'input.0', code: 'BAD_USER_INPUT' }]);
    const twice = await upsert('library.Book', [book('Twice'), book('twice')]);
    expect(twice.errors).toMatchObject([{ path: 'input.1', message: 'This is the same book as input.0.' }]);
    const unknown = await upsert('library.Book', [{ number: 999, title: 'x' }]);
    expect(unknown.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('of several upserts of one key at the same time one creates and the others update', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, (_, i) => upsert('library.Book', [book('Raced', { slot: 100 + i * 20 })])),
    );
    expect(outcomes.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(outcomes.map(({ result }) => result?.[0])).size).toBe(1);
    expect(outcomes.map(({ changes }) => changes[0]?.action).toSorted()).toEqual([
      'create',
      'update',
      'update',
      'update',
    ]);
  });

  test('statements do not grow with rows', async () => {
    const rows = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => book(`Row ${from + i}`, { state: 'lent' }));
    await upsert('library.Book', rows(0, 250));
    const few = await upsert(
      'library.Book',
      [...rows(0, 3), ...rows(1000, 3)].map((row) => ({ ...row, state: 'lost' })),
    );
    const many = await upsert(
      'library.Book',
      [...rows(3, 240), ...rows(2000, 260)].map((row) => ({ ...row, state: 'lost' })),
    );
    expect(many.errors).toEqual([]);
    expect(many.statements - few.statements).toBeLessThanOrEqual(2); // records of few changes go with their set
  });
});

describe('mixed changes', () => {
  test('later operations refer to rows that earlier ones make', async () => {
    const { errors, result, changes } = await library.run((work) =>
      work.applyChanges([
        { type: 'Shelf', action: 'create', ref: 's', input: { name: 'New', slug: 'new' } },
        { type: 'library.Book', action: 'create', ref: 'b1', input: { title: 'Mix 1', shelf: { ref: 's' } } },
        { type: 'library.Book', action: 'create', input: { title: 'Mix 2', shelf: { ref: 's' } } },
        { type: 'library.Page', action: 'create', input: { book: { ref: 'b1' }, name: 'p' } },
        { type: 'library.Book', action: 'update', input: { key: { title: 'Mix 2' }, state: 'lent' } },
        { type: 'library.Book', action: 'upsert', input: { title: 'Mix 1', shelf: { ref: 's' }, state: 'lost' } },
      ]),
    );
    expect(errors).toEqual([]);
    expect(result?.every((id) => id !== null)).toBe(true);
    expect(changes.map(({ action }) => action)).toEqual(['create', 'create', 'create', 'create']);
  });

  test('a row that was refused can not be referred to', async () => {
    const { errors } = await library.run((work) =>
      work.applyChanges([
        { type: 'Shelf', action: 'create', ref: 'bad', input: { name: 'x', slug: 'not a slug' } },
        { type: 'Book', action: 'create', input: { title: 'x', shelf: { ref: 'bad' } } },
      ]),
    );
    expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'operations.0.slug BAD_USER_INPUT',
      'operations.1.shelf NOT_FOUND',
    ]);
  });

  test('an error says which operation, and nothing of the others stays', async () => {
    const { errors } = await library.run((work) =>
      work.applyChanges([
        { type: 'Shelf', action: 'create', input: { name: 'Gone', slug: 'gone' } },
        { type: 'Book', action: 'create', input: { title: 'x', shelf: { ref: 'later' } } },
        { type: 'Bok', action: 'create', input: {} },
        { type: 'Book', action: 'delete', id: '01900000-0000-7000-8000-000000000009' },
      ]),
    );
    expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'operations.2.type BAD_USER_INPUT',
      'operations.1.shelf NOT_FOUND',
      'operations.3 NOT_FOUND',
    ]);
    expect(await library.query("SELECT 1 FROM library_shelf WHERE name = 'Gone'")).toEqual([]);
  });
});

describe('a wrapped verb inside other requests', () => {
  test('places its errors at the row of the request', async () => {
    const tooMany = { pageCount: 1, title: 'forbidden', shelf: { id: shelf } };
    const upserted = await upsert('library.Book', [book('One'), tooMany], { mode: 'PER_ROW' });
    expect(upserted.errors.map(({ path }) => path)).toEqual(['input.1.title']);
    const applied = await library.run(
      (work) =>
        work.applyChanges([
          { type: 'Author', action: 'create', input: { name: 'Kept' } },
          { type: 'Book', action: 'create', input: tooMany },
          { type: 'Book', action: 'create', input: book('Kept too', { pageCount: 1 }) },
        ]),
      { mode: 'PER_ROW' },
    );
    expect(applied.errors.map(({ path }) => path)).toEqual(['operations.1.title']);
    expect(applied.result?.map((id) => id !== null)).toEqual([true, false, true]);
  });
});
