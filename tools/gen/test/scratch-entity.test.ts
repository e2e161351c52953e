import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createDataSource, domains, migrations, modelWith } from '@plumbline/domain';
import {
  type Actor,
  type Backend,
  bindResolvers,
  buildSchemaFor,
  catalogueOf,
  createReader,
  createWriter,
  csvColumns,
  defineDomain,
  entitySchemas,
  mutationsOf,
  newMasterKey,
  organizationPredicates,
  printedSchema,
  readFieldResolver,
  type Registry,
} from '@plumbline/engine';
import type { EntityClass } from '@plumbline/kit';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { DataSource, type MixedList } from 'typeorm';
import { testDatabase } from '../../../packages/testing/src/index.ts';
import { domainFiles } from '../src/domains.ts';
import { pendingMigration } from '../src/migration.ts';
import { modelDocs } from '../src/model-docs.ts';

const ROOT = join(import.meta.dirname, '../../..');
const GUIDE = join(ROOT, 'docs/guides/add-an-entity.md');

/** The entity that the guide shows, put into a domain of its own. */
const guideEntity = (): string => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(GUIDE, 'utf8')) ?? [];
  return block
    .replaceAll(/^ {3}/gm, '')
    .replace("'dcim.Battery'", "'scratch.Battery'")
    .replace("'./site/site.entity.ts'", `'${ROOT}/packages/domain/src/dcim/site/site.entity.ts'`);
};

const folder = mkdtempSync(join(tmpdir(), 'plumbline-scratch-'));
const source = join(folder, 'src');
const rules = domains.flatMap((domain) => domain.rules);
const resolvers = domains.flatMap((domain) => domain.resolvers);

let registry: Registry;
let migrationText: string;
let dataSource: DataSource;
let schema: GraphQLSchema;
let actor: Actor;

