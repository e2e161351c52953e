import { registry, SESSION_OPTIONS } from '@plumbline/domain';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openBenchDatabase } from '../database.ts';
import { fillStatement } from '../fill.ts';
import { optionsOf } from '../options.ts';
import { chainFills, CHAINS_AFTERWARDS, chainStarts, middleTrunks } from './chains.ts';
import { editCases } from './edits.ts';
import { counted, measureCase, readCases, type PathFigure } from './measure.ts';

const values = optionsOf(
  'npm run bench:paths',
  'Adds chains of patch panels to a generated network, traces paths and edits cables, and takes all of it away again.\n' +
    'Processor time is read from /proc. BENCH_DATABASE_URL names an empty database to use instead.',
  {
    full: { kind: 'mark', help: 'A million interfaces.' },
    devices: { kind: 'number', default: null, help: 'Devices of 48 ports each; 2000, with --full 20834.' },
    sites: { kind: 'number', default: 200, help: 'Sites that the devices stand in.' },
    chains: { kind: 'number', default: 960, help: 'Paths of 21 hops to add; at most half as many as devices.' },
    rounds: { kind: 'number', default: 20, help: 'Rounds of each edit.' },
    data: {
      kind: 'text',
      value: 'FOLDER',
      default: join(tmpdir(), 'plumbline-bench'),
      help: 'Where the embedded PostgreSQL keeps the network between runs.',
    },
  },
);

const cell = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '';

const row = (figure: PathFigure): string => {
  const digits = figure.ms < 100 ? 1 : 0;
  const times = [figure.ms, figure.nodeCpuMs, figure.postgresCpuMs].map((ms) => cell(ms, digits));
  return `| ${[figure.name, figure.found, ...times, cell(figure.statements, 0), figure.goalMs ?? ''].join(' | ')} |`;
};

const database = await openBenchDatabase(
  { devices: values.devices ?? (values.full ? 20_834 : 2_000), sites: values.sites },
  values.data,
  (line) => console.error(line),
);
const client = new Client({ connectionString: database.url, options: SESSION_OPTIONS });
try {
  await client.connect();
  const [backend] = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
  const pid = backend?.pid ?? 0;
  console.log('| what | found | ms | ms Node | ms PostgreSQL | statements | goal ms |\n|---|---|---|---|---|---|---|');
  const edits = await editCases(database.source, values.rounds);
  for (const one of edits) console.log(row(await measureCase(one, null)));
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica'); // the rows hold by construction
  for (const fill of chainFills(values.chains)) await client.query(fillStatement(registry, fill));
  for (const statement of CHAINS_AFTERWARDS) await client.query(statement);
  const { query, statements } = counted(client);
  const cases = await readCases(query, { starts: chainStarts(values.chains), trunks: middleTrunks(values.chains) });
  for (const one of cases) console.log(row(await measureCase(one, { pid, statements })));
  await client.query('ROLLBACK');
} finally {
  await client.end();
  await database.stop();
}
