import { actorOf, openLibrary, type Library } from '../../test/library/index.ts';
import { createWriter } from '../write/writer.ts';
import { libraryRules } from '../../test/library/model.ts';
import { revealSecret } from './reveal.ts';
import { rotateSecrets, type RotationOptions } from './rotate.ts';
import { createSealer, keyIds, newMasterKey, secretContext } from './sealer.ts';

const BOOKS = 60;
const first = newMasterKey();

let library: Library;
let shelf: string;
let books: string[];

beforeAll(async () => {
  library = await openLibrary({ masterKeys: [first] });
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

beforeEach(async () => {
  await library.query('DELETE FROM library_book');
  await library.query('DELETE FROM core_data_key');
  books = await library.make('library.Book', ...Array.from({ length: BOOKS }, (_, i) => input(i)));
});

const input = (i: number) => ({ title: `Book ${i}`, shelf: { id: shelf }, pin: `pin ${i}` });

/** A writer as another start of the product has it, over the same database. */
const writerWith = (...masterKeys: string[]) =>
  createWriter({ registry: library.registry, dataSource: library.dataSource, rules: libraryRules, masterKeys });

const rotate = (writer = library.writer, options: Partial<RotationOptions> = {}) =>
  rotateSecrets(writer.engine, { data: false, batch: 7, ...options });

/** Each look is somebody else's, since nobody is shown many secrets at once. */
const pinOf = (id: string, writer = library.writer) =>
  revealSecret(writer.engine, actorOf(library.actor.organizationId), { type: 'Book', id, field: 'pin', reason: null });

const keys = () =>
  library.query<{ id: string; master: string }>(
    `SELECT id, encode(substr(wrapped, 2, 4), 'hex') AS master FROM core_data_key ORDER BY number`,
  );

const heads = async () => {
  const rows = await library.query<{ head: string }>(
    `SELECT DISTINCT encode(substr(pin, 1, 17), 'hex') AS head FROM library_book WHERE pin IS NOT NULL`,
  );
  return rows.map(({ head }) => head);
};

const headOf = (id = '') => `02${id.replaceAll('-', '')}`;

/** Seals a pin as the product did before organizations had keys. */
const sealOld = async (id: string, text: string) => {
  const context = secretContext(library.actor.organizationId, 'library.Book', id, 'pin');
  await library.query('UPDATE library_book SET pin = $2 WHERE id = $1', [id, createSealer(first).seal(text, context)]);
};

describe('rotation of keys', () => {
  test('an organization seals under one key of its own, which the master key wraps', async () => {
    const [key, ...more] = await keys();
    expect(more).toEqual([]);
    expect(await heads()).toEqual([headOf(key?.id)]);
    expect(key?.master).toBe(keyIds([first])[0]);
  });

  test('a new master key takes over without touching a value, and the old one may go', async () => {
    const second = newMasterKey();
    const writer = writerWith(second, first);
    const before = await library.query('SELECT id, pin FROM library_book ORDER BY id');
    const report = await rotate(writer);
    const [newest, old] = keyIds([second, first]);
    expect(report).toEqual({
      organizations: 1,
      dataKeys: { wrapped: 1, made: 0, removed: 0 },
      values: { sealed: 0, unreadable: 0 },
      masterKeys: [
        { id: newest, state: 'newest' },
        { id: old, state: 'removable' },
      ],
    });
    expect(await library.query('SELECT id, pin FROM library_book ORDER BY id')).toEqual(before);
    expect(await pinOf(books[3] ?? '', writerWith(second))).toBe('pin 3');
    await rotate(writerWith(first, second));
  });

  test('values sealed straight under a master key open, and move below the data key', async () => {
    const [old = '', other = ''] = books;
    await sealOld(old, 'from before');
    expect(await pinOf(old)).toBe('from before');
    const second = newMasterKey();
    const writer = writerWith(second, first);
    const report = await rotate(writer);
    expect(report.values).toEqual({ sealed: 1, unreadable: 0 });
    expect(report.masterKeys.map(({ state }) => state)).toEqual(['newest', 'removable']);
    expect([await pinOf(old, writerWith(second)), await pinOf(other, writerWith(second))]).toEqual([
      'from before',
      'pin 1',
    ]);
    await rotate(writerWith(first, second));
  });

  test('new data keys take every value, and the old ones go', async () => {
    const [before] = await keys();
    const seen: number[] = [];
    const report = await rotate(library.writer, { data: true, onProgress: (done) => seen.push(done) });
    const [after, ...more] = await keys();
    expect(more).toEqual([]);
    expect(after?.id).not.toBe(before?.id);
    expect(report.values).toEqual({ sealed: BOOKS, unreadable: 0 });
    expect(report.dataKeys).toEqual({ wrapped: 0, made: 1, removed: 1 });
    expect(await heads()).toEqual([headOf(after?.id)]);
    expect(seen.at(-1)).toBe(BOOKS);
    for (const at of [0, 6, 7, BOOKS - 1]) expect(await pinOf(books[at] ?? '')).toBe(`pin ${at}`);
  });

  test('rows of other systems that are kept whole are rotated as well', async () => {
    const { organizationId } = library.actor;
    const query = async <T>(text: string, values: readonly unknown[]) => library.query<T>(text, [...values]);
    const id = '00000000-0000-4000-8000-0000000000aa';
    const context = secretContext(organizationId, 'core.RawRow', id, 'payload');
    const { vault } = library.writer.engine;
    const [sealed] = await vault.seal(query, organizationId, [{ value: '{"psk":"kept"}', context }]);
    await library.query(
      `INSERT INTO core_raw_row (organization_id, id, source, source_type, payload) VALUES ($1, $2, 'x', 'y', $3)`,
      [organizationId, id, sealed],
    );
    const report = await rotate(library.writer, { data: true });
    expect([report.values.sealed, report.dataKeys.removed]).toEqual([BOOKS + 1, 1]);
    const [row] = await library
      .query<{ payload: Buffer }>('DELETE FROM core_raw_row RETURNING payload')
      .then((answer) => answer.flat() as { payload: Buffer }[]);
    const opened = await vault.open(query, organizationId, [{ sealed: row?.payload ?? Buffer.alloc(0), context }]);
    expect(opened).toEqual(['{"psk":"kept"}']);
  });

  test('what people write meanwhile stays, whenever they write it', async () => {
    let isOver = false;
    const wanted = new Map<string, string>();
    const write = async (worker: number) => {
      for (let turn = 0; !isOver || turn < 4; turn++) {
        const id = books[(worker * 13 + turn * 7) % BOOKS] ?? '';
        const other = books[(worker * 13 + turn * 7 + 1) % BOOKS] ?? '';
        const pins = [id, other].map((own) => ({ id: own, pin: `by ${worker} in turn ${turn}` }));
        const { errors } = await library.update('library.Book', pins);
        if (errors.length === 0) for (const { id: own, pin } of pins) wanted.set(own, pin);
      }
    };
    const rotations = async () => {
      for (let i = 0; i < 4; i++) await rotate(library.writer, { data: true });
      isOver = true;
    };
    await Promise.all([rotations(), write(0)]);
    expect((await keys()).length).toBe(1);
    expect(await heads()).toEqual([headOf((await keys())[0]?.id)]);
    for (const [at, id] of books.entries()) expect(await pinOf(id)).toBe(wanted.get(id) ?? `pin ${at}`);
  });

  test('a writer that has sealed and not yet committed keeps its key alive', async () => {
    const [id = ''] = books;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let sealed = (): void => undefined;
    const isSealed = new Promise<void>((resolve) => (sealed = resolve));
    const writing = library.run(async (work) => {
      await work.update('library.Book', [{ id, pin: 'slow' }]);
      sealed();
      await held;
    });
    await isSealed;
    const rotation = rotate(library.writer, { data: true });
    const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await library.query(waits)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    release();
    await writing;
    expect((await rotation).dataKeys.removed).toBe(1);
    expect(await pinOf(id)).toBe('slow');
    expect(await heads()).toEqual([headOf((await keys())[0]?.id)]);
  });

  test('values whose master key is not here stay as they are, and are told', async () => {
    const stranger = writerWith(newMasterKey());
    const before = await library.query('SELECT id, pin FROM library_book ORDER BY id');
    const report = await rotate(stranger, { data: true });
    expect(report.values).toEqual({ sealed: 0, unreadable: BOOKS });
    expect(report.dataKeys.removed).toBe(0);
    expect(report.masterKeys).toContainEqual({ id: keyIds([first])[0], state: 'missing' });
    expect(await library.query('SELECT id, pin FROM library_book ORDER BY id')).toEqual(before);
    expect(await pinOf(books[5] ?? '')).toBe('pin 5');
  });

  test('a rotation that is stopped leaves everything readable, and the next one ends the work', async () => {
    const stop = new AbortController();
    const options = { data: true, signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) };
    await expect(rotate(library.writer, options)).rejects.toThrow('stopped');
    expect(await pinOf(books[0] ?? '')).toBe('pin 0');
    expect(await pinOf(books[BOOKS - 1] ?? '')).toBe(`pin ${BOOKS - 1}`);
    const report = await rotate(library.writer, { data: true });
    expect([report.values.sealed, (await keys()).length]).toEqual([BOOKS, 1]);
  });

  test('only one rotation runs at a time', async () => {
    const both = await Promise.allSettled([
      rotate(library.writer, { data: true }),
      rotate(library.writer, { data: true }),
    ]);
    const refused = both.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeLessThan(2);
    for (const outcome of refused)
      expect(String((outcome as PromiseRejectedResult).reason)).toContain('Another rotation');
    expect(await pinOf(books[9] ?? '')).toBe('pin 9');
  });

  test('a value does not open for another organization, row or field, nor after a change of a single bit', async () => {
    const { engine } = library.writer;
    const [id = '', other = ''] = books;
    const sealedOf = async (own: string) =>
      (await library.query<{ pin: Buffer }>('SELECT pin FROM library_book WHERE id = $1', [own]))[0]?.pin ??
      Buffer.alloc(0);
    const sealed = await sealedOf(id);
    await library.query('UPDATE library_book SET pin = $2 WHERE id = $1', [other, sealed]);
    await expect(pinOf(other)).rejects.toThrow();
    const flipped = Buffer.from(sealed);
    flipped[0] = 3; // a text turned into a reference
    await library.query('UPDATE library_book SET pin = $2 WHERE id = $1', [id, flipped]);
    await expect(pinOf(id)).rejects.toThrow();
    await library.query('UPDATE library_book SET pin = $2 WHERE id = $1', [id, sealed]);
    expect(await pinOf(id)).toBe('pin 0');
    const elsewhere = actorOf('00000000-0000-4000-8000-00000000000e').organizationId;
    const query = <T>(text: string, values: readonly unknown[]) => library.query<T>(text, [...values]);
    const context = secretContext(library.actor.organizationId, 'library.Book', id, 'pin');
    await expect(engine.vault.open(query, elsewhere, [{ sealed, context }])).rejects.toThrow('No known key');
  });
});
