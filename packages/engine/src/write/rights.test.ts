import { openLibrary, type Library } from '../../test/library/index.ts';
import type { Grant } from '../actor.ts';
import type { RunOptions } from './attempt.ts';
import type { Operation, Work } from './work.ts';
import type { Outcome } from './writer.ts';

let library: Library;
let shelf: string;
let other: string;

beforeAll(async () => {
  library = await openLibrary({ byGrants: true });
  [shelf = '', other = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' }, { name: 'B', slug: 'b' });
});
afterAll(() => library?.close());

let counter = 0;
const book = (rest: object = {}) => ({ title: `Book ${++counter}`, shelf: { id: shelf }, ...rest });

const grant = (objectType: string, actions: string[], over: Partial<Grant> = {}): Grant => ({
  objectTypes: [`library.${objectType}`],
  actions,
  predicate: null,
  fields: null,
  ...over,
});
const viewAll: Grant = { objectTypes: ['*'], actions: ['view'], predicate: null, fields: null };
const onShelf = () => ({ predicate: { shelf: { id: { eq: shelf } } } });

const runAs = <T>(
  grants: readonly Grant[],
  body: (work: Work) => Promise<T>,
  options: RunOptions = {},
): Promise<Outcome<T>> => library.writer.run({ ...library.actor, superuser: false, grants }, options, body);

const codes = ({ errors }: Outcome<unknown>) => errors.map(({ path, code }) => `${path} ${code}`);
const hide = (id: string) => library.query("UPDATE library_book SET state = 'lost' WHERE id = $1", [id]);
const notLost = { predicate: { state: { ne: 'lost' } } };

describe('verbs', () => {
  test('a verb without any grant for the type is refused as a whole', async () => {
    const [id = ''] = await library.make('library.Book', book());
    const grants = [viewAll, grant('Shelf', ['*'])];
    const tries: ((work: Work) => Promise<unknown>)[] = [
      (work) => work.create('library.Book', [book()]),
      (work) => work.update('library.Book', [{ id, slot: 1 }]),
      (work) => work.upsert('library.Book', [{ id, slot: 1 }]),
      (work) => work.updateWhere('library.Book', { id: { eq: id } }, { slot: 1 }, 1),
      (work) => work.delete('library.Book', { ids: [id] }),
      (work) => work.applyChanges([{ type: 'Book', action: 'delete', id }]),
    ];
    const messages = await Promise.all(
      tries.map((body) => runAs(grants, body).then(String, (error: Error) => error.message)),
    );
    expect(messages).toEqual([
      'You may not add books.',
      'You may not change books.',
      'You may not add or change books.',
      'You may not change books.',
      'You may not delete books.',
      'You may not delete books.',
    ]);
  });

  test('an upsert takes the right to what it comes to', async () => {
    const [id = ''] = await library.make('library.Book', book());
    const change = [viewAll, grant('Book', ['change'])];
    expect((await runAs(change, (work) => work.upsert('library.Book', [{ id, slot: 11 }]))).errors).toEqual([]);
    await expect(runAs(change, (work) => work.upsert('library.Book', [book()]))).rejects.toThrow(
      'You may not add books.',
    );
    const add = [viewAll, grant('Book', ['add'])];
    expect((await runAs(add, (work) => work.upsert('library.Book', [book()]))).errors).toEqual([]);
    await expect(runAs(add, (work) => work.upsert('library.Book', [{ id, slot: 12 }]))).rejects.toThrow('change books');
  });

  test('steps of several types are asked one by one', async () => {
    const operations: Operation[] = [
      { type: 'Author', action: 'create', input: { name: 'A. Mixed' }, ref: 'a' },
      { type: 'Book', action: 'create', input: book({ author: { ref: 'a' } }) },
    ];
    const apply = (work: Work) => work.applyChanges(operations);
    expect((await runAs([viewAll, grant('Author', ['add']), grant('Book', ['add'])], apply)).errors).toEqual([]);
    await expect(runAs([viewAll, grant('Author', ['add'])], apply)).rejects.toThrow('You may not add books.');
  });

  test('a run may be given a type that nobody granted', async () => {
    const options = { granted: ['library.Author'] };
    const { errors } = await runAs([], (work) => work.create('library.Author', [{ name: 'Given' }]), options);
    expect(errors).toEqual([]);
  });
});

describe('lists', () => {
  test('a list that is replaced keeps what its caller does not see', async () => {
    const [red = '', blue = '', green = ''] = await library.make(
      'library.Tag',
      { name: 'Red', slug: 'red' },
      { name: 'Blue', slug: 'blue' },
      { name: 'Green', slug: 'green' },
    );
    const tagged = (...ids: string[]) => ({ tags: ids.map((id) => ({ id })) });
    const [id = ''] = await library.make('library.Book', book(tagged(red, blue)));
    const grants = [
      grant('Book', ['view', 'change']),
      grant('Shelf', ['view']),
      grant('Tag', ['view'], { predicate: { slug: { ne: 'red' } } }),
    ];
    const update = (input: object, as = grants) => runAs(as, (work) => work.update('library.Book', [{ id, ...input }]));
    const held = async () =>
      (await library.run((work) => work.read.rows('library.Book', { where: { id: [id] }, fields: ['tags'] }))).result;
    expect((await update(tagged(green))).errors).toEqual([]);
    expect(await held()).toMatchObject([{ tags: [red, green].toSorted() }]);
    expect((await update({ tags: [] })).errors).toEqual([]);
    expect(await held()).toMatchObject([{ tags: [red] }]);
    expect(codes(await update({ tags: { remove: [{ id: red }] } }))).toEqual(['input.0.tags.0 NOT_FOUND']);
    expect((await update({ tags: [] }, [viewAll, grant('Book', ['change'])])).errors).toEqual([]);
    expect(await held()).toMatchObject([{ tags: [] }]);
  });
});

describe('rows', () => {
  test('a hidden row looks absent, a visible one that is not to be changed is refused by its path', async () => {
    const [hidden = '', foreign = '', own = ''] = await library.make(
      'library.Book',
      book(),
      book({ shelf: { id: other } }),
      book(),
    );
    await hide(hidden);
    const grants = [
      grant('Book', ['view'], notLost),
      grant('Shelf', ['view']),
      grant('Book', ['change', 'delete'], onShelf()),
    ];
    const ids = [hidden, foreign, own];
    const update = await runAs(grants, (work) =>
      work.update(
        'library.Book',
        ids.map((id, slot) => ({ id, slot })),
      ),
    );
    expect(codes(update)).toEqual(['input.0 NOT_FOUND', 'input.1 FORBIDDEN']);
    expect(codes(await runAs(grants, (work) => work.delete('library.Book', { ids })))).toEqual([
      'ids.0 NOT_FOUND',
      'ids.1 FORBIDDEN',
    ]);
    const perRow = await runAs(
      grants,
      (work) =>
        work.update('library.Book', [
          { id: foreign, slot: 21 },
          { id: own, slot: 22 },
        ]),
      {
        mode: 'PER_ROW',
      },
    );
    expect([perRow.result, codes(perRow)]).toEqual([[null, own], ['input.0 FORBIDDEN']]);
  });

  test('a row may be neither made nor moved outside of what was granted', async () => {
    const grants = [viewAll, grant('Book', ['add', 'change'], onShelf())];
    const [id = ''] = await library.make('library.Book', book());
    const away = { shelf: { id: other } };
    expect(codes(await runAs(grants, (work) => work.update('library.Book', [{ id, ...away }])))).toEqual([
      'input.0 OUT_OF_SCOPE',
    ]);
    expect(codes(await runAs(grants, (work) => work.create('library.Book', [book(), book(away)])))).toEqual([
      'input.1 OUT_OF_SCOPE',
    ]);
    expect(codes(await runAs(grants, (work) => work.updateWhere('library.Book', { id: { eq: id } }, away, 1)))).toEqual(
      ['set OUT_OF_SCOPE'],
    );
    expect((await runAs(grants, (work) => work.update('library.Book', [{ id, slot: 31 }]))).errors).toEqual([]);
    expect(await library.query('SELECT shelf_id, slot FROM library_book WHERE id = $1', [id])).toEqual([
      { shelf_id: shelf, slot: 31 },
    ]);
  });

  test('a write by filter counts and touches visible rows only', async () => {
    const [seen = '', hidden = ''] = await library.make('library.Book', book({ isbn: 'w-1' }), book({ isbn: 'w-2' }));
    await hide(hidden);
    const grants = [grant('Book', ['view'], notLost), grant('Book', ['change'])];
    const set = (count: number) => (work: Work) =>
      work.updateWhere('library.Book', { isbn: { startsWith: 'w-' } }, { width: 2 }, count);
    expect((await runAs(grants, set(2))).errors).toMatchObject([{ code: 'EXPECTED_COUNT', details: { count: 1 } }]);
    expect((await runAs(grants, set(1))).result).toEqual([seen]);
  });

  test('what follows from a row needs no grant of its own, and is told as far as it is seen', async () => {
    const [id = ''] = await library.make('library.Shelf', { name: 'C', slug: 'c' });
    const [within = ''] = await library.make('library.Book', book({ shelf: { id } }));
    const shelves = [grant('Shelf', ['view', 'change'])];
    expect((await runAs(shelves, (work) => work.update('library.Shelf', [{ id, name: 'C2' }]))).errors).toEqual([]);
    expect(await library.query('SELECT shelf_name FROM library_book WHERE id = $1', [within])).toEqual([
      { shelf_name: 'C2' },
    ]);
    const create = (work: Work) => work.create('library.Book', [book({ pageCount: 2 })]);
    const types = async (grants: Grant[]) => (await runAs(grants, create)).changes.map(({ type }) => type);
    const add = [grant('Shelf', ['view']), grant('Book', ['add'])];
    expect(await types(add)).toEqual(['library.Book']);
    expect(await types([...add, viewAll])).toEqual(['library.Book', 'library.Page', 'library.Page']);
  });

  test('statements stay the same however many rows are asked about', async () => {
    const grants = [
      viewAll,
      grant('Book', ['add', 'change', 'delete'], onShelf()),
      grant('Book', ['add', 'change', 'delete'], { predicate: { shelf: { slug: { eq: 'nowhere' } } } }),
    ];
    const statements = async (rows: number) => {
      const made = await runAs(grants, (work) =>
        work.create(
          'library.Book',
          Array.from({ length: rows }, () => book()),
        ),
      );
      const ids = (made.result ?? []).map(String);
      const changed = await runAs(grants, (work) =>
        work.update(
          'library.Book',
          ids.map((id) => ({ id, width: 3 })),
        ),
      );
      const gone = await runAs(grants, (work) => work.delete('library.Book', { ids }));
      expect([made, changed, gone].flatMap(({ errors }) => errors)).toEqual([]);
      return [made, changed, gone].map((outcome) => outcome.statements);
    };
    expect(await statements(40)).toEqual(await statements(2));
  });
});

describe('fields', () => {
  test('only granted fields may be changed, row by row', async () => {
    const [here = '', there = ''] = await library.make('library.Book', book(), book({ shelf: { id: other } }));
    const grants = [
      viewAll,
      grant('Book', ['change'], { fields: ['slot'] }),
      grant('Book', ['change'], { ...onShelf(), fields: ['width'] }),
    ];
    const change = (id: string, fields: object) =>
      runAs(grants, (work) => work.update('library.Book', [{ id, ...fields }]));
    expect((await change(here, { slot: 41, width: 2 })).errors).toEqual([]);
    expect(codes(await change(there, { slot: 42, width: 2, title: 'New' }))).toEqual([
      'input.0.width FORBIDDEN',
      'input.0.title FORBIDDEN',
    ]);
    expect((await change(there, { slot: 42, width: 1 })).errors).toEqual([]);
  });

  test('a new row takes granted fields only', async () => {
    const grants = [viewAll, grant('Book', ['add'], { fields: ['title', 'shelf'] })];
    expect((await runAs(grants, (work) => work.create('library.Book', [book()]))).errors).toEqual([]);
    expect(codes(await runAs(grants, (work) => work.create('library.Book', [book({ slot: 51 })])))).toEqual([
      'input.0.slot FORBIDDEN',
    ]);
  });
});

describe('deletes', () => {
  const remove = (grants: readonly Grant[], id: string, type = 'Book') =>
    runAs(grants, (work) => work.delete(`library.${type}`, { ids: [id] }));

  test('rows that go along have to be granted, and are named when they are seen', async () => {
    const [id = ''] = await library.make('library.Book', book({ pageCount: 2 }));
    const books = grant('Book', ['view', 'delete']);
    const shown = await remove([books, grant('Page', ['view'])], id);
    expect(shown.errors).toMatchObject([
      { path: 'ids.0', code: 'FORBIDDEN', message: 'This would delete 2 pages as well, which you may not.' },
    ]);
    const one = { predicate: { name: { eq: 'Page 1' } } };
    expect((await remove([books, grant('Page', ['view'], one)], id)).errors[0]?.message).toBe(
      'This would delete 1 page and others as well, which you may not.',
    );
    expect((await remove([books], id)).errors[0]?.message).toBe(
      'This would delete rows as well that you may not delete.',
    );
    const done = await remove([books, grant('Page', ['delete']), grant('Page', ['view'], one)], id);
    expect(done.errors).toEqual([]);
    expect(done.changes.map(({ display }) => display)).toHaveLength(2);
  });

  test('holders that are hidden are not named', async () => {
    const [id = ''] = await library.make('library.Book', book());
    await library.make('library.Loan', { book: { id } });
    const books = grant('Book', ['view', 'delete']);
    const [hidden] = (await remove([books], id)).errors;
    expect(hidden).toMatchObject({ code: 'IN_USE', details: { holders: [] } });
    expect(hidden?.message).toMatch(/^Book Book \d+ is in use\.$/);
    const [shown] = (await remove([books, viewAll], id)).errors;
    expect(shown?.message).toMatch(/is used by 1 loan\.$/);
    expect(shown?.details).toMatchObject({ holders: [{ type: 'library.Loan', count: 1 }] });
  });

  test('a value that a hidden row holds is taken, and that is all', async () => {
    const [id = ''] = await library.make('library.Book', book({ isbn: 'secret-1' }));
    await hide(id);
    const grants = [grant('Book', ['view'], notLost), grant('Shelf', ['view']), grant('Book', ['add'])];
    const { errors } = await runAs(grants, (work) => work.create('library.Book', [book({ isbn: 'secret-1' })]));
    expect(errors).toMatchObject([{ path: 'input.0.isbn', code: 'DUPLICATE' }]);
    expect(JSON.stringify(errors)).not.toContain(id);
  });
});

test('a token narrows what its user may write', async () => {
  const [id = ''] = await library.make('library.Book', book());
  const actor = { ...library.actor, superuser: false, grants: [viewAll, grant('Book', ['*'])] };
  const write = (tokenGrants: Grant[]) =>
    library.writer.run({ ...actor, tokenGrants }, {}, (work) => work.update('library.Book', [{ id, width: 4 }]));
  expect(
    codes(await write([viewAll, grant('Book', ['change'], { predicate: { shelf: { id: { eq: other } } } })])),
  ).toEqual(['input.0 FORBIDDEN']);
  await expect(write([viewAll])).rejects.toThrow('You may not change books.');
  expect((await write([viewAll, grant('Book', ['change'])])).errors).toEqual([]);
});
