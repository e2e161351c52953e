import { domains, registry, SESSION_OPTIONS } from '@plumbline/domain';
import { buildSchemaFor, createReader, grantPredicates } from '@plumbline/engine';
import { parse } from 'graphql';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { benchActor } from '../actor.ts';
import { openBenchDatabase } from '../database.ts';
import { optionsOf } from '../options.ts';
import { emptyLog, fillLog, objectId, objectsOf } from './log.ts';
import { measureUndo } from './undo.ts';

const values = optionsOf(
  'npm run bench:history',
  'Fills the log of changes, reads the history of single objects, and takes back an import.\n' +
    'BENCH_DATABASE_URL names an empty database to use instead.',
  {
    full: { kind: 'mark', help: 'Ten million records.' },
    records: { kind: 'number', default: null, help: 'Records in the log; 500000, with --full 10000000.' },
    reads: { kind: 'number', default: 200, help: 'Objects whose history is read.' },
    rows: { kind: 'number', default: 5_000, help: 'Rows of the import to take back.' },
    data: {
      kind: 'text',
      value: 'FOLDER',
      default: join(tmpdir(), 'plumbline-bench'),
      help: 'Where the embedded PostgreSQL keeps its data.',
    },
  },
);

const QUERY =
  parse(`query ($filter: ChangeRecordFilter) { changeRecords(filter: $filter, first: 100, orderBy: [{ field: "changedAt", direction: DESC }]) {
  totalCount nodes { id action changedAt actorName source fields before after changeSet { id number reason } } } }`);

const records = values.records ?? (values.full ? 10_000_000 : 500_000);
const database = await openBenchDatabase({ devices: 200, sites: 20 }, values.data, (line) => console.error(line));
const pool = new Pool({ connectionString: database.url, max: 1, options: SESSION_OPTIONS, pipeline: true } as never);

/** Milliseconds that each of some objects' histories took, in order; every history is whole. */
const readHistories = async (): Promise<number[]> => {
  const rules = domains.flatMap((domain) => domain.rules);
  const resolvers = domains.flatMap((domain) => domain.resolvers);
  const schema = buildSchemaFor({ registry, rules, resolvers });
  const reader = createReader({ registry, schema, predicates: grantPredicates(registry) });
  const objects = objectsOf(records);
  const times: number[] = [];
  for (let i = 0; i < values.reads; i++) {
    const id = objectId(Math.floor((i * 7919 * objects) / (values.reads * 7919)));
    const variables = { filter: { objectType: { eq: 'dcim.Device' }, objectId: { eq: id } } };
    const started = performance.now();
    const answer = await reader.respond({ document: QUERY, variables, actor: benchActor }, pool);
    times.push(performance.now() - started);
    const found = JSON.parse(answer?.text ?? '{}') as { changeRecords?: { totalCount: number } };
    if (!found.changeRecords?.totalCount) throw new Error(`There is no history of ${id}.`);
  }
  return times.toSorted((a, b) => a - b);
};

try {
  const undos = await measureUndo(database.source, values.rows);
  await fillLog(database.source, records, (line) => console.error(line));
  await readHistories(); // warms the cache as a server in use is
  const times = await readHistories();
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
  console.log('| records | reads | median ms | p95 ms | longest ms | goal ms |\n|---|---|---|---|---|---|');
  console.log(`| ${records} | ${times.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} | 50 |`);
  console.log('\n| what | rows | s | statements | refusals |\n|---|---|---|---|---|');
  for (const { name, rows, seconds, statements, refusals } of undos)
    console.log(`| ${name} | ${rows} | ${seconds.toFixed(2)} | ${statements} | ${refusals} |`);
} finally {
  await emptyLog(database.source);
  await pool.end();
  await database.stop();
}
