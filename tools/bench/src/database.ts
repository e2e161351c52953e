import { registry, createDataSource } from '@plumbline/domain';
import { quote } from '@plumbline/engine';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@plumbline/postgres';
import type { DataSource } from 'typeorm';
import { BENCH_ORGANIZATION, fillStatement, FUNCTIONS } from './fill.ts';
import { AFTERWARDS, networkFills, type Size } from './network.ts';

/** A migrated database with a generated network in it. */
export interface BenchDatabase {
  readonly url: string;
  readonly source: DataSource;
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
  for (const statement of AFTERWARDS) await runner.query(statement);
  await runner.release();
  say(`generated ${size.devices} devices in ${((performance.now() - started) / 1000).toFixed(1)} s`);
};

const isFilled = async (source: DataSource, size: Size): Promise<boolean> => {
  const [row] = await source.query<{ n: string }[]>(`SELECT count(*) AS n FROM ${quote('dcim_device')}`);
  return Number(row?.n) === size.devices;
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
  await source.runMigrations();
  if (!(await isFilled(source, size))) await fill(source, size, say);
  return {
    url,
    source,
    stop: async () => {
      await source.destroy();
      await server?.stop();
    },
  };
};
