import { randomUUID } from 'node:crypto';
import {
  buildSchemaFor,
  createReader,
  organizationPredicates,
  type Model,
  type Reader,
  type ScalarField,
} from '@plumbline/engine';
import { parse, validate, type GraphQLSchema } from 'graphql';
import { Pool } from 'pg';
import { domains, registry, SESSION_OPTIONS } from '../src/index.ts';
import { Plant } from './plant.ts';
import { Samples } from './samples.ts';

/** Made by verbs of their own, since they live outside any one organization. */
const OWN_VERBS = new Set(['core.Organization', 'users.User', 'users.ApiToken']);

const writable = registry.models.filter((model) => !model.readOnly && !OWN_VERBS.has(model.name)).map((m) => m.name);

let plant: Plant;
let samples: Samples;
let schema: GraphQLSchema;
let reader: Reader;
let pool: Pool;

beforeAll(async () => {
  plant = await Plant.open();
  samples = new Samples(registry, plant);
  schema = buildSchemaFor({ registry, rules: domains.flatMap((domain) => domain.rules) });
  reader = createReader({ registry, schema, predicates: organizationPredicates });
  pool = new Pool({ connectionString: plant.url, max: 2, options: SESSION_OPTIONS, pipeline: true } as never);
});

afterAll(async () => {
  await pool.end();
  await plant.close();
});

const ask = async (text: string, actor = plant.actor): Promise<Record<string, Record<string, unknown> | null>> => {
  const document = parse(text);
  const problems = validate(schema, document);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('\n'));
  const answer = await reader.respond({ document, actor }, pool);
  if (!answer) throw new Error(`The fast path does not answer ${text}`);
  return JSON.parse(answer.text) as Record<string, Record<string, unknown> | null>;
};

const shownScalars = (model: Model): ScalarField[] => [...model.scalars.values()].filter((field) => !field.spec.secret);

const literal = (value: unknown, field: ScalarField): string =>
  field.type.scalar === 'Int' || field.type.scalar === 'Boolean' || typeof value === 'number'
    ? String(value)
    : JSON.stringify(value);

