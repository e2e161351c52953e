import { openLibrary, type Library } from '../../../test/library/index.ts';
import type { JobContext } from '../../jobs/job.ts';
import type { Outcome } from '../../write/writer.ts';
import { revertJob } from './revert.job.ts';
import { revertChangeSet } from './revert.ts';

let library: Library;
let shelf: string;

beforeAll(async () => {
  library = await openLibrary({ limits: { deleteRows: 5 } });
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const books = (count: number, stem: string) =>
  Array.from({ length: count }, (_, i) => ({ title: `${stem} ${i}`, shelf: { id: shelf } }));

const count = async (stem: string): Promise<number> =>
  (await library.query('SELECT 1 FROM library_book WHERE title LIKE $1', [`${stem}%`])).length;

const runJob = async (input: unknown): Promise<{ readonly result: unknown; readonly said: readonly string[] }> => {
  const said: string[] = [];
  const context = {
    writer: library.writer,
    actor: { ...library.actor, source: 'job' },
    input,
    log: (line: string) => void said.push(line),
    progress: () => undefined,
  } as Partial<JobContext> as JobContext;
  return { result: await revertJob.run(context), said };
};

describe('what is too large for a request', () => {
  test('is refused there and taken back by a job', async () => {
    const { changeSetId } = await library.create('library.Book', books(6, 'Many'));
    const { errors } = await revertChangeSet(library.writer, library.actor, changeSetId ?? '');
    expect(errors).toMatchObject([{ code: 'TOO_MANY_ROWS', message: expect.stringContaining('changeSetRevert') }]);
    expect(await count('Many')).toBe(6);
    const { result, said } = await runJob({ changeSet: changeSetId, reason: 'too many' });
    expect(result).toMatchObject({ changes: 6, unrestored: [] });
    expect(said).toEqual(['6 objects are as they were.']);
    expect(await count('Many')).toBe(0);
  });

  test('fails as a job with a line for each object in the way', async () => {
    const made = await library.create('library.Book', books(6, 'Kept'));
    await library.update('library.Book', [{ id: made.result?.[2], slot: 1 }]);
    await expect(runJob({ changeSet: made.changeSetId })).rejects.toThrow('Kept 2 was changed since');
    expect(await count('Kept')).toBe(6);
  });

  test('names one thing to take back', () => {
    for (const input of [{}, null, { changeSet: 'a', object: 'b' }, { changeSet: 7 }])
      expect(() => revertJob.parse?.(input)).toThrow('Give the id');
  });
});

test('an undo and a later edit at the same time never lose the edit', async () => {
  const [id = ''] = await library.make('library.Book', { title: 'Contended', shelf: { id: shelf }, slot: 900 });
  for (let round = 0; round < 12; round++) {
    const first = await library.update('library.Book', [{ id, slot: 500 + round }]);
    const [undo, edit]: Outcome<unknown>[] = await Promise.all([
      revertChangeSet(library.writer, library.actor, first.changeSetId ?? ''),
      library.update('library.Book', [{ id, slot: 700 + round }]),
    ]);
    expect(edit?.errors).toEqual([]);
    if (undo?.changeSetId === null) expect(undo.errors).toMatchObject([{ code: 'CHANGED_SINCE' }]);
    expect(await library.query('SELECT slot FROM library_book WHERE id = $1', [id])).toEqual([{ slot: 700 + round }]);
  }
});
