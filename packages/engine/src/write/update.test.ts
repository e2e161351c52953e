import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
  await library.make('library.Author', { name: 'Ada' }, { name: 'Bob' });
});
afterAll(() => library?.close());

let serial = 0;
const makeBook = async (rest: object = {}): Promise<string> => {
  const [id = ''] = await library.make('library.Book', { title: `Book ${++serial}`, shelf: { id: shelf }, ...rest });
  return id;
};
const stored = async (id: string) => (await library.query('SELECT * FROM library_book WHERE id = $1', [id]))[0];

describe('updating rows', () => {
  test('only what differs is written, with a field by field record', async () => {
    const id = await makeBook({ price: '1.50', slot: 4 });
    const { changes, errors } = await library.update('library.Book', [
      { id, price: '2.5', slot: 4, author: { number: 2 } },
    ]);
    expect(errors).toEqual([]);
    const [author] = await library.query<{ id: string }>('SELECT id FROM library_author WHERE number = 2');
    expect(changes[0]?.fields).toEqual([
      { name: 'price', before: '1.50', after: '2.50' },
      { name: 'author', before: null, after: author?.id },
    ]);
    expect(await stored(id)).toMatchObject({ row_version: 2, price: '2.50' });
  });

  test('an update that changes nothing leaves no trace', async () => {
    const id = await makeBook({
      price: '1.50',
      extra: { a: 1, b: 2 },
      published: '2020-01-01',
      readAt: '2020-01-01T00:00:00Z',
      reader: '10.0.0.1/24',
    });
    const same = {
      id,
      price: '1.5',
      extra: { b: 2, a: 1 },
      published: '2020-01-01',
      readAt: '2020-01-01T01:00:00+01:00',
      reader: '10.0.0.1/24',
      state: 'available',
    };
    const { changes, changeSetId, errors } = await library.update('library.Book', [same]);
    expect({ errors, changes, changeSetId }).toEqual({ errors: [], changes: [], changeSetId: null });
    expect(await stored(id)).toMatchObject({ row_version: 1 });
  });

  test('a stale version is refused with what changed and what would differ', async () => {
    const id = await makeBook();
    await library.update('library.Book', [{ id, slot: 100 }]);
    const { errors } = await library.update('library.Book', [{ id, rowVersion: 1, slot: 200, state: 'lent' }]);
    expect(errors).toMatchObject([
      {
        path: 'input.0.rowVersion',
        code: 'STALE_WRITE',
        details: {
          rowVersion: 2,
          changed: ['slot'],
          fields: [
            { name: 'slot', stored: 100, given: 200 },
            { name: 'state', stored: 'available', given: 'lent' },
          ],
        },
      },
    ]);
    expect((await library.update('library.Book', [{ id, rowVersion: 2, slot: 200 }])).errors).toEqual([]);
  });

  test('required values stay, immutable ones do not change, unknown rows are named', async () => {
    const id = await makeBook({ isbn: 'X1' });
    const { errors } = await library.update('library.Book', [
      { id, title: null, isbn: 'X2' },
      { id: '01900000-0000-7000-8000-000000000009', slot: 1 },
      { slot: 1 },
      { id, slot: 3 },
    ]);
    expect(errors.map(({ path, code }) => `${path} ${code}`).toSorted()).toEqual([
      'input.0.isbn IMMUTABLE',
      'input.0.title REQUIRED',
      'input.1 NOT_FOUND',
      'input.2 BAD_USER_INPUT',
      'input.3 BAD_USER_INPUT',
    ]);
  });

  test('a secret is encrypted, masked in records, kept when untouched and cleared by null', async () => {
    const id = await makeBook({ pin: 'top secret' });
    const first = (await stored(id))?.['pin'] as Buffer;
    expect(first.toString('latin1')).not.toContain('top secret');
    const edit = await library.update('library.Book', [{ id, slot: 300, pin: '********' }]);
    expect(edit.changes[0]?.fields.map(({ name }) => name)).toEqual(['slot']);
    expect((await stored(id))?.['pin']).toEqual(first);
    const changed = await library.update('library.Book', [{ id, pin: 'new' }]);
    expect(changed.changes[0]?.fields).toEqual([{ name: 'pin', before: '********', after: '********' }]);
    await library.update('library.Book', [{ id, pin: null }]);
    expect((await stored(id))?.['pin']).toBeNull();
    const records = await library.query<{ text: string }>(
      'SELECT r::text AS text FROM core_change_record r WHERE object_id = $1',
      [id],
    );
    expect(records.some(({ text }) => text.includes('top secret') || text.includes('new"'))).toBe(false);
  });

  test('rows may exchange unique values among themselves', async () => {
    const [a, b, c] = [await makeBook({ slot: 400 }), await makeBook({ slot: 401 }), await makeBook({ slot: 402 })];
    await library.make('library.Page', { book: { id: a }, name: '1' });
    const title = async (id: string) => (await stored(id))?.['title'];
    const [ta, tb, tc] = [await title(a), await title(b), await title(c)];
    const { errors } = await library.update('library.Book', [
      { id: a, title: tb, slot: 401 },
      { id: b, title: tc, slot: 402 },
      { id: c, title: ta, slot: 400 },
    ]);
    expect(errors).toEqual([]);
    expect([await title(a), await title(b), await title(c)]).toEqual([tb, tc, ta]);
    expect(await library.query('SELECT 1 FROM library_page WHERE book_id = $1', [a])).toHaveLength(1);
  });

  test('tags, to-many references and custom fields are edited and recorded', async () => {
    await library.make('library.Tag', { name: 'red', slug: 'red' }, { name: 'blue', slug: 'blue' });
    const tags = await library.query<{ id: string }>('SELECT id FROM library_tag ORDER BY number');
    const id = await makeBook({ tags: [{ key: { name: 'red' } }], customFields: { a: 1, b: '' } });
    const { changes } = await library.update('library.Book', [
      {
        id,
        tags: { add: [{ key: { name: 'blue' } }], remove: [{ key: { name: 'red' } }] },
        coAuthors: [{ number: 2 }],
        customFields: { a: null, c: true },
      },
    ]);
    expect(changes[0]?.fields.map(({ name }) => name).toSorted()).toEqual([
      'coAuthors',
      'customFields.a',
      'customFields.c',
      'tags',
    ]);
    expect(changes[0]?.fields.find(({ name }) => name === 'tags')).toEqual({
      name: 'tags',
      before: [tags[0]?.id],
      after: [tags[1]?.id],
    });
    expect(await stored(id)).toMatchObject({ custom_fields: { b: '', c: true } });
    expect(await library.query('SELECT tag_id FROM extras_tagged_item WHERE object_id = $1', [id])).toEqual([
      { tag_id: tags[1]?.id },
    ]);
  });

  test('what follows a save runs in the same transaction and its derived columns leave no record', async () => {
    const id = await makeBook();
    const { changes } = await library.update('library.Shelf', [{ id: shelf, name: 'A renamed' }]);
    expect(changes.map(({ type }) => type)).toEqual(['library.Shelf']);
    expect(await stored(id)).toMatchObject({ shelf_name: 'A renamed', row_version: 1 });
  });

  test('a filter selects rows only when the count is as expected', async () => {
    await makeBook({ title: 'Filter 1' });
    await makeBook({ title: 'Filter 2' });
    const set = (expectedCount: number, filter: unknown = { title: { startsWith: 'Filter' } }) =>
      library.run((work) => work.updateWhere('library.Book', filter, { state: 'lost' }, expectedCount));
    expect((await set(3)).errors).toMatchObject([
      { path: 'expectedCount', code: 'EXPECTED_COUNT', details: { count: 2 } },
    ]);
    expect((await set(2, {})).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    const bad = await library.run((work) =>
      work.updateWhere('library.Book', { title: { startsWith: 'Filter' } }, { slot: -1 }, 2),
    );
    expect(bad.errors.map(({ path }) => path)).toEqual(['set.slot']);
    const { errors, changes } = await set(2);
    expect(errors).toEqual([]);
    expect(changes).toHaveLength(2);
  });

  test('several writes to one row in one transaction are one record', async () => {
    const id = await makeBook();
    const { changes } = await library.run(async (work) => {
      await work.update('library.Book', [{ id, slot: 500 }]);
      await work.update('library.Book', [{ id, state: 'lent' }]);
    });
    expect(changes).toMatchObject([{ action: 'update', version: 3 }]);
    expect(changes[0]?.fields.map(({ name }) => name).toSorted()).toEqual(['slot', 'state']);
  });

  test('statements do not grow with rows', async () => {
    const ids = await library.make(
      'library.Book',
      ...Array.from({ length: 505 }, (_, i) => ({ title: `Bulk ${i}`, shelf: { id: shelf } })),
    );
    const edit = (some: readonly string[]) =>
      library.update(
        'library.Book',
        some.map((id) => ({ id, state: 'lent', tags: [{ key: { name: 'red' } }] })),
      );
    const few = await edit(ids.slice(0, 5));
    const many = await edit(ids.slice(5));
    expect(many.errors).toEqual([]);
    expect(many.statements - few.statements).toBeLessThanOrEqual(2); // records of few changes go with their set
  });
});
