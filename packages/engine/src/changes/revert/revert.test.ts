import { actorOf, openLibrary, type Library } from '../../../test/library/index.ts';
import type { Outcome } from '../../write/writer.ts';
import { loadEvents, readHeads } from '../../events/load-events.ts';
import type { InputRow } from '../../write/work.ts';
import { loadChanges } from '../load.ts';
import { restoreObject, revertChangeSet, type RevertOptions, type Reverted } from './revert.ts';

const MANY = process.env['PLUMBLINE_FULL'] === '1' ? 5_000 : 300;

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const setOf = ({ changeSetId, errors }: Outcome<unknown>): string => {
  if (changeSetId === null) throw new Error(`Nothing was changed: ${JSON.stringify(errors)}`);
  return changeSetId;
};

const revert = (id: string, options?: RevertOptions): Promise<Outcome<Reverted>> =>
  revertChangeSet(library.writer, library.actor, id, options);

const done = async (outcome: Promise<Outcome<Reverted>>): Promise<string> => setOf(await outcome);

let serial = 0;
const title = () => `Book ${++serial}`;
const book = (rest: InputRow = {}): InputRow => ({ title: title(), shelf: { id: shelf }, ...rest });

const TABLES = ['shelf', 'author', 'book', 'page', 'loan', 'bookmark'];
const LINKS = ['extras_tagged_item', 'library_book_co_authors'];

/** All that is stored, without versions and stamps of the last change. */
const contents = async (): Promise<unknown> => {
  const rows = await Promise.all([
    ...TABLES.map((table) =>
      library.query(
        `SELECT to_jsonb(t) - 'row_version' - 'last_updated' - 'last_updated_by' AS row FROM library_${table} t ORDER BY id`,
      ),
    ),
    ...LINKS.map((table) => library.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)),
    library.query('SELECT to_jsonb(t) AS row FROM core_search t ORDER BY 1'),
  ]);
  return rows;
};

/** Takes a change back and forth: there and back again has to be where it began. */
const backAndForth = async (change: () => Promise<Outcome<unknown>>): Promise<void> => {
  const before = await contents();
  const set = setOf(await change());
  const after = await contents();
  expect(after).not.toEqual(before);
  const undone = await done(revert(set));
  expect(await contents()).toEqual(before);
  const redone = await done(revert(undone));
  expect(await contents()).toEqual(after);
  await done(revert(redone));
  expect(await contents()).toEqual(before);
};

