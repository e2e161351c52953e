import { createDataSource } from '@plumbline/domain';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@plumbline/postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BENCH_ORGANIZATION } from '../fill.ts';
import { buildServer, startBenchServer, type BenchServer } from '../server.ts';
import { writeNetboxDump } from './dump.ts';
import { measureImport, type ImportFigure } from './measure.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    /** Imports the dump again, over what the first time stored. */
    again: { type: 'boolean', default: false },
  },
});

/** Where the benchmarks' servers lie. */
const DATA = join(tmpdir(), 'plumbline-bench');
const NAME = 'import';

const fixed = (value: number, digits = 1): string => value.toFixed(digits);

const print = ({ report, seconds, phases, peakMb, nodeCpu, postgresCpu }: ImportFigure): void => {
  const { read, created, waiting, refused, incomplete, unchanged } = report.totals;
  const perThousand = (cpu: number): string => fixed((cpu * 1e6) / read, 0);
  console.log(
    `${read} rows in ${fixed(seconds)} s: ${fixed(read / seconds, 0)} rows/s (goal 8000); at most ${fixed(peakMb, 0)} MB (goal 600)\n` +
      `ms of computing per 1,000 rows: Node ${perThousand(nodeCpu)}, PostgreSQL ${perThousand(postgresCpu)}\n` +
      `${created} created, ${unchanged} unchanged, ${waiting} waiting, ${refused} refused, ${incomplete} incomplete`,
  );
  console.log('\n| phase | s |\n|---|---|');
  for (const { text, seconds: took } of phases) if (took >= 0.1) console.log(`| ${text} | ${fixed(took)} |`);
};

/** What the server wrote ahead so far, and how often it wrote all pages. */
const written = async (): Promise<{ readonly mb: number; readonly checkpoints: number }> => {
  const [row] = await source.query<{ mb: number; checkpoints: number }[]>(
    `SELECT (pg_current_wal_lsn() - '0/0')::float8 / 1048576 AS mb,
       (num_timed + num_requested)::int AS checkpoints FROM pg_stat_checkpointer`,
  );
  if (!row) throw new Error('The server tells nothing of its checkpoints.');
  return row;
};

/** Imports the uploaded dump and prints what it took. */
const measure = async (server: BenchServer, fileId: string): Promise<void> => {
  const before = await written();
  print(await measureImport(server, postgres.pid, fileId));
  const after = await written();
  console.log(
    `\n${fixed(after.mb - before.mb, 0)} MB written ahead, ${after.checkpoints - before.checkpoints} checkpoints`,
  );
};

buildServer();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-netbox-'));
await removeEmbeddedPostgres({ dataDir: DATA, name: NAME });
const postgres = await startEmbeddedPostgres({ dataDir: DATA, name: NAME });
const source = await createDataSource(postgres.url).initialize();
try {
  await source.runMigrations();
  await source.query(`INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 1, 'Bench', 'bench')`, [
    BENCH_ORGANIZATION,
  ]);
  const dump = join(folder, 'dump.sql');
  await writeNetboxDump(dump, Number(values.rows));
  const server = await startBenchServer(postgres.url, source);
  try {
    const fileId = await server.upload(dump);
    await measure(server, fileId);
    if (values.again) await measure(server, fileId);
  } finally {
    await server.stop();
  }
} finally {
  await source.destroy();
  await removeEmbeddedPostgres({ dataDir: DATA, name: NAME });
  rmSync(folder, { recursive: true, force: true });
}
