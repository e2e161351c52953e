import { openLibrary, type Library } from '../../test/library/index.ts';
import { sequenceOutbox } from '../events/sequencer.ts';
import { ensureChangePartitions } from './partitions.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });
const db = { query: <T>(sql: string, values: readonly unknown[] = []) => library.query<T>(sql, [...values]) };

describe('change records', () => {
  test('keep who, why and both images, without empty values', async () => {
    const [id = ''] = await library.make('library.Book', book('Logged', { slot: 3 }));
    await library.update('library.Book', [{ id, slot: null, price: '2' }], { reason: 'tidy up' });
    await library.run((work) => work.delete('library.Book', { ids: [id] }));
    const rows = await library.query<Record<string, unknown>>(
      `SELECT r.action, r.before, r.after, r.fields, r.object_number, r.object_version, r.display, s.reason, s.actor_name
       FROM core_change_record r JOIN core_change_set s ON s.id = r.change_set_id WHERE object_id = $1 ORDER BY r.changed_at, r.id`,
      [id],
    );
    expect(rows.map(({ action, reason, object_version: version }) => [action, reason, version])).toEqual([
      ['create', null, 1],
      ['update', 'tidy up', 2],
      ['delete', null, 2],
    ]);
    expect(rows[0]).toMatchObject({
      before: null,
      fields: null,
      after: { title: 'Logged', slot: 3, shelf },
      display: 'Logged',
      actor_name: 'tester',
    });
    expect(rows[1]?.['fields']).toEqual([
      { name: 'slot', before: 3, after: null },
      { name: 'price', before: null, after: '2.00' },
    ]);
    expect(rows[2]).toMatchObject({ after: null, before: { price: '2.00' } });
    expect(rows[2]?.['before']).not.toHaveProperty('slot');
  });

  test('every record has an outbox row of the same id, and search follows the values', async () => {
    const [id = ''] = await library.make('library.Book', book('Findable', { reader: '10.1.2.3/24', isbn: 'Z9' }));
    expect(
      await library.query(
        'SELECT o.id = r.id AS same FROM core_outbox o JOIN core_change_record r ON r.id = o.change_record_id WHERE o.object_id = $1',
        [id],
      ),
    ).toEqual([{ same: true }]);
    const search = () =>
      library.query<{ field: string; value: string; weight: number }>(
        'SELECT field, value, host(address) AS address, weight FROM core_search WHERE object_id = $1 ORDER BY field',
        [id],
      );
    expect(await search()).toEqual([
      { field: 'isbn', value: 'Z9', address: null, weight: 200 },
      { field: 'reader', value: '10.1.2.3/24', address: '10.1.2.3', weight: 300 },
      { field: 'title', value: 'Findable', address: null, weight: 100 },
    ]);
    await library.update('library.Book', [{ id, title: 'Found', reader: null }]);
    expect((await search()).map(({ field, value }) => `${field} ${value}`)).toEqual(['isbn Z9', 'title Found']);
  });

  test('go to the partition of their month, old ones included', async () => {
    await ensureChangePartitions(db, 1);
    await ensureChangePartitions(db, 1);
    await library.make('library.Book', book('This month'));
    const partitions = await library.query<{ name: string }>(
      "SELECT tableoid::regclass::text AS name FROM core_change_record WHERE display = 'This month'",
    );
    expect(partitions[0]?.name).toMatch(/^core_change_record_\d{6}$/);
  });
});

/** Numbers all rows of finished transactions, once transactions elsewhere on the server let go of them. */
const sequenceAll = async (waiting: number): Promise<void> => {
  const left = async () => (await library.query('SELECT 1 FROM core_outbox WHERE sequence IS NULL')).length;
  while ((await left()) > waiting) await sequenceOutbox(db);
};

describe('the outbox', () => {
  test('numbers rows of finished transactions only, so that a slow one is not missed', async () => {
    await sequenceAll(0);
    const slow = library.dataSource.createQueryRunner();
    await slow.startTransaction();
    await slow.query(
      "INSERT INTO core_outbox (id, organization_id, object_type, object_id, action) VALUES (gen_random_uuid(), gen_random_uuid(), 'slow', gen_random_uuid(), 'create')",
    );
    await library.make('library.Book', book('Quick'));
    expect((await sequenceOutbox(db)).count).toBe(0);
    await slow.commitTransaction();
    await slow.release();
    await sequenceAll(0);
    const rows = await library.query<{ type: string }>(
      'SELECT object_type AS type FROM core_outbox WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 2',
    );
    expect(rows.map(({ type }) => type)).toEqual(['library.Book', 'slow']);
  });
});
