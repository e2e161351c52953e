import { Forbidden } from '@plumbline/kit';
import { actorOf, openLibrary, type Library } from '../../test/library/index.ts';
import { revealSecret } from './reveal.ts';

const PLAIN = 'hunter2-Plain-Secret';
const NEXT = 'hunter3-Next-Secret';

let library: Library;
let shelf: string;
let book: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
  [book = ''] = await library.make('library.Book', { title: 'Sealed', shelf: { id: shelf }, pin: PLAIN });
});
afterAll(() => library?.close());

const request = (over: object = {}) => ({ type: 'Book', id: book, field: 'pin', reason: 'audit', ...over });

const reveals = () =>
  library.query<Record<string, unknown>>(
    `SELECT r.action, r.object_id, r.fields, r.before, r.after, r.actor_name, r.request_id, r.changed_at, s.reason
     FROM core_change_record r JOIN core_change_set s ON s.id = r.change_set_id WHERE r.action = 'reveal'`,
  );

/** Everything the database holds, as text; encrypted values show as hex. */
const everything = async (): Promise<string> => {
  const tables = await library.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const texts: string[] = [];
  for (const { name } of tables)
    texts.push(
      ...(await library.query<{ text: string }>(`SELECT x::text AS text FROM ${name} x`)).map(({ text }) => text),
    );
  return texts.join('\n');
};

describe('secrets', () => {
  test('are shown to an administrator, with a record of who, when, what and why', async () => {
    expect(await revealSecret(library.writer.engine, library.actor, request())).toBe(PLAIN);
    expect(await reveals()).toEqual([
      {
        action: 'reveal',
        object_id: book,
        fields: [{ name: 'pin', before: '********', after: '********' }],
        before: null,
        after: null,
        actor_name: 'tester',
        request_id: 'test',
        changed_at: expect.any(Date),
        reason: 'audit',
      },
    ]);
    const [event] = await library.query("SELECT object_id FROM core_outbox WHERE action = 'reveal'");
    expect(event).toEqual({ object_id: book });
  });

  test('are shown to nobody else, and what is refused leaves no record', async () => {
    const before = (await reveals()).length;
    const { engine } = library.writer;
    const { organizationId } = library.actor;
    for (const over of [{ superuser: false }, { readOnly: true }])
      await expect(revealSecret(engine, actorOf(organizationId, over), request())).rejects.toThrow(Forbidden);
    const elsewhere = actorOf('00000000-0000-4000-8000-000000000000');
    await expect(revealSecret(engine, elsewhere, request())).rejects.toThrow('no book with this id');
    await expect(revealSecret(engine, library.actor, request({ id: 'x' }))).rejects.toThrow('no book with this id');
    await expect(revealSecret(engine, library.actor, request({ field: 'title' }))).rejects.toThrow('no secret "title"');
    await expect(revealSecret(engine, library.actor, request({ type: 'Bok' }))).rejects.toThrow('no type "Bok"');
    expect(await reveals()).toHaveLength(before);
  });

  test('are null where none is stored, and nothing was shown then', async () => {
    const [open = ''] = await library.make('library.Book', { title: 'Open', shelf: { id: shelf } });
    const before = (await reveals()).length;
    expect(await revealSecret(library.writer.engine, library.actor, request({ id: open }))).toBeNull();
    expect(await reveals()).toHaveLength(before);
  });

  test('leave by no other way: answers, dry runs, errors, rows read by rules, and all tables', async () => {
    const change = { id: book, pin: NEXT };
    const answers = [
      await library.update('library.Book', [change], { dryRun: true }),
      await library.update('library.Book', [{ ...change, price: 'no number' }]),
      await library.update('library.Book', [{ ...change, rowVersion: 99 }]),
      await library.update('library.Book', [change], {
        idempotencyKey: 'once',
        request: { field: 'bookUpdate', input: change },
      }),
      await library.create('library.Book', [{ title: 'Twin', shelf: { id: shelf }, pin: PLAIN }]),
      await library.create('library.Book', [{ title: 'Bad', shelf: { id: shelf }, pin: { text: PLAIN } }]),
      await library.run((work) => work.read.rows('library.Book')),
      await library.run((work) => work.delete('library.Book', { ids: [book] }), { dryRun: true }),
    ];
    expect(answers.filter(({ errors }) => errors.length > 0)).toHaveLength(3);
    const text = JSON.stringify(answers) + (await everything());
    expect(text).toContain('********');
    for (const plain of [PLAIN, NEXT]) {
      expect(text).not.toContain(plain);
      expect(text).not.toContain(Buffer.from(plain).toString('hex'));
      expect(text).not.toContain(Buffer.from(plain).toString('base64'));
    }
    expect(await revealSecret(library.writer.engine, library.actor, request())).toBe(NEXT);
  });
});
