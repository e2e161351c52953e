import { Results } from './results.ts';
import type { Line, LineNote, Result } from './send.queries.ts';

const line = (webhookId: string): Line => ({ organizationId: 'o', webhookId, failures: 0, hook: null, waiting: [] });

const result = (id: string, state: Result['state'] = 'delivered'): Result => ({
  organizationId: 'o',
  id,
  state,
  attempts: 1,
  status: state === 'delivered' ? 204 : 503,
  error: state === 'delivered' ? null : 'The other side answered 503.',
  durationMs: 1,
  request: null,
  response: null,
  pauseMs: state === 'pending' ? 1_000 : null,
});

interface Kept {
  readonly results: readonly Result[];
  readonly notes: readonly LineNote[];
}

/** Results over a database that notes what it is told, and what to do first with each statement. */
const noting = (first: () => void = () => undefined) => {
  const kept: Kept[] = [];
  const results = new Results(async <T>(_text: string, [own, notes]: readonly unknown[]) => {
    first();
    kept.push({ results: JSON.parse(String(own)) as Result[], notes: JSON.parse(String(notes)) as LineNote[] });
    return [] as T[];
  });
  return { results, kept };
};

test('results of all lines are kept by one statement, and nothing by none', async () => {
  const { results, kept } = noting();
  for (let i = 0; i < 100; i++) results.ended(line(`w${i % 5}`), result(`d${i}`), true);
  await results.flush();
  await results.flush();
  expect(kept.map((one) => [one.results.length, one.notes.length])).toEqual([[100, 5]]);
});

test('a line that took some and then failed is noted as both', async () => {
  const { results, kept } = noting();
  results.ended(line('w'), result('first'), true);
  expect(results.hasReached('w')).toBe(true);
  results.missed(line('w'), result('second', 'pending'));
  await results.flush();
  const note = { organizationId: 'o', webhookId: 'w', reached: true, missed: true, pauseMs: 1_000 };
  expect(kept[0]?.notes).toEqual([{ ...note, error: 'The other side answered 503.' }]);
  expect(results.hasReached('w')).toBe(false);
});

test('what could not be kept is kept with the next statement', async () => {
  let isDown = true;
  const { results, kept } = noting(() => {
    if (isDown) throw new Error('gone');
  });
  results.ended(line('w'), result('first'), true);
  await expect(results.flush()).rejects.toThrow('gone');
  isDown = false;
  results.ended(line('w'), result('second'), true);
  await results.flush();
  expect(kept.flatMap((one) => one.results.map(({ id }) => id))).toEqual(['first', 'second']);
});
