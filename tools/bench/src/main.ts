import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDatabase, type BenchDatabase } from './database.ts';
import { measureCabling } from './cabling.ts';
import { measureExport } from './export.ts';
import { benchActor } from './actor.ts';
import { measureGrants } from './grants.ts';
import { optionsOf } from './options.ts';
import { measureReads, openReader, queryText, type ReadFigure } from './reads.ts';
import { measureSearch } from './search.ts';
import { buildServer, startBenchServer, type BenchServer } from './server.ts';
import { isSteady, soak } from './soak.ts';
import { measureStamping } from './writes.ts';

const values = optionsOf(
  'npm run bench',
  'Generates a network, asks the queries of tools/bench/queries as hand-written SQL, in process and over HTTP,\n' +
    'and stamps devices. BENCH_DATABASE_URL names an empty database to use instead of the embedded PostgreSQL.',
  {
    full: { kind: 'mark', help: 'A million interfaces, and a soak of 180 seconds.' },
    devices: { kind: 'number', default: null, help: 'Devices of 48 ports each; 2000, with --full 20834.' },
    sites: { kind: 'number', default: 200, help: 'Sites that the devices stand in.' },
    rounds: { kind: 'number', default: 15, help: 'Rounds of each query after those to warm up.' },
    only: { kind: 'text', value: 'q1,q2', default: null, help: 'Queries to ask; all when absent.' },
    grants: { kind: 'mark', help: 'Only the queries, for a user with three permissions beside the administrator.' },
    stamp: { kind: 'number', default: 1000, help: 'Devices to create in one mutation; 0 for none.' },
    soak: { kind: 'number', default: null, help: 'Seconds of reads and writes at once; 0 without --full.' },
    data: {
      kind: 'text',
      value: 'FOLDER',
      default: join(tmpdir(), 'plumbline-bench'),
      help: 'Where the embedded PostgreSQL keeps the network between runs.',
    },
  },
);

/** 20,834 devices have a million interfaces. */
const DEVICES = values.devices ?? (values.full ? 20_834 : 2_000);
const SOAK_SECONDS = values.soak ?? (values.full ? 180 : 0);

const fixed = (value: number, digits = 2): string => value.toFixed(digits);

const row = (f: ReadFigure): string => {
  const http = f.http ? [fixed(f.http.ms), fixed(f.http.goalMs), f.http.isStreamed ? 'yes' : 'no'] : [];
  const cells = [f.name, f.rows, fixed(f.bytes / 1024, 0), fixed(f.sqlMs), fixed(f.productMs), fixed(f.ratio), f.goal];
  return `| ${[...cells, ...http].join(' | ')} |`;
};

const HEAD =
  '| query | rows | KB | SQL ms | product ms | ratio | goal | HTTP ms | HTTP goal | streamed |\n|---|---|---|---|---|---|---|---|---|---|';

const printReads = async (database: BenchDatabase, server: BenchServer): Promise<void> => {
  const figures = await measureReads(database.url, values.rounds, values.only, server);
  console.log([HEAD, ...figures.map(row)].join('\n'));
};

const printGrants = async (database: BenchDatabase): Promise<void> => {
  const figures = await measureGrants(database.url, 4 * values.rounds, values.only);
  const rows = figures.map(
    (f) =>
      `| ${[f.name, fixed(f.admin.median), fixed(f.admin.p95), fixed(f.member.median), fixed(f.member.p95), fixed(f.ratio)].join(' | ')} |`,
  );
  const head =
    '| query (goal: p95 1.5 times) | administrator ms | p95 | member ms | p95 | p95 ratio |\n|---|---|---|---|---|---|';
  console.log([head, ...rows].join('\n'));
};

const printSearch = async (database: BenchDatabase): Promise<void> => {
  const { reader, pool } = openReader(database.url);
  try {
    const figures = await measureSearch(reader, pool, benchActor, 20 * values.rounds);
    const rows = figures.map((f) => `| ${[f.name, fixed(f.median, 1), fixed(f.p95, 1), f.hits].join(' | ')} |`);
    console.log(
      ['\n| search (goal: p95 150 ms) | median ms | p95 ms | hits |', '|---|---|---|---|', ...rows].join('\n'),
    );
  } finally {
    await pool.end();
  }
};

const printExport = async (server: BenchServer): Promise<void> => {
  const figure = await measureExport(server, queryText('q8'));
  console.log(
    `\nExport of ${fixed(figure.bytes / 1e6, 1)} MB over HTTP: ${fixed(figure.before, 0)} MB resident before, ` +
      `${fixed(figure.peak, 0)} MB at most, ${fixed(figure.peak - figure.before, 0)} MB more (goal 32 and one page)`,
  );
};

const printCabling = async (server: BenchServer): Promise<void> => {
  const figure = await measureCabling(server, 48, values.rounds);
  console.log(
    `\n${figure.pairs} ports panel to panel over HTTP: ${fixed(figure.connect, 0)} ms (goal 300), at most ${fixed(figure.slowest, 0)}; ` +
      `preview ${fixed(figure.preview, 0)} ms, moved ${fixed(figure.move, 0)} ms, disconnected ${fixed(figure.disconnect, 0)} ms`,
  );
};

const printSoak = async (server: BenchServer): Promise<void> => {
  if (SOAK_SECONDS === 0) return;
  const queries = ['q1', 'q2', 'q4', 'q5', 'q6', 'q7'].map(queryText);
  const figure = await soak(server, queries, DEVICES, SOAK_SECONDS);
  console.log(
    `\nSoak of ${figure.seconds} s: ${figure.reads} reads, ${figure.writes} writes, ` +
      `${fixed(figure.early, 0)} MB alive early, ${fixed(figure.late, 0)} MB late`,
  );
  if (!isSteady(figure)) throw new Error('The memory of the server grew during the soak.');
};

const printStamping = async (database: BenchDatabase): Promise<void> => {
  const devices = values.stamp;
  if (devices === 0) return;
  const stamped = await measureStamping(database.source, devices);
  console.log(
    `\n${stamped.devices} devices with ${stamped.parts} parts each: ${fixed(stamped.seconds, 1)} s, ` +
      `${stamped.statements} statements, ${stamped.changes} change records`,
  );
};

if (!values.grants) buildServer();
const database = await openBenchDatabase({ devices: DEVICES, sites: values.sites }, values.data, (line) =>
  console.error(line),
);
const measureAll = async (): Promise<void> => {
  const server = await startBenchServer(database.url, database.source);
  try {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    console.log(
      `Server: ready after ${fixed(server.bootMs / 1_000)} s (goal 3), ${fixed(server.memory(), 0)} MB at rest\n`,
    );
    await printExport(server);
    await printReads(database, server);
    await printSearch(database);
    await printExport(server);
    await printCabling(server);
    await printSoak(server);
  } finally {
    await server.stop();
  }
  await printStamping(database);
};

try {
  await (values.grants ? printGrants(database) : measureAll());
} finally {
  await database.stop();
}
