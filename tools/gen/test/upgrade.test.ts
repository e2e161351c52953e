import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataSource, frozen, migrations, registry } from '@plumbline/domain';
import { backUp } from '../../../apps/server/src/backup/backup.ts';
import { restore } from '../../../apps/server/src/backup/restore.ts';
import { readConfig } from '../../../apps/server/src/config.ts';
import { startServer } from '../../../apps/server/src/index.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { readBackupHeader, visitBackup } from '../../../packages/backup/src/index.ts';
import { testDatabase } from '../../../packages/testing/src/index.ts';
import { schemaGaps } from '../src/migration.ts';

const FIXTURES = join(__dirname, 'fixtures');
/**
 * Backups of made-up networks, each written by the product when it was at that level: all sites kept, so that numbers
 * have no gap, a site `ams1`, the custom field `zone`, the accounts of the test below.
 */
const files = readdirSync(FIXTURES).sort();

/** Rewritten by every restore: transaction numbers of one server mean nothing to another. */
const REWRITTEN: ReadonlySet<string> = new Set(['core_outbox.transaction_id']);

/** Columns that a migration dropped or filled anew on purpose, as `table.column` with the reason. */
const CHANGED: ReadonlyMap<string, string> = new Map();

const nameOf = (migration: new () => object): string => (new migration() as { name?: string }).name ?? migration.name;

type Content = ReadonlyMap<string, { readonly columns: readonly string[]; readonly rows: readonly string[][] }>;

const contentOf = async (file: string): Promise<Content> => {
  const found = new Map<string, { columns: readonly string[]; rows: string[][] }>();
  await visitBackup(file, {
    shapes: () => Promise.resolve(),
    table: async ({ name, columns }, { data }) => {
      const chunks: Buffer[] = [];
      for await (const chunk of data) chunks.push(chunk);
      const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
      found.set(name, { columns, rows: lines.map((line) => line.split('\t')) });
    },
    file: async (_, { data }) => {
      for await (const _chunk of data);
    },
  });
  return found;
};

/** Rows of the columns that an earlier level had, as sorted lines. */
const lines = (content: Content, table: string, columns: readonly string[]): string[] => {
  const found = content.get(table);
  const places = columns
    .filter((column) => !REWRITTEN.has(`${table}.${column}`) && !CHANGED.has(`${table}.${column}`))
    .map((column) => found?.columns.indexOf(column) ?? -1);
  return (found?.rows ?? []).map((row) => places.map((place) => row[place] ?? `no column ${place}`).join('\t')).toSorted();
};

test('every frozen level has a database with data to upgrade from', async () => {
  const ends = await Promise.all(files.map(async (file) => (await readBackupHeader(join(FIXTURES, file))).level.core.at(-1)));
  // The very first level has system tables only; nobody could use it.
  expect(ends).toEqual(frozen.slice(1).map(nameOf));
});

test('the pending migration comes last and under a name of its own', () => {
  const names = migrations.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(names.slice(0, frozen.length)).toEqual(frozen.map(nameOf));
  const stamps = names.map((name) => Number(name.slice(-13)));
  expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
});

describe.each(files)('a database of %s, migrated to this version', (name) => {
  const file = join(FIXTURES, name);
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-upgrade-'));
  const log = createLog('silent');
  let url: string;

  beforeAll(async () => {
    url = (await testDatabase({ migrated: false })).url;
    const config = { ...readConfig({}), databaseUrl: url, dataDir };
    await restore(config, log, { file, replace: false, onProgress: () => undefined });
    await backUp(config, log, join(dataDir, 'after.plumbline'), () => undefined);
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  test('has the schema of this version, nothing missing and nothing else', async () => {
    const source = await createDataSource(url, { poolSize: 2 }).initialize();
    const gaps = await schemaGaps(source, registry);
    const ran: { name: string }[] = await source.query('SELECT name FROM migrations ORDER BY id');
    await source.destroy();
    expect(gaps).toEqual([]);
    expect(ran.map((migration) => migration.name)).toEqual(migrations.map(nameOf));
  });

  test('has every row and every value it had', async () => {
    const [before, after] = [await contentOf(file), await contentOf(join(dataDir, 'after.plumbline'))];
    expect([...before.values()].reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThan(5_000);
    for (const [table, { columns }] of before)
      expect([table, lines(after, table, columns)]).toEqual([table, lines(before, table, columns)]);
  });

  test('is a product: its people sign in, its rows are read, found, changed and continued', async () => {
    const before = await contentOf(file);
    const count = (table: string): number => before.get(table)?.rows.length ?? 0;
    const server = await startServer({ databaseUrl: url, dataDir, logLevel: 'silent' });
    const ask = async (query: string) => {
      const response = await fetch(`${server.url}graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer fixture-token-0000' },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data: Record<string, never>; errors?: unknown };
    };
    const read = await ask(`{
      devices(first: 1) { totalCount nodes { name site { name customFields } interfaces { nodes { name cable { number } } } } }
      search(text: "ams1", first: 1) { type }
    }`);
    const written = await ask(`mutation {
      siteCreate(input: { name: "New", slug: "new", customFields: { zone: "b" } }) { nodes { number } userErrors { message } }
      siteUpdateWhere(filter: { slug: { eq: "ams1" } }, expectedCount: 1, set: { description: "moved up" }) { userErrors { message } }
    }`);
    const signedIn = await fetch(`${server.url}auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(server.url).origin },
      body: JSON.stringify({ username: 'admin', password: 'fixture-password' }),
    });
    await server.stop();
    expect(read.errors).toBeUndefined();
    expect(read.data).toMatchObject({ devices: { totalCount: count('dcim_device') }, search: [{ type: expect.any(String) }] });
    expect(written).toEqual({
      data: { siteCreate: { nodes: [{ number: count('dcim_site') + 1 }], userErrors: [] }, siteUpdateWhere: { userErrors: [] } },
    });
    expect(signedIn.status).toBe(200);
  });
});
