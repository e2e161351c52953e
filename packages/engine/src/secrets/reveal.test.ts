import { Forbidden } from '@plumbline/kit';
import { createHash } from 'node:crypto';
import { actorOf, openLibrary, type Library } from '../../test/library/index.ts';
import { changeSettings } from '../settings/change.ts';
import type { Grant } from '../actor.ts';
import { REVEAL_REASON, revealSecret } from './reveal.ts';
import { RevealBudget, REVEALS_PER_MINUTE } from './reveal-budget.ts';

const PLAIN = 'hunter2-Plain-Secret';
const NEXT = 'hunter3-Next-Secret';

let library: Library;
let shelf: string;
let book: string;

beforeAll(async () => {
  library = await openLibrary({
    settings: [
      {
        key: REVEAL_REASON,
        label: 'reason',
        help: '',
        type: { kind: 'choice', values: ['optional', 'required'] },
        default: 'optional',
        levels: ['ORGANIZATION'],
      },
    ],
  });
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
    const logged = await library.query(
      "SELECT subject, subject_id, details FROM users_security_event WHERE kind = 'revealed'",
    );
    const details = { type: 'library.Book', field: 'pin', reason: 'audit' };
    expect(logged).toEqual([{ subject: expect.any(String), subject_id: book, details }]);
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

  test('are shown to others as far as a grant reaches: type, row and field', async () => {
    const { organizationId } = library.actor;
    const { engine } = library.writer;
    const grant = (over: Partial<Grant> = {}): Grant => ({
      objectTypes: ['library.Book'],
      actions: ['reveal'],
      predicate: null,
      fields: null,
      ...over,
    });
    const by = (...grants: Grant[]) =>
      revealSecret(engine, actorOf(organizationId, { superuser: false, grants }), request());
    expect(await by(grant())).toBe(PLAIN);
    expect(await by(grant({ predicate: { title: { eq: 'Sealed' } } }))).toBe(PLAIN);
    expect(await by(grant({ fields: ['pin'] }), grant({ fields: ['title'] }))).toBe(PLAIN);
    await expect(by()).rejects.toThrow(Forbidden);
    await expect(by(grant({ actions: ['view', 'change'] }))).rejects.toThrow(Forbidden);
    await expect(by(grant({ objectTypes: ['library.Shelf'] }))).rejects.toThrow(Forbidden);
    const before = (await reveals()).length;
    const refused = { code: 'FORBIDDEN', problems: [{ path: 'id' }] };
    await expect(by(grant({ predicate: { title: { eq: 'Other' } } }))).rejects.toMatchObject(refused);
    await expect(by(grant({ fields: ['title'] }))).rejects.toMatchObject({ problems: [{ path: 'field' }] });
    expect(await reveals()).toHaveLength(before);
  });

  test('need a reason where the organization says so', async () => {
    const set = (value: string | null) =>
      changeSettings(library.writer, library.actor, [{ key: REVEAL_REASON, value, version: null }], {
        level: 'ORGANIZATION',
        reason: null,
        dryRun: false,
      });
    await set('required');
    const { engine } = library.writer;
    const refused = { problems: [{ path: 'reason', code: 'REQUIRED' }] };
    for (const reason of [null, '', '  ?  '])
      await expect(revealSecret(engine, library.actor, request({ reason }))).rejects.toMatchObject(refused);
    expect(await revealSecret(engine, library.actor, request({ reason: 'ticket 42' }))).toBe(PLAIN);
    await set(null);
    expect(await revealSecret(engine, library.actor, request({ reason: null }))).toBe(PLAIN);
  });

  test('are not given out in masses', () => {
    let now = 0;
    const budget = new RevealBudget(() => now);
    const [one, other] = [actorOf('o'), actorOf('o')];
    for (let i = 0; i < REVEALS_PER_MINUTE; i++, now += 1_000) budget.spend(one);
    expect(() => budget.spend(one)).toThrow('Go on in 30 s');
    expect(() => budget.spend(other)).not.toThrow();
    now += 30_001;
    expect(() => budget.spend(one)).not.toThrow();
    expect(() => budget.spend(one)).toThrow('Go on in 1 s');
  });

  test('are null where none is stored, and nothing was shown then', async () => {
    const [open = ''] = await library.make('library.Book', { title: 'Open', shelf: { id: shelf } });
    const before = (await reveals()).length;
    expect(await revealSecret(library.writer.engine, library.actor, request({ id: open }))).toBeNull();
    expect(await reveals()).toHaveLength(before);
  });

  test('are kept of a request that must run once as no digest that guesses could be tried against', async () => {
    const [id = ''] = await library.make('library.Book', { title: 'Once', shelf: { id: shelf } });
    const change = { id, pin: '1234' };
    const send = (own = change, writer = library.writer) =>
      writer.run(library.actor, { idempotencyKey: 'guess', request: { field: 'bookUpdate', input: own } }, (work) =>
        work.update('library.Book', [own]),
      );
    expect((await send()).replayed).toBe(false);
    expect((await send()).replayed).toBe(true);
    expect((await send({ ...change, pin: '1235' })).errors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    const [{ input_hash } = { input_hash: '' }] = await library.query<{ input_hash: string }>(
      "SELECT input_hash FROM core_idempotency WHERE key = 'guess'",
    );
    expect(input_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(input_hash).not.toBe(createHash('sha256').update(JSON.stringify(change)).digest('hex'));
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