/** Operators whose operand is a value of the field itself. */
const VALUE_OPERATORS = new Set(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']);
const TEXT_OPERATORS = new Set(['contains', 'startsWith', 'endsWith', 'ieq', 'icontains', 'istartsWith', 'iendsWith']);
const NETWORK_OPERATORS = new Set([
  'within',
  'withinOrEqual',
  'containsAddress',
  'containsOrEqual',
  'overlaps',
  'host',
]);

const operand = (operator: string, field: ScalarField, value: unknown): string => {
  const own = literal(value, field);
  if (operator === 'isNull') return 'false';
  if (operator === 'path') return '[{ path: "key", eq: 1 }]';
  if (operator === 'in' || operator === 'notIn') return `[${own}]`;
  if (operator === 'between') return `[${own}, ${own}]`;
  if (operator === 'family') return '4';
  if (operator === 'length') return '24';
  if (operator === 'has') return field.spec.kind === 'textList' ? '"a"' : '1';
  if (operator === 'regex' || operator === 'iregex') return '"^.+$"';
  if (NETWORK_OPERATORS.has(operator)) return '"10.0.0.0/8"';
  if (TEXT_OPERATORS.has(operator)) return JSON.stringify(String(value));
  if (VALUE_OPERATORS.has(operator)) return own;
  throw new Error(`No operand is known for ${operator}.`);
};

const conditions = (model: Model, row: Record<string, unknown>): string[] =>
  shownScalars(model)
    .filter((field) => field.spec.filter !== false)
    .flatMap((field) => {
      const value = row[field.name] ?? field.type.sample(1, field.spec);
      return field.type.operators.map(
        (operator) => `${field.name}: { ${operator}: ${operand(operator, field, value)} }`,
      );
    });

describe.each(writable)('%s', (name) => {
  const model = registry.model(name);
  const fields = shownScalars(model)
    .map((field) => field.name)
    .join(' ');

  test('is created, read, filtered, changed, previewed and deleted', async () => {
    const id = await samples.make(name);
    const read = async () => (await ask(`{ one: ${model.one}(id: "${id}") { ${fields} display url } }`))['one'];
    const row = await read();
    expect(row).toMatchObject({ id, rowVersion: 1 });
    expect(row?.['display']).not.toBe('');
    expect(row?.['number']).toBeGreaterThan(0);
    expect(await ask(`{ one: ${model.one}(number: ${String(row?.['number'])}) { id } }`)).toEqual({ one: { id } });

    const updated = await plant.run((work) => work.update(name, [{ id, rowVersion: 1, ...change(model) }]));
    expect(updated.errors).toEqual([]);
    const preview = await plant.run((work) => work.delete(name, { ids: [id] }), { dryRun: true });
    expect(preview).toMatchObject({ errors: [], dryRun: true });
    expect((await read())?.['id']).toBe(id);

    const deleted = await plant.remove(name, id);
    expect(deleted.errors).toEqual([]);
    expect(await read()).toBeNull();
    const records = await ask(
      `{ changeRecords(filter: { objectId: { eq: "${id}" } }, orderBy: [{ field: "id" }]) { nodes { action objectType } } }`,
    );
    const actions = ((records['changeRecords'] ?? {})['nodes'] as { action: string; objectType: string }[]).map(
      (r) => r.action,
    );
    expect(actions.at(0)).toBe('create');
    expect(actions.at(-1)).toBe('delete');
  });

  // operators belong to kinds of fields, so that every third type has nearly all of them; the long run asks each type
  const isAsked = process.env['PLUMBLINE_FULL'] === '1' || writable.indexOf(name) % 3 === 0;
  if (isAsked)
    test('answers every filter operator of every field', async () => {
      const id = await samples.make(name);
      const row = (await ask(`{ one: ${model.one}(id: "${id}") { ${fields} } }`))['one'] ?? {};
      const all = conditions(model, row);
      for (let at = 0; at < all.length; at += 20) {
        const parts = all
          .slice(at, at + 20)
          .map((c, i) => `f${i}: ${model.many}(filter: { and: [{ id: { eq: "${id}" } }, { ${c} }] }) { totalCount }`);
        await expect(ask(`{ ${parts.join('\n')} }`)).resolves.toBeDefined();
      }
      const byNumber = `${model.many}(filter: { number: { eq: ${String(row['number'])} } }) { totalCount nodes { id } }`;
      expect(await ask(`{ ${byNumber} }`)).toEqual({ [model.many]: { totalCount: 1, nodes: [{ id }] } });
    });

  test('pages forward and backward over the same rows, and hides them from other organizations', async () => {
    await samples.make(name);
    await samples.make(name);
    const list = (args: string) =>
      `{ p: ${model.many}(${args}) { nodes { id } pageInfo { hasNextPage endCursor startCursor } totalCount } }`;
    const nodes = (answer: Record<string, unknown> | null | undefined) => answer?.['nodes'] as { id: string }[];
    const whole = (await ask(list('first: 1000')))['p'];
    const first = (await ask(list('first: 1')))['p'];
    const cursor = ((first ?? {})['pageInfo'] as { endCursor: string }).endCursor;
    const second = (await ask(list(`first: 1, after: ${JSON.stringify(cursor)}`)))['p'];
    const offset = (await ask(list('first: 1, offset: 1')))['p'];
    expect(nodes(second)).toEqual(nodes(whole).slice(1, 2));
    expect(nodes(offset)).toEqual(nodes(second));
    const stranger = { ...plant.actor, organizationId: randomUUID() };
    expect((await ask(list('first: 10'), stranger))['p']).toMatchObject({ nodes: [], totalCount: 0 });
  });
});

/** A change that breaks no rule: the description, else the tags, else nothing but the lock. */
const change = (model: Model): Record<string, unknown> =>
  model.spec.fields.has('description') ? { description: 'changed' } : {};
