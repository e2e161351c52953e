import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { Desk } from './desk.ts';

const ROOT = join(import.meta.dirname, '../../..');
const guide = (name: string): string => readFileSync(join(ROOT, 'docs/guides', name), 'utf8');

interface Example {
  readonly title: string;
  readonly text: string;
  /** The answer the guide shows, when it shows one. */
  readonly answer: unknown;
}

const BLOCK = /```graphql\n([\s\S]*?)```(?:\n\n```json\n([\s\S]*?)```)?/g;

const examplesOf = (name: string): readonly Example[] =>
  [...guide(name).matchAll(BLOCK)].map(([, text = '', json], at) => ({
    title: `${at + 1} ${text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}`,
    text,
    answer: json === undefined ? undefined : JSON.parse(json),
  }));

/** Guides whose examples work on the demo network, one after the other. */
const MORE = ['cabling.md', 'paths.md', 'power.md'] as const;

const examples = examplesOf('graphql.md');

const isMutation = (text: string): boolean => text.startsWith('mutation');

/** Refusals anywhere in an answer. */
const refusals = (data: unknown): unknown[] =>
  Object.values(data as Record<string, { userErrors?: unknown[] }>).flatMap((root) => root.userErrors ?? []);

const sentences = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('|'));

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.withDemo();
});
afterAll(() => desk.close());

/** Whether every root field of a query is one that rows answer; code answers the others. */
const isRead = (text: string): boolean =>
  parse(text).definitions.every(
    (one) =>
      one.kind === 'OperationDefinition' &&
      one.selectionSet.selections.every(
        (root) => root.kind === 'Field' && desk.reader.rootFieldNames.includes(root.name.value),
      ),
  );

const run = async (text: string): Promise<Record<string, unknown>> => {
  if (!isMutation(text) && isRead(text)) return (await desk.ask(text)).data;
  const { data, errors } = await desk.execute(text);
  expect(errors ?? []).toEqual([]);
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
};

test('the guide has examples of reads and writes', () => {
  expect(examples.filter(({ text }) => isMutation(text)).length).toBeGreaterThanOrEqual(8);
  expect(examples.filter(({ text }) => !isMutation(text)).length).toBeGreaterThanOrEqual(7);
});

describe('the examples of the GraphQL guide, in order', () => {
  test.each(examples)('$title', async ({ text, answer }) => {
    const data = await run(text);
    const [expected, got] = answer === undefined ? [[], refusals(data)] : [answer, data];
    expect(got).toEqual(expected);
    expect(JSON.stringify(data)).not.toContain('"nodes":[]}');
  });
});

describe.each(MORE)('the examples of %s, in order', (name) => {
  test.each(examplesOf(name))('$title', async ({ text, answer }) => {
    const data = await run(text);
    expect(answer === undefined ? refusals(data) : data).toEqual(answer ?? []);
  });
});

test('the request in the shell example is one the schema answers', async () => {
  const [, query = ''] = /"query": "([^"]+)"/.exec(guide('graphql.md')) ?? [];
  expect(parse(query).definitions).toHaveLength(1);
  expect((await desk.execute(query)).data).toMatchObject({ viewer: { name: 'tester', readOnly: false } });
});

test('a repeated idempotency key answers the same and writes nothing', async () => {
  const { text = '' } = examples.find((example) => example.text.includes('idempotencyKey')) ?? {};
  const [first, second] = [await run(text), await run(text)];
  expect(second).toEqual(first);
  expect((await desk.ask('{ tags(filter: { slug: { eq: "pilot" } }) { totalCount } }')).data).toEqual({
    tags: { totalCount: 1 },
  });
});

test('a dry run keeps what it would delete', async () => {
  const { data } = await desk.ask('{ devices(filter: { name: { eq: "sin1-r04-srv06" } }) { totalCount } }');
  expect(data).toEqual({ devices: { totalCount: 1 } });
});

test('the operating guide lists exactly the settings the server reads', () => {
  const source = readFileSync(join(ROOT, 'apps/server/src/config.ts'), 'utf8');
  const [, list = ''] = /const DEFAULTS = \{([\s\S]*?)\} as const/.exec(source) ?? [];
  const settings = [...list.matchAll(/(\w+): '([^']*)'/g)].map(([, name = '', value = '']) => ({ name, value }));
  const [, section = ''] = guide('operate.md').split('## Environment');
  const [table = ''] = section.split('\n## ');
  const rows = sentences(table).map((row) => row.split('|').map((cell) => cell.trim()));
  const named = rows.flatMap(([, names = '', , defaults = '']) => {
    const values = defaults.split(', ').map((value) => value.replaceAll('`', ''));
    return [...names.matchAll(/`(\w+)`/g)].map(([, name = ''], at) => ({ name, value: values[at] ?? '' }));
  });
  expect(named.map(({ name }) => name).toSorted()).toEqual(settings.map(({ name }) => name).toSorted());
  const shown = new Map(named.map(({ name, value }) => [name, value]));
  for (const { name, value } of settings.filter((setting) => setting.value !== ''))
    expect([name, shown.get(name)]).toEqual([name, value]);
});
