import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });
const bring = (model: string, inputs: object[], options = {}) =>
  library.writer.run({ ...library.actor, source: 'import' }, { trusted: true, ...options }, (work) =>
    work.upsert(model, inputs as never),
  );

describe('trusted imports', () => {
  test('numbers and stamps are kept and the counter moves past them', async () => {
    const row = book('Old', {
      number: 4711,
      created: '2019-01-01T00:00:00.000001Z',
      lastUpdated: '2020-01-01T00:00:00Z',
      provenance: { source: 's', type: 'book', id: 4711 },
    });
    const first = await bring('library.Book', [row]);
    expect(first.errors).toEqual([]);
    const [stored] = await library.query(
      'SELECT number, created::text AS created, last_updated::text AS updated FROM library_book WHERE id = $1',
      [first.result?.[0]],
    );
    expect(stored).toEqual({
      number: 4711,
      created: '2019-01-01 00:00:00.000001+00',
      updated: '2020-01-01 00:00:00+00',
    });
    const [next] = await library.make('library.Book', book('Next'));
    expect(await library.query('SELECT number FROM library_book WHERE id = $1', [next])).toEqual([{ number: 4712 }]);
    const second = await bring('library.Book', [row]);
    expect(second).toMatchObject({ result: first.result, changes: [], changeSetId: null });
  });

  test('rules warn and leave a finding, commands are skipped, open choice sets grow', async () => {
    const { errors, result, findings, changes } = await bring('library.Book', [
      book('forbidden', { number: 5000, state: 'archived', pageCount: 3 }),
    ]);
    expect(errors).toEqual([]);
    expect(changes).toHaveLength(1);
    expect(findings).toMatchObject([{ code: 'FORBIDDEN_TITLE', objectType: 'library.Book', objectId: result?.[0] }]);
    expect(await library.query('SELECT code, object_id FROM core_import_finding')).toEqual([
      { code: 'FORBIDDEN_TITLE', object_id: result?.[0] },
    ]);
    expect(await library.query('SELECT value FROM extras_choice')).toEqual([{ value: 'archived' }]);
  });

  test('rows that overlap in the source come in flagged; constraints still refuse what can not be stored', async () => {
    const rows = [book('O1', { slot: 1, width: 4 }), book('O2', { slot: 2 }), book('o1'), book('O3', { shelf: null })];
    const { result, errors, findings } = await bring('library.Book', rows, { mode: 'PER_ROW' });
    expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'input.2 BAD_USER_INPUT',
      'input.3.shelf REQUIRED',
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['SLOT_TAKEN']);
    expect(await library.query('SELECT imported_conflict FROM library_book WHERE id = $1', [result?.[1]])).toEqual([
      { imported_conflict: true },
    ]);
  });

  test('the source of each record is the import', async () => {
    expect(
      await library.query("SELECT DISTINCT source FROM core_change_record WHERE display IN ('Old', 'O1')"),
    ).toEqual([{ source: 'import' }]);
  });
});
