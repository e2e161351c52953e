import { Client, Pool } from 'pg';
import { openLibrary, type Library } from '../../test/library/index.ts';
import { ensureChangePartitions } from '../changes/partitions.ts';
import { startSequencer } from './run-sequencer.ts';
import { FIRST_TRANSACTION, pruneOutbox, sequenceOutbox } from './sequencer.ts';

let library: Library;
let url: string;
let pool: Pool;

beforeAll(async () => {
  library = await openLibrary();
  ({ url } = library.dataSource.options as unknown as { readonly url: string });
  pool = new Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
});
beforeEach(() => library.query('TRUNCATE core_outbox'));
afterAll(async () => {
  await pool.end();
  await library.close();
});

const db = { query: <T>(sql: string, values: readonly unknown[] = []) => library.query<T>(sql, [...values]) };

const connect = async (): Promise<Client> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
};

/** Writes an event named by its action on a connection. */
const emit = (on: Pick<Client, 'query'>, action: string) =>
  on.query(
    `INSERT INTO core_outbox (id, organization_id, object_type, object_id, action)
     VALUES (gen_random_uuid(), gen_random_uuid(), 'library.Book', gen_random_uuid(), $1)`,
    [action],
  );

const numbered = async (): Promise<string[]> => {
  const rows = await db.query<{ action: string }>(
    'SELECT action FROM core_outbox WHERE sequence IS NOT NULL ORDER BY sequence',
  );
  return rows.map(({ action }) => action);
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Numbers events until so many have a number: a transaction in another database of the cluster holds numbering back too. */
const sequenced = (count: number): Promise<void> =>
  until(async () => {
    await sequenceOutbox(db);
    return (await numbered()).length >= count;
  });

describe('numbering events', () => {
  test('a transaction that commits late is not overtaken by a reader', async () => {
    const [slow, fast] = [await connect(), await connect()];
    await slow.query('BEGIN');
    await emit(slow, 'slow');
    await emit(fast, 'fast');
    expect((await sequenceOutbox(db)).count).toBe(0);
    await slow.query('COMMIT');
    await sequenced(2);
    expect(await numbered()).toEqual(['slow', 'fast']);
    await Promise.all([slow.end(), fast.end()]);
  });

  test('many writers with pauses: every event gets one number, and none below one that was read before', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, connect));
    let writing = true;
    const write = async (client: Client, name: number): Promise<void> => {
      for (let i = 0; i < 15; i++) {
        await client.query('BEGIN');
        await emit(client, `${name}.${i}`);
        await client.query(`SELECT pg_sleep(${((name * 7 + i * 3) % 10) / 1000})`);
        await client.query(i % 5 === 4 ? 'ROLLBACK' : 'COMMIT');
      }
    };
    const seen: string[] = [];
    let last = '0';
    let since = FIRST_TRANSACTION;
    const number = async (): Promise<void> => {
      const { count, horizon } = await sequenceOutbox(db, 3, since);
      if (count < 3) since = horizon;
    };
    const read = async (): Promise<void> => {
      const rows = await db.query<{ action: string; sequence: string }>(
        'SELECT action, sequence FROM core_outbox WHERE sequence > $1 ORDER BY sequence',
        [last],
      );
      seen.push(...rows.map(({ action }) => action));
      last = rows.at(-1)?.sequence ?? last;
    };
    const reading = (async () => {
      while (writing) {
        await number();
        await read();
      }
    })();
    await Promise.all(clients.map(write));
    writing = false;
    await reading;
    await until(async () => {
      await number();
      await read();
      return (await numbered()).length === 48;
    });
    const stored = await db.query<{ action: string }>('SELECT action FROM core_outbox');
    expect(stored).toHaveLength(48);
    expect(seen.toSorted()).toEqual(stored.map(({ action }) => action).toSorted());
    await Promise.all(clients.map((client) => client.end()));
  });

  test('what a restored database brings under low transaction numbers is found by one that was at work', async () => {
    const sequencer = startSequencer({ pool, pollMs: 20, retryMs: 10, onError: () => undefined });
    await emit(library.dataSource as never, 'usual');
    await until(async () => (await numbered()).includes('usual'));
    await db.query(
      `INSERT INTO core_outbox (id, organization_id, transaction_id, object_type, object_id, action)
       VALUES (gen_random_uuid(), gen_random_uuid(), '3', 'low', gen_random_uuid(), 'low')`,
    );
    await until(async () => (await numbered()).includes('low'));
    await sequencer.stop();
  });

  test('of two callers one works', async () => {
    await emit(library.dataSource as never, 'one');
    const holder = await connect();
    await holder.query('BEGIN');
    const onHolder = {
      query: async <T>(sql: string, values: readonly unknown[] = []) =>
        (await holder.query(sql, [...values])).rows as T[],
    };
    await until(async () => (await sequenceOutbox(onHolder)).count === 1);
    expect((await sequenceOutbox(db)).count).toBe(0);
    await holder.query('COMMIT');
    expect((await sequenceOutbox(db)).count).toBe(0);
    expect(await numbered()).toEqual(['one']);
    await holder.end();
  });
});

