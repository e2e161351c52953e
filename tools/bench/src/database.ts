import { registry, createDataSource } from '@plumbline/domain';
import { quote } from '@plumbline/engine';
import { createHash } from 'node:crypto';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@plumbline/postgres';
import type { DataSource } from 'typeorm';
import { BENCH_ORGANIZATION, fillStatement, FUNCTIONS } from './fill.ts';
import { AFTERWARDS, networkFills, type Size } from './network.ts';
import { searchFills } from './search-rows.ts';

/** A migrated database with a generated network in it. */
export interface BenchDatabase {
  readonly url: string;
  readonly source: DataSource;
  /** Process of the embedded server; null for a database that was given. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

const CHECKS = { off: 'SET session_replication_role = replica', on: 'SET session_replication_role = DEFAULT' };

const fill = async (source: DataSource, size: Size, say: (line: string) => void): Promise<void> => {
  const runner = source.createQueryRunner();
  const started = performance.now();
  for (const statement of FUNCTIONS) await runner.query(statement);
  await runner.query(
    `INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 1, 'Bench', 'bench') ON CONFLICT DO NOTHING`,
    [BENCH_ORGANIZATION],
  );
  await runner.query(CHECKS.off); // foreign keys hold by construction; checking a million rows one by one takes minutes
  for (const one of networkFills(size)) await runner.query(fillStatement(registry, one));
  await runner.query(CHECKS.on);
  for (const name of new Set(networkFills(size).map((one) => one.model)))
    await runner.query(
      `INSERT INTO core_number_counter (organization_id, object_type, next)
       SELECT $1, $2, coalesce(max(number), 0) + 1 FROM ${quote(registry.model(name).table)}`,
      [BENCH_ORGANIZATION, name],
    );
  for (const statement of searchFills(registry)) await runner.query(statement);
  for (const statement of AFTERWARDS) await runner.query(statement);
  await runner.release();
  say(`generated ${size.devices} devices in ${((performance.now() - started) / 1000).toFixed(1)} s`);
};

/** Names the schema and the rows of this version: every statement of every migration and of the generator. */
const fingerprint = async (source: DataSource): Promise<string> => {
  const hash = createHash('sha256');
  const query = (text: string) => Promise.resolve((hash.update(text), []));
  for (const migration of source.migrations) await migration.up({ query } as never);
  hash.update(JSON.stringify([networkFills({ sites: 1, devices: 1 }), AFTERWARDS, searchFills(registry)]));
  return hash.digest('hex');
};

const NOTE = 'bench_schema';

/** Fingerprint of the schema in the database; null when it is empty, and a text of no version when nobody noted one. */
const knownFingerprint = async (source: DataSource): Promise<string | null> => {
  const [row] = await source.query<{ tables: string; noted: string | null }[]>(
    `SELECT count(*) AS tables, to_regclass('${NOTE}')::text AS noted FROM pg_tables WHERE schemaname = 'public'`,
  );
  if (Number(row?.tables) === 0) return null;
  if (!row?.noted) return 'unknown';
  const [note] = await source.query<{ value: string }[]>(`SELECT value FROM ${NOTE}`);
  return note?.value ?? 'unknown';
};

/**
 * Migrates; a schema of another version is dropped, rows and all, where the database is the benchmark's own.
 *
 * @throws Error when the database was given and holds another version.
 */
const migrated = async (source: DataSource, isOwn: boolean, say: (line: string) => void): Promise<void> => {
  const wanted = await fingerprint(source);
  const known = await knownFingerprint(source);
  if (known === wanted) return;
  if (known !== null && !isOwn)
    throw new Error('BENCH_DATABASE_URL names a database of another version of the schema. Give an empty one.');
  if (known !== null) {
    say('The database is of another version of the schema and is made anew.');
    await source.query('DROP SCHEMA public CASCADE');
    await source.query('DROP SCHEMA IF EXISTS graphile_worker CASCADE');
    await source.query('CREATE SCHEMA public');
  }
  await source.runMigrations();
  await source.query(`CREATE TABLE ${NOTE} (value text NOT NULL, devices integer)`);
  await source.query(`INSERT INTO ${NOTE} (value) VALUES ($1)`, [wanted]);
};

/** Fills an empty schema once; what later measurements add is left alone. @throws Error for a network of another size */
const filled = async (source: DataSource, size: Size, say: (line: string) => void): Promise<void> => {
  const [note] = await source.query<{ devices: number | null }[]>(`SELECT devices FROM ${NOTE}`);
  const devices = note?.devices ?? null;
  if (devices !== null && devices !== size.devices)
    throw new Error(`The database holds a network of ${devices} devices, not of ${size.devices}. Give an empty one.`);
  if (devices !== null) return;
  await fill(source, size, say);
  await source.query(`UPDATE ${NOTE} SET devices = $1`, [size.devices]);
};

/**
 * Opens the benchmark database, generating the network when the size differs from what is there.
 *
 * `BENCH_DATABASE_URL` names an existing empty database; without it the embedded server is used.
 */
export const openBenchDatabase = async (
  size: Size,
  dataDir: string,
  say: (line: string) => void,
): Promise<BenchDatabase> => {
  const given = process.env['BENCH_DATABASE_URL'];
  const server: EmbeddedPostgres | null = given
    ? null
    : await startEmbeddedPostgres({ dataDir, name: `bench-${size.devices}`, durable: false });
  const url = given ?? server?.url ?? '';
  const source = await createDataSource(url).initialize();
  await migrated(source, !given, say);
  await filled(source, size, say);
  return {
    url,
    source,
    pid: server?.pid ?? null,
    stop: async () => {
      await source.destroy();
      await server?.stop();
    },
  };
};
