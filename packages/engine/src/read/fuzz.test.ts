import { isDeepStrictEqual } from 'node:util';
import { openLab, type Lab } from '../../test/lab/index.ts';
import { QueryFuzzer } from '../../test/lab/fuzz.ts';

const ROUNDS = Number(process.env['READ_FUZZ'] ?? (process.env['PLUMBLINE_FULL'] === '1' ? 300 : 150));
const SEED = Number(process.env['READ_SEED'] ?? 1);
const ROWS = 12;

let lab: Lab;

beforeAll(async () => {
  lab = await openLab({ rows: ROWS, limits: { cost: Number.MAX_SAFE_INTEGER } });
});
afterAll(() => lab.close());

test('text and graphql-js answer random queries alike, values and order of keys', async () => {
  const fuzzer = new QueryFuzzer(lab.registry, SEED, ROWS);
  const different: string[] = [];
  let bytes = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const { text, variables } = fuzzer.next();
    const fast = await lab.ask(text, variables).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${text}`, { cause: error });
    });
    const slow = await lab.fallback(text, variables);
    if (slow.errors) throw new Error(`${slow.errors.map((e) => e.stack).join('\n')}\n${text}`);
    bytes += fast.text.length;
    if (
      !isDeepStrictEqual(fast.data, JSON.parse(JSON.stringify(slow.data))) ||
      JSON.stringify(fast.data) !== JSON.stringify(slow.data)
    )
      different.push(`${text}\n${fast.text}\n${JSON.stringify(slow.data)}`);
  }
  expect(different).toEqual([]);
  expect(bytes).toBeGreaterThan(ROUNDS * 100);
}, 600_000);
