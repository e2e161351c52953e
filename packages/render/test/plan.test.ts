import { FactDigest, ReadPlans, RenderPool, type ReadPlan, type RenderResult, type SentFact } from '../src/index.ts';
import { contract, renderWith, TestHost } from './host.ts';

const pool = new RenderPool({ size: 1 });
afterAll(() => pool.stop());

const SOURCE = `{{ device.name }} {{ device.site.name }} {{ device.get_config_context().of }}
{% for p in device.ports %}{{ p.name }} {{ p.mtu }} {{ p.lag.name if p.lag }} {{ p.owner.site.name }}
{% endfor %}{% for p in device.ports.filter(mtu=9214) %}{{ p.enabled }}{% endfor %}{% include "greeting" %}`;

const scope = { contract, subjectType: 'net.Switch' };
const rootsOf = (id: string) => ({ device: { kind: 'record', type: 'net.Switch', id } as const });

const hostOf = (switches: number, ports: number): TestHost => {
  const host = new TestHost(switches, ports);
  host.templates['greeting'] = 'hello {{ device.status }}';
  return host;
};

const learned = async (host: TestHost, source = SOURCE, id = 'sw1'): Promise<[ReadPlan, RenderResult]> => {
  const plan = new ReadPlans().of(scope, ['x']);
  const result = await renderWith(pool, host, source, { roots: rootsOf(id) });
  expect(result.problems).toEqual([]);
  plan.learn(id, result.transcript);
  return [plan, result];
};

const withFacts = async (host: TestHost, plan: ReadPlan, id: string, source = SOURCE): Promise<RenderResult> =>
  renderWith(pool, host, source, { roots: rootsOf(id), facts: await plan.facts(host, id) });

test('a template that was rendered once asks nothing the second time, and its digest is the same', async () => {
  const host = hostOf(1, 5);
  const [plan, first] = await learned(host);
  const second = await withFacts(host, plan, 'sw1');
  expect([first.asked > 5, second.asked]).toEqual([true, 0]);
  const { text, answersHash, reads, transcript } = first;
  expect(second).toMatchObject({ text, answersHash, reads, transcript });
  expect(second.stats).toMatchObject({ hostCalls: first.stats.hostCalls, rows: first.stats.rows });
});

test('what was learned from one device fits another', async () => {
  const host = hostOf(2, 3);
  const [plan] = await learned(host);
  const alone = await renderWith(pool, host, SOURCE, { roots: rootsOf('sw2') });
  const guided = await withFacts(host, plan, 'sw2');
  expect(guided.asked).toBe(0);
  expect([guided.text, guided.answersHash]).toEqual([alone.text, alone.answersHash]);
});

test('facts that a template does not come to are in no digest', async () => {
  const host = hostOf(2, 3);
  const source =
    '{{ device.name }}{% if device.name == "sw1" %}{{ device.ports | map(attribute="name") | join }}{% endif %}';
  const [plan] = await learned(host, source);
  const alone = await renderWith(pool, host, source, { roots: rootsOf('sw2') });
  const guided = await withFacts(host, plan, 'sw2', source);
  expect(guided.reads).toEqual(['net.Switch']);
  expect([guided.asked, guided.answersHash]).toEqual([0, alone.answersHash]);
});

test('a wrong guess is asked for as ever', async () => {
  const host = hostOf(1, 3);
  const [plan] = await learned(host);
  const other = '{{ device.ports.order_by("-name") | map(attribute="name") | join }} {{ device.weight }}';
  const [alone, guided] = [await renderWith(pool, host, other), await withFacts(host, plan, 'sw1', other)];
  expect(guided.asked).toBeGreaterThan(0);
  expect([guided.text, guided.answersHash]).toEqual([alone.text, alone.answersHash]);
});

test('many devices are read in as many questions as one', async () => {
  const host = hostOf(30, 3);
  const [plan] = await learned(host);
  const count = async (ids: readonly string[]): Promise<number> => {
    host.questions.length = 0;
    await plan.prefetch(host, ids);
    return host.questions.length;
  };
  expect(await count(Array.from({ length: 30 }, (_, i) => `sw${i + 1}`))).toBe(await count(['sw2']));
});

const digestOf = (facts: readonly SentFact[]): string => {
  const digest = new FactDigest();
  for (const fact of facts) digest.add(fact);
  return digest.digest();
};

test('without a render it can be told whether one would read the same', async () => {
  const host = hostOf(1, 3);
  const [plan, { answersHash }] = await learned(host);
  const isSame = () => plan.matches(host, 'sw1', (facts) => digestOf(facts) === answersHash);
  expect(await isSame()).toBe(true);
  const port = host.data['net.Port'];
  const row = port?.['sw1p2'];
  host.data['net.Port'] = { ...port, sw1p2: { ...row, address: '10.9.9.9/24' } };
  expect(await isSame()).toBe(true);
  host.data['net.Port'] = { ...port, sw1p2: { ...row, mtu: '1500' } };
  expect(await isSame()).toBe(false);
  host.data['net.Port'] = { ...port };
  expect(await isSame()).toBe(true);
  host.edges['sw1'] = ['sw1p1', 'sw1p3'];
  expect(await isSame()).toBe(false);
});

test('each of several ways through a template is known again', async () => {
  const host = hostOf(2, 3);
  const source = '{% if device.name == "sw1" %}{{ device.site.name }}{% else %}{{ device.ports | length }}{% endif %}';
  const plan = new ReadPlans().of(scope, ['y']);
  const hashes: string[] = [];
  for (const id of ['sw1', 'sw2']) {
    const { transcript, answersHash } = await renderWith(pool, host, source, { roots: rootsOf(id) });
    plan.learn(id, transcript);
    hashes.push(answersHash);
  }
  for (const [i, id] of ['sw1', 'sw2'].entries())
    expect(await plan.matches(host, id, (facts) => digestOf(facts) === hashes[i])).toBe(true);
});

test('more rows than a render may read are refused also when they were sent along', async () => {
  const host = hostOf(1, 60);
  const source = '{% for p in device.ports %}{{ p.name }}{% endfor %}';
  const [plan] = await learned(host, source);
  const { text, problems } = await renderWith(pool, host, source, {
    facts: await plan.facts(host, 'sw1'),
    limits: { rows: 50 },
  });
  expect([text, problems[0]?.message]).toEqual([null, 'The template reads more than 50 rows.']);
});

test('plans of another contract are forgotten', async () => {
  const plans = new ReadPlans();
  const plan = plans.of(scope, ['z']);
  expect(plans.of(scope, ['z'])).toBe(plan);
  expect(plans.of({ ...scope, contract: { ...contract } }, ['z'])).not.toBe(plan);
});
