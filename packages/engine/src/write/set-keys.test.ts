import { openLibrary, type Library } from '../../test/library/index.ts';
import type { Draft, Work } from './work.ts';

const MANY = 150;
const NOWHERE = '0190a000-0000-7000-8000-00000000dead';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary();
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const books = (prefix: string) =>
  Array.from({ length: MANY }, (_, i) => ({ title: `${prefix} ${i}`, shelf: { id: shelf } }));

const bring = <T>(body: (work: Work) => Promise<T>) =>
  library.writer.run({ ...library.actor, source: 'import' }, { trusted: true, mode: 'PER_ROW' }, body);

describe('foreign keys of a large import', () => {
  test('are checked: a row whose target is gone is refused, the others are stored', async () => {
    const lose = (drafts: readonly Draft[]) =>
      drafts.find(({ after }) => after['title'] === 'Lost 7')?.set('shelf', NOWHERE);
    const { result, errors } = await bring((work) => work.create('library.Book', books('Lost'), { onRead: lose }));
    expect(errors.map(({ path }) => path)).toEqual(['input.7.shelf']);
    expect(result?.filter((id) => id === null)).toHaveLength(1);
    expect(await library.query("SELECT count(*)::int AS n FROM library_book WHERE title LIKE 'Lost %'")).toEqual([
      { n: MANY - 1 },
    ]);
  });

  test('keep their targets from going while the import is under way, and are checked row by row afterwards', async () => {
    const seen = await bring(async (work) => {
      await work.create('library.Book', books('Kept'));
      const [setting] = await work.sql<{ role: string }>`
        SELECT current_setting('session_replication_role') AS role WHERE ${work.org}::uuid IS NOT NULL`;
      const other = library.dataSource.createQueryRunner();
      await other.query("SET lock_timeout = '100ms'");
      const refusal = await other.query('DELETE FROM library_shelf WHERE id = $1', [shelf]).catch(String);
      await other.query('RESET lock_timeout');
      await other.release();
      return { role: setting?.role, refusal };
    });
    expect(seen.errors).toEqual([]);
    expect(seen.result?.role).toBe('origin');
    expect(seen.result?.refusal).toMatch(/lock timeout/);
  });
});