describe('a change set is taken back', () => {
  test('that made rows, with what was made along and their links', async () => {
    const [tag] = await library.make('library.Tag', { name: 'red', slug: 'red' });
    const [author] = await library.make('library.Author', { name: 'Co' });
    const input = book({ pageCount: 3, tags: [{ id: tag }], coAuthors: [{ id: author }], keywords: ['x'], extra: [] });
    await backAndForth(() => library.create('library.Book', [input, book({ customFields: { height: 3 } })]));
  });

  test('that changed fields, lists and custom fields', async () => {
    const [one, two] = await library.make('library.Author', { name: 'One' }, { name: 'Two' });
    const [id] = await library.make(
      'library.Book',
      book({ coAuthors: [{ id: one }], customFields: { a: 1, b: 2 }, price: '3.5', readAt: '2024-01-02T03:04:05Z' }),
    );
    await backAndForth(() =>
      library.update('library.Book', [
        {
          id,
          price: null,
          slot: 400,
          author: { id: one },
          coAuthors: [{ id: two }],
          customFields: { a: 5, b: null, c: 1 },
        },
      ]),
    );
  });

  test('that deleted a tree and cleared what referred to it', async () => {
    const [top] = await library.make('library.Shelf', { name: 'Top', slug: 'top' });
    const [below] = await library.make('library.Shelf', { name: 'Below', slug: 'below', parent: { id: top } });
    await library.make('library.Shelf', { name: 'Below', slug: 'deep', parent: { id: below } });
    const [author] = await library.make('library.Author', { name: 'Gone soon' });
    const [id] = await library.make('library.Book', book({ author: { id: author }, coAuthors: [{ id: author }] }));
    await library.make('library.Loan', { book: { id }, to: { author: { id: author } } });
    await library.make('library.Bookmark', { objectType: 'library.Author', objectId: author });
    await backAndForth(() =>
      library.run(async (work) => {
        await work.delete('library.Author', { ids: [author ?? ''] });
        await work.delete('library.Shelf', { ids: [top ?? ''] });
        return null;
      }),
    );
  });

  test('that gave names on from rows it deleted and renamed', async () => {
    const names = [title(), title(), title()];
    const [gone = '', kept] = await library.make('library.Book', book({ title: names[0] }), book({ title: names[1] }));
    const [loan] = await library.make('library.Loan', { book: { id: kept } });
    await backAndForth(() =>
      library.run(async (work) => {
        await work.delete('library.Book', { ids: [gone] });
        await work.update('library.Book', [{ id: kept, title: names[0] }]);
        const [made] = await work.create('library.Book', [book({ title: names[1] })]);
        return work.update('library.Loan', [{ id: loan, book: { id: made } }]);
      }),
    );
  });

  test('in a dry run that shows it and keeps nothing', async () => {
    const [id] = await library.make('library.Book', book());
    const set = setOf(await library.update('library.Book', [{ id, slot: 77 }]));
    const before = await contents();
    const { changes, changeSetId, errors } = await revert(set, { dryRun: true });
    expect({ changeSetId, errors }).toEqual({ changeSetId: null, errors: [] });
    expect(changes.map(({ fields }) => fields)).toEqual([[{ name: 'slot', before: 77, after: null }]]);
    expect(await contents()).toEqual(before);
  });

  test('once for a request that is repeated, and with a reason and what it took back', async () => {
    const [id] = await library.make('library.Book', book());
    const set = setOf(await library.update('library.Book', [{ id, slot: 78 }]));
    const options = { idempotencyKey: 'k', request: { field: 'changeSetRevert', input: { set } }, reason: 'a slip' };
    const first = await done(revert(set, options));
    expect(await done(revert(set, options))).toBe(first);
    const rows = await library.query('SELECT reason, reverts_id FROM core_change_set WHERE id = $1', [first]);
    expect(rows).toEqual([{ reason: 'a slip', reverts_id: set }]);
  });

  test('with numbers and ids, and versions that nobody has read yet', async () => {
    const [id = ''] = await library.make('library.Book', book());
    await library.update('library.Book', [{ id, slot: 79 }]);
    const row = () => library.query('SELECT number, row_version, created FROM library_book WHERE id = $1', [id]);
    const [before] = await row();
    await done(revert(setOf(await library.run((work) => work.delete('library.Book', { ids: [id] })))));
    expect(await row()).toEqual([{ ...before, row_version: 3 }]);
  });
});

const stale = ({ errors }: Outcome<unknown>) =>
  errors.map(({ code, details }) => {
    const { kind, display, fields } = details as Record<string, unknown>;
    return { code, kind, display, fields };
  });

