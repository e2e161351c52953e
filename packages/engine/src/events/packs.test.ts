import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { openLibrary, type Library } from '../../test/library/index.ts';
import { organizationPredicates } from '../permissions.ts';
import { consumeAll, consumeStep, type ConsumeParts } from './consume.ts';
import type { Consumer, EventHead, OutboxEvent } from './consumer.ts';
import { ChangeFeed } from './feed.ts';
import type { LiveHub } from './hub.ts';
import { loadEvents, readConcerning, readHeads } from './load-events.ts';
import { nextParked, retryParked } from './parked.ts';
import { beginConsumers } from './place.ts';
import { eventReaders } from './readers.ts';
import { eventDb } from './run-consumers.ts';
import { pruneOutbox, sequenceOutbox } from './sequencer.ts';

const MANY = 1_200;
const PART = 200;

let library: Library;
let pool: Pool;
let parts: ConsumeParts;
/** Number of the event before those of the many. */
let start: number;

const db = { query: <T>(sql: string, values: readonly unknown[] = []) => library.query<T>(sql, [...values]) };

const numbered = async (): Promise<void> => {
  do await library.dataSource.transaction((manager) => sequenceOutbox(manager));
  while ((await library.query('SELECT 1 FROM core_outbox WHERE sequence IS NULL LIMIT 1')).length > 0);
};

const shelves = (count: number, stem: string) =>
  library.make(
    'library.Shelf',
    ...Array.from({ length: count }, (_, i) => ({ name: `${stem}${i}`, slug: randomUUID() })),
  );

const names = (count: number, stem: string): string[] => Array.from({ length: count }, (_, i) => `${stem}${i}`);

/** Heads of all events after a number, read in portions. */
const headsAfter = async (after: number, portion: number): Promise<EventHead[]> => {
  const heads = await readHeads(parts.db, after, portion);
  const last = heads.at(-1);
  return last ? [...heads, ...(await headsAfter(last.sequence, portion))] : [];
};

beforeAll(async () => {
  library = await openLibrary();
  const { url } = library.dataSource.options as unknown as { readonly url: string };
  pool = new Pool({ connectionString: url, max: 4 });
  parts = { writer: library.writer, db: eventDb(pool), onError: () => undefined, pauses: [0] };
});
beforeEach(async () => {
  await library.query('TRUNCATE core_outbox, core_consumer, core_parked_event, library_shelf CASCADE');
  await shelves(1, 'Single');
  await numbered();
  start = (await readHeads(parts.db, 0, 10)).at(-1)?.sequence ?? 0;
  await beginConsumers(parts.db, ['reader']);
  await shelves(MANY, 'Many');
  await shelves(1, 'Last');
  await numbered();
});
afterAll(async () => {
  await pool.end();
  await library.close();
});

test('events of many changes share rows, and each has its number, its object and its record', async () => {
  const sizes = await library.query<{ size: number }>('SELECT size FROM core_outbox ORDER BY sequence');
  expect(sizes.map(({ size }) => size)).toEqual([1, 500, 500, PART, 1]);
  for (const portion of [7, 500, 5_000]) {
    const heads = await headsAfter(start, portion);
    expect(heads.map(({ sequence }) => sequence - start)).toEqual(Array.from({ length: MANY + 1 }, (_, i) => i + 1));
    const events = await loadEvents(parts.db, library.actor.organizationId, heads);
    expect(events.map(({ display }) => display)).toEqual([...names(MANY, 'Many'), 'Last0']);
    expect(events.map(({ id }) => id)).toEqual(heads.map(({ changeRecordId }) => changeRecordId));
    expect(events.map(({ objectId }) => objectId)).toEqual(heads.map(({ objectId }) => objectId));
    expect(new Set(heads.map(({ objectId }) => objectId)).size).toBe(MANY + 1);
  }
});

test('a change of another kind begins a row of its own', async () => {
  const ids = await library.make('library.Shelf', ...names(60, 'New').map((name) => ({ name, slug: randomUUID() })));
  const before = await library.query('SELECT 1 FROM core_outbox');
  await library.writer.run(library.actor, {}, async (work) => {
    await work.create(
      'library.Shelf',
      names(40, 'Other').map((name) => ({ name, slug: randomUUID() })),
    );
    await work.update(
      'library.Shelf',
      ids.map((id) => ({ id, name: `Renamed ${id}` })),
    );
    return true;
  });
  const rows = await library.query<{ action: string; size: number }>(
    'SELECT action, size FROM core_outbox WHERE sequence IS NULL ORDER BY transaction_id, id',
  );
  expect(before).toHaveLength(6);
  expect(rows).toEqual([
    { action: 'create', size: 60 },
    { action: 'create', size: 40 },
    { action: 'update', size: 60 },
  ]);
});