/** Writes the entity file, then does what `pnpm gen` does with it. */
const generate = async (): Promise<void> => {
  mkdirSync(join(source, 'scratch'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/@plumbline'), join(folder, 'node_modules/@plumbline'));
  await writeFile(join(source, 'scratch/battery.entity.ts'), guideEntity());
  for (const [path, text] of await domainFiles(source)) await writeFile(path, text);
  const made = require(join(source, 'entities.gen.ts')) as { entityClasses: readonly EntityClass[] };
  const scratch = defineDomain({ name: 'scratch', entities: made.entityClasses });
  registry = modelWith([scratch]);
  migrationText = await pendingMigration({
    domains: [...domains, scratch],
    registry,
    createDataSource: (url, options) => sourceFor(url, options?.migrations ?? []),
    frozen: migrations,
  });
  await writeFile(join(source, 'pending.gen.ts'), migrationText);
};

const sourceFor = (url: string, list: MixedList<string | (new () => object)>): DataSource => {
  const { options } = createDataSource(url, { migrations: list, poolSize: 4 });
  return new DataSource({ ...options, entities: entitySchemas(registry) } as never);
};

/** Brings an empty database to the new version and puts the product's parts over it. */
const open = async (): Promise<void> => {
  const { url } = await testDatabase({ migrated: false });
  const { pending } = require(join(source, 'pending.gen.ts')) as { pending: readonly (new () => object)[] };
  dataSource = await sourceFor(url, [...migrations, ...pending]).initialize();
  await dataSource.runMigrations();
  const organizationId = randomUUID();
  await dataSource.query("INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 1, 'Test', 'test')", [
    organizationId,
  ]);
  // TypeORM does not type the pool that its PostgreSQL driver makes.
  const { master: pool } = dataSource.driver as unknown as { readonly master: Backend['pool'] };
  schema = buildSchemaFor({ registry, rules, resolvers });
  const reader = createReader({ registry, schema, predicates: organizationPredicates });
  const writer = createWriter({ registry, dataSource, rules, masterKeys: [newMasterKey()] });
  const catalogue = () => Promise.resolve(null);
  bindResolvers(schema, { registry, reader, writer, pool, catalogue }, mutationsOf(resolvers));
  const rights = { source: 'api', superuser: true, readOnly: false, bulk: false, grants: [] } as const;
  actor = { organizationId, userId: null, tokenId: null, name: 'tester', requestId: 'scratch', ...rights };
};

const ask = async (source: string): Promise<Record<string, unknown>> => {
  const { data, errors } = await execute({
    schema,
    document: parse(source),
    contextValue: { actor },
    fieldResolver: readFieldResolver as never,
  });
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
};

beforeAll(async () => {
  await generate();
  await open();
});

afterAll(async () => {
  await dataSource?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

test('the file of a new entity has at most 60 lines', () => {
  expect(guideEntity().trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

test('the migration adds the table and touches no other', () => {
  expect(migrationText).toContain('CREATE TABLE \\"scratch_battery\\"');
  const others = [...migrationText.matchAll(/(?:CREATE|ALTER|DROP) TABLE \\"(\w+)\\"/g)].map(([, table]) => table);
  expect(new Set(others)).toEqual(new Set(['scratch_battery']));
});

test('after the migration a second diff is empty', async () => {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

test('the schema has type, filter, inputs, root fields and the inverse on the site', () => {
  const text = printedSchema(schema);
  for (const part of [
    'type Battery implements Node',
    'input BatteryFilter',
    'input BatteryCreateInput',
    'input BatteryUpdateInput',
    'input BatterySetInput',
    'batteries(',
    'batteriesAggregate(',
    'batteryCreate(',
    'batteryUpdateWhere(',
    'batteryUpsert(',
    'batteryDelete(',
  ])
    expect(text).toContain(part);
  expect(schema.getType('Site')).toHaveProperty('_fields.batteries');
});

test('rows are made with a change record and found by filter, from both sides', async () => {
  const made = await ask(`mutation {
    siteCreate(input: { name: "Fra 1", slug: "fra1" }) { userErrors { path message } }
    batteryCreate(input: [
      { site: { key: { slug: "fra1" } }, name: "B2", capacityWh: 900 }
      { site: { key: { slug: "fra1" } }, name: "B10", capacityWh: 4000, status: "spent" }
    ]) { nodes { number name status } userErrors { path code message } }
  }`);
  expect(made['batteryCreate']).toEqual({
    nodes: [
      { number: 1, name: 'B2', status: 'active' },
      { number: 2, name: 'B10', status: 'spent' },
    ],
    userErrors: [],
  });
  const found = await ask(`{
    batteries(filter: { capacityWh: { gte: 500 }, site: { slug: { eq: "fra1" } } }, orderBy: [{ field: "name" }]) {
      totalCount nodes { name statusChoice { label } }
    }
    sites { nodes { batteries(filter: { status: { eq: "spent" } }) { nodes { display } } } }
    changeRecords(filter: { objectType: { eq: "scratch.Battery" } }) { nodes { action objectNumber } }
  }`);
  expect(found['batteries']).toEqual({
    totalCount: 2,
    nodes: [
      { name: 'B2', statusChoice: { label: 'Active' } },
      { name: 'B10', statusChoice: { label: 'Spent' } },
    ],
  });
  expect(found['sites']).toEqual({ nodes: [{ batteries: { nodes: [{ display: 'B10' }] } }] });
  expect(found['changeRecords']).toMatchObject({ nodes: expect.arrayContaining([{ action: 'create', objectNumber: 1 }]) });
});

test('a value outside its limits and a repeated name are refused', async () => {
  const refused = async (input: string): Promise<unknown> =>
    ask(`mutation { batteryCreate(input: { site: { number: 1 }, ${input} }) { userErrors { path code } } }`);
  const errors = (path: string, code: string) => ({ batteryCreate: { userErrors: [{ path, code }] } });
  expect(await refused('name: "B3", capacityWh: 0')).toEqual(errors('input.0.capacityWh', 'BAD_USER_INPUT'));
  expect(await refused('name: "B2"')).toMatchObject({ batteryCreate: { userErrors: [{ code: 'DUPLICATE' }] } });
});

test('the catalogue lists the entity with its fields, so that it has screens', () => {
  const entity = catalogueOf(registry, { rules }).entities.find(({ name }) => name === 'scratch.Battery');
  expect(entity).toMatchObject({ domain: 'scratch', one: 'battery', many: 'batteries', readOnly: false });
  expect(entity?.fields).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'site', kind: 'ref', target: 'dcim.Site', list: true, input: true }),
      expect.objectContaining({ name: 'name', required: true, max: 100 }),
      expect.objectContaining({ name: 'status', choices: expect.arrayContaining([expect.objectContaining({ value: 'spent' })]) }),
      expect.objectContaining({ name: 'capacityWh', unit: 'Wh', min: 1 }),
    ]),
  );
});

test('every column is exported and imported without loss', () => {
  for (const { name, type, spec } of registry.model('scratch.Battery').scalars.values()) {
    const value = type.sample(3, spec);
    const parsed = type.parse(type.fromCsv(type.toCsv(value)), spec);
    expect([name, parsed]).toEqual([name, type.parse(value, spec)]);
  }
});

test('its CSV has a column for each field, and the site by its key or number', () => {
  const names = csvColumns(registry, registry.model('scratch.Battery')).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['number', 'name', 'status', 'capacityWh', 'site', 'site.number', 'tags']),
  );
});

test('the model reference has a page for it', () => {
  expect(modelDocs(registry).has('scratch.Battery.md')).toBe(true);
});