describe('the sequencer of a process', () => {
  test('is woken by a commit and tells readers the highest number', async () => {
    const reader = await connect();
    const told: string[] = [];
    reader.on('notification', ({ payload }) => told.push(payload ?? ''));
    await reader.query('LISTEN plumbline_events');
    const sequencer = startSequencer({ pool, pollMs: 600_000, onError: (error) => told.push(String(error)) });
    await until(
      async () =>
        (
          await db.query(
            "SELECT 1 FROM pg_stat_activity WHERE query = 'LISTEN plumbline_outbox' AND datname = current_database()",
          )
        ).length > 0,
    );
    await library.make('library.Shelf', { name: 'Told', slug: 'told' });
    await until(async () => told.length > 0);
    const [row] = await db.query<{ highest: string }>('SELECT max(sequence) AS highest FROM core_outbox');
    expect(told).toEqual([row?.highest]);
    await Promise.all([sequencer.stop(), reader.end()]);
  });

  test('comes back to rows behind an open transaction, and listens again after its connection was cut', async () => {
    const sequencer = startSequencer({ pool, pollMs: 600_000, retryMs: 20, onError: () => undefined });
    const listening = () =>
      db.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN plumbline_outbox' AND datname = current_database()",
      );
    await until(async () => (await listening()).length > 0);
    const slow = await connect();
    await slow.query('BEGIN');
    await emit(slow, 'slow');
    await library.make('library.Shelf', { name: 'Behind', slug: 'behind' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await numbered()).toEqual([]);
    await slow.query('COMMIT');
    await until(async () => (await numbered()).length === 2);
    const [first] = await listening();
    await db.query('SELECT pg_terminate_backend($1)', [first?.pid]);
    await until(async () => (await listening()).some(({ pid }) => pid !== first?.pid));
    await library.make('library.Shelf', { name: 'After', slug: 'after' });
    await until(async () => (await numbered()).length === 3);
    await Promise.all([sequencer.stop(), slow.end()]);
  });
});

describe('upkeep of events', () => {
  test('old events go once they have a number', async () => {
    for (const action of ['old', 'new']) await emit(library.dataSource as never, action);
    await sequenced(2);
    await emit(library.dataSource as never, 'waiting');
    await db.query("UPDATE core_outbox SET created = now() - interval '40 days' WHERE action <> 'new'");
    expect(await pruneOutbox(db, 50)).toBe(0);
    expect(await pruneOutbox(db, 30, { batch: 1 })).toBe(1);
    const rows = await db.query<{ action: string }>('SELECT action FROM core_outbox ORDER BY 1');
    expect(rows.map(({ action }) => action)).toEqual(['new', 'waiting']);
  });

  test('several processes may make the partitions of the coming months at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => ensureChangePartitions(db, 5)));
    const [row] = await db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM generate_series(0, 5) i
       WHERE to_regclass('core_change_record_' || to_char(now() + make_interval(months => i), 'YYYYMM')) IS NOT NULL`,
    );
    expect(row?.count).toBe(6);
  });
});