test('a reader is told each of them once, in order, from the midst of a row on as well', async () => {
  const told: OutboxEvent[] = [];
  const reader: Consumer = { name: 'reader', handle: async (events) => void told.push(...events) };
  await db.query('UPDATE core_consumer SET sequence = $1', [start + 3]);
  expect(await consumeAll(parts, reader)).toBe(MANY - 2);
  expect(told.map(({ display }) => display)).toEqual([...names(MANY, 'Many').slice(3), 'Last0']);
});

test('those that concern nobody are passed over up to a number in the midst of a row, and no others', async () => {
  const concerning = (from: number, to: number, types: readonly string[], limit = 5_000) =>
    readConcerning(parts.db, [start + from, start + to], { types, actions: [] }, limit);
  const places = (heads: readonly EventHead[]) => heads.map(({ sequence }) => sequence - start);
  expect(places(await concerning(498, 503, ['library.Shelf']))).toEqual([499, 500, 501, 502, 503]);
  expect(places(await concerning(1, 4, ['library.Shelf']))).toEqual([2, 3, 4]);
  expect(places(await concerning(700, 5_000, ['library.Shelf'], 2))).toEqual([701, 702]);
  expect(await concerning(0, 5_000, ['library.Book'])).toEqual([]);
});

test('one of them that fails is put aside alone, and tried again with its own record', async () => {
  let isBroken = true;
  const told: string[] = [];
  const reader: Consumer = {
    name: 'reader',
    handle: async (events) => {
      if (isBroken && events.some(({ display }) => display === 'Many501')) throw new Error('not this one');
      told.push(...events.map(({ display }) => display));
    },
  };
  await db.query('UPDATE core_consumer SET sequence = $1', [start + 498]);
  for (let i = 0; told.length < MANY - 498 && i < 100; i++) await consumeStep(parts, reader);
  expect(told).toEqual([
    ...names(MANY, 'Many')
      .slice(498)
      .filter((name) => name !== 'Many501'),
    'Last0',
  ]);
  isBroken = false;
  await retryParked(parts.db, 'reader', library.actor.organizationId);
  const [record] = await library.query<{ id: string }>(
    "SELECT id FROM core_change_record WHERE display = 'Many501' ORDER BY changed_at DESC LIMIT 1",
  );
  expect((await nextParked(parts.db, 'reader'))?.changeRecordId).toBe(record?.id);
  await consumeAll(parts, reader);
  expect(told.at(-1)).toBe('Many501');
});

test('what a reader has yet to do is counted by events, and a row is kept until all of its are done', async () => {
  const waiting = async () => (await eventReaders(parts.db, library.actor.organizationId))[0]?.waiting;
  expect(await waiting()).toBe(MANY + 1);
  await db.query('UPDATE core_consumer SET sequence = $1', [start + 750]);
  expect(await waiting()).toBe(MANY + 1 - 750);
  await db.query("UPDATE core_outbox SET created = now() - interval '40 days'");
  expect(await pruneOutbox(db, 30, { consumers: ['reader'] })).toBe(2);
  await consumeAll(parts, { name: 'reader', handle: async () => undefined });
  expect(await waiting()).toBe(0);
  expect((await readHeads(parts.db, start + 750, 1)).map(({ sequence }) => sequence)).toEqual([start + 751]);
});

test('a subscriber may go on before the first event of the oldest row, and not before that', async () => {
  await db.query('DELETE FROM core_outbox WHERE sequence <= $1', [start]);
  const hub: LiveHub = {
    publish: () => Promise.resolve(),
    subscribe: () => () => undefined,
    stop: () => Promise.resolve(),
  };
  const { registry } = library.writer.engine;
  const feed = new ChangeFeed({
    registry,
    predicates: organizationPredicates,
    ask: () => Promise.reject(new Error('Nothing is told yet.')),
    db: parts.db,
    hub,
    onError: () => undefined,
  });
  const first = async (since: number) => {
    const { signal } = new AbortController();
    const listening = { since, types: null, filters: new Map(), renew: () => Promise.resolve(library.actor), signal };
    const notices = feed.listen(listening);
    const { value } = await notices.next();
    await notices.return();
    return value;
  };
  expect(await first(start)).toEqual([expect.objectContaining({ action: 'position', sequence: start })]);
  await expect(first(start - 1)).rejects.toMatchObject({ code: 'CHANGES_TOO_OLD' });
});
