import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BOMBS, CHAINS } from '../../jinja/test/hostile.ts';
import { RenderPool, RENDER_LIMITS } from '../src/index.ts';
import { renderWith, TestHost } from './host.ts';

if (process.env['PLUMBLINE_FULL'] === '1') jest.setTimeout(1_800_000);

const pool = new RenderPool({ size: 2 });
const host = new TestHost();
afterAll(() => pool.stop());

/** For renders that must not end for want of time, however busy the machine is. */
const PATIENT = { ms: 60_000 };

const heal = async (): Promise<void> => {
  const { text } = await renderWith(pool, host, 'up {{ device.name }}');
  expect(text).toBe('up sw1');
};

test.each(CHAINS)('the way out %s leads nowhere', async (source) => {
  const { text, problems } = await renderWith(pool, host, source);
  expect([text, problems.length]).toEqual([null, 1]);
});

test.each(Object.entries(BOMBS))('%s ends in an error, and the pool heals', async (_name, source) => {
  host.templates['main'] = source;
  const started = performance.now();
  const { text, problems, stats } = await renderWith(pool, host, source);
  expect(text).toBeNull();
  expect(problems).toHaveLength(1);
  expect(stats.ms).toBeLessThanOrEqual(performance.now() - started + 1);
  await heal();
});

test('a render that does not look at its clock is killed at the deadline', async () => {
  const endless = '{{ ("a" * 4000000) | upper | lower | replace("a", "b") | upper | lower | length }}';
  const { problems } = await renderWith(pool, host, endless.repeat(2_000), { limits: { ms: 300 } });
  expect(problems[0]?.kind).toBe('LimitExceeded');
  await heal();
});

test('a host that never answers is given up at the deadline', async () => {
  const silent = new TestHost();
  silent.rows = () => new Promise(() => undefined);
  const { problems } = await renderWith(pool, silent, '{{ device.name }}', { limits: { ms: 200 } });
  expect(problems[0]?.message).toBe('The template took more than 200 ms and was ended.');
  await heal();
});

test('memory beyond the heap of a child ends that child alone', async () => {
  const limits = { allocation: 1e12, items: 1e9, string: 1e9, steps: 1e9, range: 1e9 };
  const source = '{% set l = [] %}{% for i in range(100000000) %}{% do l.append([i, i, i, i]) %}{% endfor %}';
  const [{ problems }, other] = await Promise.all([
    renderWith(pool, host, source, { limits }),
    renderWith(pool, host, '{{ device.name }}'),
  ]);
  expect(problems[0]?.kind).toBe('LimitExceeded');
  expect(other.text).toBe('sw1');
  await heal();
});

test('questions and rows have limits', async () => {
  const many = '{% for i in range(600) %}{{ device.ports.filter(mtu=i).count() }}{% endfor %}';
  const questions = await renderWith(pool, host, many, { limits: PATIENT });
  expect(questions.problems[0]?.message).toContain(`${RENDER_LIMITS.hostCalls} questions`);
  const wide = new TestHost(1, 60);
  const rows = await renderWith(pool, wide, '{{ device.ports | length }}', { limits: { ...PATIENT, rows: 50 } });
  expect(rows.problems[0]?.message).toContain('50 rows');
});

test('other renders are answered while bombs go off', async () => {
  const bomb = BOMBS['loops without output'] ?? '';
  const bombs = Array.from({ length: 20 }, () => renderWith(pool, host, bomb));
  const calm = Array.from({ length: 20 }, () => renderWith(pool, host, '{{ device.name }}'));
  expect((await Promise.all(calm)).map(({ text }) => text)).toEqual(Array.from({ length: 20 }, () => 'sw1'));
  for (const { text } of await Promise.all(bombs)) expect(text).toBeNull();
});

test('an error of the host that is not the template’s ends the render', async () => {
  const broken = new TestHost();
  broken.rows = () => Promise.reject(new Error('connection lost'));
  await expect(renderWith(pool, broken, '{{ device.name }}')).rejects.toThrow('connection lost');
  await heal();
});

test('a caller who leaves ends the render', async () => {
  const controller = new AbortController();
  const leaving = renderWith(pool, host, BOMBS['loops without output'] ?? '', {
    signal: controller.signal,
    limits: { steps: 1e12 },
  });
  setTimeout(() => controller.abort(new Error('gone')), 50);
  await expect(leaving).rejects.toThrow('gone');
  await heal();
});

test('more renders than may wait are refused', async () => {
  const small = new RenderPool({ size: 1, queue: 1 });
  const renders = Array.from({ length: 3 }, () => renderWith(small, host, '{{ device.name }}'));
  const outcomes = await Promise.allSettled(renders);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  await small.stop();
});

/** Bytes this process uses after its garbage is gone: on the heap, and in all. */
const memory = (): { readonly heap: number; readonly resident: number } => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, resident: rss };
};

test('hostile renders leave the memory of this process as it was, and others are answered meanwhile', async () => {
  const rounds = process.env['PLUMBLINE_FULL'] ? 10_000 : 300;
  const bombs = Object.values(BOMBS);
  const quick = [BOMBS['a repeated string'], BOMBS['a huge power'], BOMBS['a wide range'], ...CHAINS].map(String);
  const isSlow = (i: number): boolean => i % 100 === 50;
  let calm = 0;
  const go = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const source = isSlow(i) ? bombs[((i - 50) / 100) % bombs.length] : quick[i % quick.length];
      const [hostile, other] = await Promise.all([
        renderWith(pool, host, source ?? ''),
        renderWith(pool, host, '{{ device.name }}', { limits: PATIENT }),
      ]);
      expect([hostile.text, other]).toMatchObject([null, { text: 'sw1', problems: [] }]);
      calm += 1;
    }
  };
  await go(100);
  const before = memory();
  await go(rounds);
  const after = memory();
  const grown = { heap: (after.heap - before.heap) / 1e6, resident: (after.resident - before.resident) / 1e6 };
  process.stderr.write(`${rounds} hostile renders: ${JSON.stringify(grown)} MB more\n`);
  expect(calm).toBe(rounds + 100);
  expect(grown.heap).toBeLessThan(10);
  expect(grown.resident).toBeLessThan(100);
});