describe('what stands in the way is told', () => {
  test(`an import of ${MANY} rows with 12 later edits names exactly these`, async () => {
    const rows = Array.from({ length: MANY }, () => book());
    const made = await library.create('library.Book', rows, { trusted: true });
    const ids = made.result ?? [];
    const edited = Array.from({ length: 12 }, (_, i) => i * Math.floor(MANY / 13));
    const later = setOf(
      await library.update(
        'library.Book',
        edited.map((at) => ({ id: ids[at], price: '9' })),
      ),
    );
    const before = await contents();
    const refused = await revert(setOf(made));
    expect(refused.changeSetId).toBeNull();
    expect(stale(refused)).toEqual(
      edited.map((at) => ({ code: 'CHANGED_SINCE', kind: 'changed', display: rows[at]?.['title'], fields: ['price'] })),
    );
    expect(refused.errors[0]?.details?.['changeSets']).toMatchObject([
      { id: later, actorName: 'tester', action: 'update' },
    ]);
    expect(await contents()).toEqual(before);
    await done(revert(later));
    const { changes, statements } = await revert(setOf(made));
    expect(changes).toHaveLength(MANY);
    expect(statements).toBeLessThan(40);
  });

  test('later changes of other fields and other members of a list stay', async () => {
    const [one, two] = await library.make('library.Author', { name: 'Three' }, { name: 'Four' });
    const [id] = await library.make('library.Book', book());
    const set = setOf(await library.update('library.Book', [{ id, price: '1', coAuthors: [{ id: one }] }]));
    await library.update('library.Book', [{ id, slot: 90, coAuthors: { add: [{ id: two }] } }]);
    await done(revert(set));
    const rows = await library.query('SELECT price, slot FROM library_book WHERE id = $1', [id]);
    expect(rows).toEqual([{ price: null, slot: 90 }]);
    const links = await library.query<{ a: string }>(
      'SELECT target_id AS a FROM library_book_co_authors WHERE source_id = $1',
      [id],
    );
    expect(links).toEqual([{ a: two }]);
  });

  test('a field that changed again, unless it is back where it was', async () => {
    const [id] = await library.make('library.Book', book());
    const first = setOf(await library.update('library.Book', [{ id, slot: 1, price: '5' }]));
    const second = setOf(await library.update('library.Book', [{ id, slot: 2 }]));
    expect(stale(await revert(first))).toMatchObject([{ kind: 'changed', fields: ['slot'] }]);
    await done(revert(second));
    await done(revert(first));
    expect(await library.query('SELECT slot, price FROM library_book WHERE id = $1', [id])).toEqual([
      { slot: null, price: null },
    ]);
  });

  test('rows that were added below a new one, or refer to it', async () => {
    const made = await library.create('library.Book', [book({ title: 'Held' })]);
    const [id = ''] = made.result ?? [];
    const [page] = await library.make('library.Page', { book: { id: id ?? '' }, name: 'Later' });
    const [loan] = await library.make('library.Loan', { book: { id: id ?? '' } });
    const refused = await revert(setOf(made));
    expect(stale(refused)).toEqual([
      { code: 'CHANGED_SINCE', kind: 'added', display: 'Later', fields: [] },
      { code: 'CHANGED_SINCE', kind: 'refers', display: expect.stringMatching(/^loan #/i), fields: ['book'] },
    ]);
    expect(refused.errors.map(({ details }) => details?.['id'])).toEqual([page, loan]);
  });

  test('a changed row that is gone by now, and a deleted one that is there again', async () => {
    const [id = ''] = await library.make('library.Book', book({ title: 'Fleeting' }));
    const changed = setOf(await library.update('library.Book', [{ id, slot: 3 }]));
    const gone = setOf(await library.run((work) => work.delete('library.Book', { ids: [id] })));
    expect(stale(await revert(changed))).toMatchObject([{ kind: 'deleted', display: 'Fleeting' }]);
    await done(revert(gone));
    await library.update('library.Book', [{ id, price: '4' }]);
    expect(stale(await revert(gone))).toMatchObject([{ kind: 'exists', fields: ['price'] }]);
  });

  test('rules and constraints hold as for any other write', async () => {
    const name = title();
    const [id = ''] = await library.make('library.Book', book({ title: name }));
    const gone = setOf(await library.run((work) => work.delete('library.Book', { ids: [id] })));
    await library.make('library.Book', book({ title: name }));
    const { errors } = await revert(gone);
    expect(errors).toMatchObject([{ code: 'BOOK_TITLE_TAKEN', path: expect.stringMatching(/^changes\.0/) }]);
  });

  test('a change set that is none, or another organization’s', async () => {
    const set = setOf(await library.create('library.Author', [{ name: 'Mine' }]));
    const other = actorOf('00000000-0000-4000-8000-000000000001');
    for (const outcome of [await revert('no'), await revertChangeSet(library.writer, other, set)])
      expect(outcome.errors).toMatchObject([{ code: 'NOT_FOUND', path: 'id' }]);
  });
});

test('secrets stay gone and are named', async () => {
  const [id = ''] = await library.make('library.Book', book({ title: 'Locked', pin: '1234' }));
  const gone = await library.run((work) => work.delete('library.Book', { ids: [id] }));
  const { result } = await revert(setOf(gone));
  expect(result?.unrestored).toEqual([{ type: 'library.Book', id, display: 'Locked', fields: ['pin'] }]);
  expect(await library.query('SELECT pin FROM library_book WHERE id = $1', [id])).toEqual([{ pin: null }]);
});

test('a deleted object comes back alone with what went along, not with the rest of its change set', async () => {
  const [author = ''] = await library.make('library.Author', { name: 'Lone' });
  const [id = '', other = ''] = await library.make(
    'library.Book',
    book({ author: { id: author }, pageCount: 2 }),
    book(),
  );
  await library.run(async (work) => {
    await work.delete('library.Book', { ids: [id, other] });
    return work.delete('library.Author', { ids: [author] });
  });
  const restored = await restoreObject(library.writer, library.actor, author);
  expect(restored.changes.map(({ type, action }) => [type, action])).toEqual([['library.Author', 'create']]);
  await done(restoreObject(library.writer, library.actor, id));
  const rows = await library.query(
    'SELECT author_id, (SELECT count(*)::int FROM library_page p WHERE p.book_id = b.id) AS pages FROM library_book b WHERE id = ANY($1)',
    [[id, other]],
  );
  expect(rows).toEqual([{ author_id: author, pages: 2 }]);
  expect((await restoreObject(library.writer, library.actor, id)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
});

test('the record of another system is read, never undone', async () => {
  const [id = ''] = await library.make('library.Author', { name: 'From elsewhere' });
  const set = setOf(await library.update('library.Author', [{ id, name: 'From here' }]));
  await library.query('UPDATE core_change_record SET object_version = NULL WHERE change_set_id = $1', [set]);
  expect(stale(await revert(set))).toMatchObject([{ kind: 'imported', display: 'From here' }]);
});

describe('what an import brought and somebody deleted', () => {
  const bring = (inputs: readonly InputRow[]) =>
    library.writer.run({ ...library.actor, source: 'import' }, { trusted: true }, (work) =>
      work.upsert('library.Book', inputs),
    );
  const origin = (id: number) => ({ provenance: { source: 's', type: 'book', id } });
  const origins = (id: string) =>
    library.query('SELECT source_id, encode(brought, $2) AS brought FROM core_provenance WHERE object_id = $1', [
      id,
      'hex',
    ]);

  test('comes back as the object of its source row, which the next import finds', async () => {
    const row = book(origin(1));
    const { result } = await bring([row]);
    const id = String(result?.[0]);
    await library.query("UPDATE core_provenance SET brought = '\\x0a0b' WHERE object_id = $1", [id]);
    await library.run((work) => work.delete('library.Book', { ids: [id] }));
    expect(await origins(id)).toEqual([]);
    await done(restoreObject(library.writer, library.actor, id));
    expect(await origins(id)).toEqual([{ source_id: '1', brought: '0a0b' }]);
    expect(await bring([row])).toMatchObject({ result: [id], changes: [] });
  });

  test('says nothing of its source row to readers of changes and events', async () => {
    const { result } = await bring([book(origin(3))]);
    const id = String(result?.[0]);
    const gone = await library.run((work) => work.delete('library.Book', { ids: [id] }));
    const { actor } = library;
    const query = <T>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
      library.query<T>(text, [...values]);
    const [kept] = await query<{ before: object }>('SELECT before FROM core_change_record WHERE change_set_id = $1', [
      setOf(gone),
    ]);
    expect(Object.keys(kept?.before ?? {})).toContain('provenance');
    const changes = await loadChanges({ query }, actor.organizationId, setOf(gone));
    await query('UPDATE core_outbox SET sequence = 1 WHERE object_id = $1 AND action = $2', [id, 'delete']);
    const [event] = await loadEvents({ query }, actor.organizationId, await readHeads({ query }, 0, 1));
    for (const { before } of [...changes, ...gone.changes, event ?? { before: null }])
      expect(before).toEqual(
        Object.fromEntries(Object.entries(kept?.before ?? {}).filter(([key]) => key !== 'provenance')),
      );
  });

  test('leaves its source row to the object that an import made of it meanwhile', async () => {
    const { result } = await bring([book(origin(2))]);
    const id = String(result?.[0]);
    await library.run((work) => work.delete('library.Book', { ids: [id] }));
    const later = await bring([book(origin(2))]);
    await done(restoreObject(library.writer, library.actor, id));
    expect(await origins(id)).toEqual([]);
    expect(await origins(String(later.result?.[0]))).toEqual([{ source_id: '2', brought: null }]);
  });
});
