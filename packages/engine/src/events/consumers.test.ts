import { randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import { openLibrary, type Library } from '../../test/library/index.ts';
import type { Work } from '../write/work.ts';
import { consumeAll, consumeStep, type ConsumeParts } from './consume.ts';
import type { Consumer, OutboxEvent } from './consumer.ts';
import { retryParked } from './parked.ts';
import { beginConsumers, readPlace } from './place.ts';
import { eventDb, startConsumers } from './run-consumers.ts';
import { startSequencer } from './run-sequencer.ts';
import { pruneOutbox, sequenceOutbox } from './sequencer.ts';

let library: Library;
let pool: Pool;
let parts: ConsumeParts;
const failures: (number | null)[] = [];

beforeAll(async () => {
  library = await openLibrary();
  const { url } = library.dataSource.options as unknown as { readonly url: string };
  pool = new Pool({ connectionString: url, max: 8 });
  pool.on('error', () => undefined);
  await library.query('CREATE TABLE seen (consumer text, sequence bigint, display text)');
  parts = {
    writer: library.writer,
    db: eventDb(pool),
    onError: (_, __, parked) => failures.push(parked?.sequence ?? null),
    pauses: [0, 0],
  };
});
beforeEach(async () => {
  failures.length = 0;
  await library.query('TRUNCATE core_outbox, core_consumer, core_parked_event, seen');
});
afterAll(async () => {
  await pool.end();
  await library.close();
});

const db = { query: <T>(sql: string, values: readonly unknown[] = []) => library.query<T>(sql, [...values]) };

/** Writes what it is told of into a table, with its place. */
const noting = (name: string, spoil: (event: OutboxEvent) => void = () => undefined): Consumer => ({
  name,
  handle: async (events, work: Work) => {
    for (const event of events) {
      await work.sql`INSERT INTO seen SELECT ${name}, ${event.sequence}, ${event.display} WHERE ${work.org}::uuid IS NOT NULL`;
      spoil(event);
    }
  },
});

const seen = async (name: string): Promise<string[]> =>
  (
    await library.query<{ display: string }>('SELECT display FROM seen WHERE consumer = $1 ORDER BY sequence', [name])
  ).map(({ display }) => display);

const shelves = (...names: string[]) =>
  library.make('library.Shelf', ...names.map((name) => ({ name, slug: randomUUID() })));

const waits = async (): Promise<boolean> =>
  (await library.query('SELECT 1 FROM core_outbox WHERE sequence IS NULL LIMIT 1')).length > 0;

/** Numbers all events, once transactions of other databases on the server let go of them. */
const numbered = async (): Promise<void> => {
  do await sequenceOutboxNow();
  while (await waits());
};

const sequenceOutboxNow = () => library.dataSource.transaction((manager) => sequenceOutbox(manager));

test('a reader begins with what happens from then on, and is told each event once, with what changed', async () => {
  await shelves('Before');
  await numbered();
  const events: OutboxEvent[] = [];
  const reader: Consumer = { name: 'told', handle: async (batch) => void events.push(...batch) };
  await beginConsumers(parts.db, ['told']);
  const [id] = await shelves('One');
  await library.update('library.Shelf', [{ id, name: 'Two' }], { reason: 'renamed' });
  await numbered();
  expect(await consumeAll(parts, reader)).toBe(2);
  expect(await consumeAll(parts, reader)).toBe(0);
  expect(events).toMatchObject([
    { action: 'create', type: 'library.Shelf', objectId: id, display: 'One', before: null, after: { name: 'One' } },
    {
      action: 'update',
      display: 'Two',
      fields: [{ name: 'name', before: 'One', after: 'Two' }],
      before: { name: 'One' },
      after: { name: 'Two' },
      actor: { id: library.actor.userId, name: 'tester' },
      source: 'api',
      reason: 'renamed',
      requestId: 'test',
    },
  ]);
  expect(events[0]?.fields).toContainEqual({ name: 'name', before: null, after: 'One' });
  expect(Date.parse(events[1]?.at ?? '')).toBeGreaterThan(Date.now() - 600_000);
  expect(events[0]?.changeRecordId).not.toBeNull();
});

test('effects and place are committed together: what fails leaves nothing, an event that never succeeds is parked', async () => {
  let isBroken = true;
  const reader = noting('poison', ({ display }) => {
    if (display === 'Bad' && isBroken) throw new Error('can not do that');
  });
  await beginConsumers(parts.db, ['poison']);
  await shelves('Good', 'Bad', 'Fine');
  await numbered();
  for (let i = 0; i < 8; i++) await consumeStep(parts, reader);
  expect(await seen('poison')).toEqual(['Good', 'Fine']);
  const [parked] = await library.query('SELECT consumer, action, error, attempts FROM core_parked_event');
  expect(parked).toEqual({ consumer: 'poison', action: 'create', error: 'can not do that', attempts: 3 });
  expect(failures.filter((sequence) => sequence !== null)).toHaveLength(1);
  isBroken = false;
  expect(await retryParked(parts.db, 'poison', randomUUID())).toBe(0);
  expect(await retryParked(parts.db, 'poison', library.actor.organizationId)).toBe(1);
  await consumeAll(parts, reader);
  expect(await seen('poison')).toEqual(['Good', 'Bad', 'Fine']);
  expect(await library.query('SELECT 1 FROM core_parked_event')).toEqual([]);
});

test('what rules refuse counts as a failure', async () => {
  const reader: Consumer = {
    name: 'refused',
    handle: async (_, work) => work.refuse('', 'BAD_USER_INPUT', 'no'),
  };
  await beginConsumers(parts.db, ['refused']);
  await shelves('Any');
  await numbered();
  for (let i = 0; i < 4; i++) await consumeStep(parts, reader);
  const [parked] = await library.query('SELECT error FROM core_parked_event');
  expect(parked).toEqual({ error: ' BAD_USER_INPUT: no' });
});

test('organizations that take turns keep their order, and a failure of one is no obstacle for another', async () => {
  const [own, other] = [library.actor.organizationId, randomUUID()];
  const order = [own, other, own, other, other, own];
  for (const [at, organizationId] of order.entries())
    await library.query(
      `INSERT INTO core_outbox (id, organization_id, object_type, object_id, action, payload)
       VALUES (gen_random_uuid(), $1, 'core.Job', gen_random_uuid(), 'job_started', $2)`,
      [organizationId, JSON.stringify({ label: `e${at}`, number: at, actor: { id: null, name: 'ann' } })],
    );
  await beginConsumers(parts.db, ['turns']);
  await numbered();
  const events: OutboxEvent[] = [];
  const reader: Consumer = {
    name: 'turns',
    handle: async (batch) => {
      if (batch.some(({ organizationId }) => organizationId === other)) throw new Error('not this one');
      events.push(...batch);
    },
  };
  for (let i = 0; i < 20; i++) await consumeStep(parts, reader);
  expect(events.map(({ display }) => display)).toEqual(['e0', 'e2', 'e5']);
  expect(events[0]).toMatchObject({ number: 0, actor: { id: null, name: 'ann' }, changeRecordId: null });
  expect(await library.query('SELECT organization_id FROM core_parked_event')).toHaveLength(3);
  const [{ highest } = { highest: '' }] = await library.query<{ highest: string }>(
    'SELECT max(sequence) AS highest FROM core_outbox',
  );
  expect(await readPlace(parts.db, 'turns')).toMatchObject({ sequence: Number(highest), ahead: {} });
});

test('a reader that chooses is only given what it chose, and moves on past the rest', async () => {
  const events: OutboxEvent[] = [];
  const reader: Consumer = {
    name: 'choosy',
    selects: async (heads) => heads.filter((_, at) => at === 1),
    handle: async (batch) => void events.push(...batch),
  };
  await beginConsumers(parts.db, ['choosy']);
  await shelves('A', 'B', 'C');
  await numbered();
  expect(await consumeAll(parts, reader)).toBe(3);
  expect(events.map(({ display }) => display)).toEqual(['B']);
});

/** Events of types that only exist here, in one statement. */
const happen = async (type: string, count: number, action = 'create', organizationId = library.actor.organizationId) =>
  library.query(
    `INSERT INTO core_outbox (id, organization_id, object_type, object_id, action, payload)
     SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), $3, jsonb_build_object('label', $2::text || i)
     FROM generate_series(1, $4::int) i`,
    [organizationId, type, action, count],
  );

test('a reader with many events before it passes over what concerns nobody, and misses nothing else', async () => {
  const told: string[] = [];
  let asked = 0;
  const reader: Consumer = {
    name: 'far',
    concerns: async () => (asked++, { types: ['some.Thing'], actions: ['delete'] }),
    selects: async (heads) => {
      told.push(...heads.map(({ type, action }) => `${type} ${action}`));
      return [];
    },
    handle: async () => undefined,
  };
  await beginConsumers(parts.db, ['far']);
  await happen('other.Thing', 1_500);
  await numbered();
  expect(await consumeAll(parts, reader)).toBe(0);
  const other = randomUUID();
  await happen('some.Thing', 2);
  await happen('other.Thing', 1_200);
  await happen('other.Thing', 1, 'delete', other);
  await happen('some.Thing', 1, 'update', other);
  await happen('other.Thing', 1_200, 'update', other);
  await happen('some.Thing', 1);
  await numbered();
  expect(await consumeAll(parts, reader)).toBe(5);
  expect(told.toSorted()).toEqual([
    'other.Thing delete',
    'some.Thing create',
    'some.Thing create',
    'some.Thing create',
    'some.Thing update',
  ]);
  const { latest } = (await readPlace(parts.db, 'far')) ?? {};
  expect(await readPlace(parts.db, 'far')).toMatchObject({ sequence: latest, ahead: {} });
  const before = asked;
  await happen('other.Thing', 3);
  await numbered();
  expect(await consumeAll(parts, reader)).toBe(3);
  expect(asked).toBe(before);
});

test('what is put aside and what was done ahead stays right when a reader passes over others', async () => {
  const [own, other] = [library.actor.organizationId, randomUUID()];
  const handled: string[] = [];
  let isBroken = true;
  const reader: Consumer = {
    name: 'apart',
    concerns: async () => ({ types: ['some.Thing'], actions: [] }),
    handle: async (events) => {
      if (isBroken && events.some(({ organizationId }) => organizationId === other)) throw new Error('not yet');
      handled.push(...events.map(({ display }) => display));
    },
  };
  await beginConsumers(parts.db, ['apart']);
  await happen('some.Thing', 1, 'create', other);
  await happen('some.Thing', 1, 'create', own);
  await numbered();
  await consumeStep(parts, reader);
  expect(failures).toEqual([null]);
  await happen('other.Thing', 1_100, 'create', own);
  await happen('some.Thing', 1, 'update', own);
  await numbered();
  isBroken = false;
  await consumeAll(parts, reader);
  expect(handled).toHaveLength(3);
  const { latest } = (await readPlace(parts.db, 'apart')) ?? {};
  expect(await readPlace(parts.db, 'apart')).toMatchObject({ sequence: latest, ahead: {}, attempts: 0 });
});

test('of two processes one works, each event has its effect once, and another takes over from one that died', async () => {
  const { url } = library.dataSource.options as unknown as { readonly url: string };
  const processes = [1, 2].map(() => {
    const own = new Pool({ connectionString: url, max: 3 });
    own.on('error', () => undefined);
    const options = { pool: own, writer: library.writer, pollMs: 50, onError: () => undefined };
    return { own, consumers: startConsumers({ ...options, consumers: [noting('shared'), noting('beside')] }) };
  });
  const sequencer = startSequencer({ pool, pollMs: 20, retryMs: 10, onError: () => undefined });
  const until = async (count: number) => {
    const behind = async (name: string) => (await seen(name)).length < count;
    for (let i = 0; i < 1_000 && ((await behind('shared')) || (await behind('beside'))); i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
  };
  while ((await library.query('SELECT 1 FROM core_consumer')).length < 2)
    await new Promise((resolve) => setTimeout(resolve, 10));
  for (let i = 0; i < 10; i++) await shelves(`S${i}`);
  await until(10);
  const holders = await library.query<{ pid: number }>(
    "SELECT DISTINCT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 1886151534 AND granted AND objsubid = 2",
  );
  const killer = new Client({ connectionString: url });
  await killer.connect();
  for (const { pid } of holders) await killer.query('SELECT pg_terminate_backend($1)', [pid]);
  await killer.end();
  await shelves('After');
  await until(11);
  expect(holders.length).toBeGreaterThan(0);
  expect(await seen('shared')).toEqual([...Array.from({ length: 10 }, (_, i) => `S${i}`), 'After']);
  await Promise.all([sequencer.stop(), ...processes.map(({ consumers }) => consumers.stop())]);
  await Promise.all(processes.map(({ own }) => own.end()));
  expect(await seen('beside')).toEqual(await seen('shared'));
});

test('events that a reader has yet to do are kept', async () => {
  await beginConsumers(parts.db, ['slow']);
  await shelves('Kept');
  await numbered();
  await library.query("UPDATE core_outbox SET created = now() - interval '40 days'");
  expect(await pruneOutbox(db, 30, { consumers: ['slow'] })).toBe(0);
  await consumeAll(parts, noting('slow'));
  expect(await pruneOutbox(db, 30, { consumers: ['slow'] })).toBe(1);
});
