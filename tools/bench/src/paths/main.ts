import { registry, SESSION_OPTIONS } from '@plumbline/domain';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openBenchDatabase } from '../database.ts';
import { fillStatement } from '../fill.ts';
import { optionsOf } from '../options.ts';
import { buildServer, startBenchServer } from '../server.ts';
import { chainFills, CHAINS_AFTERWARDS, CHAINS_REMOVAL, chainStarts, middleTrunks } from './chains.ts';
import { editCases } from './edits.ts';
import { askedEnds, counted, measureCase, readCases, type AskedEnds, type PathFigure } from './measure.ts';
import { httpCases } from './over-http.ts';

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

buildServer();
const database = await openBenchDatabase(
  { devices: values.devices ?? (values.full ? 20_834 : 2_000), sites: values.sites },
  values.data,
  (line) => console.error(line),
);
const client = new Client({ connectionString: database.url, options: SESSION_OPTIONS });

/** Runs statements in one transaction without looking at foreign keys: the rows hold by construction. */
const unchecked = async (texts: readonly string[]): Promise<void> => {
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica');
  for (const text of texts) await client.query(text);
  await client.query('COMMIT');
};

const overHttp = async ({ starts, any }: AskedEnds): Promise<void> => {
  const server = await startBenchServer(database.url, database.source);
  try {
    const ports = { starts: starts.map(({ id }) => id), byChance: any.map(({ id }) => id) };
    for (const one of httpCases(server, ports)) console.log(row(await measureCase(one, null)));
  } finally {
    await server.stop();
  }
};

try {
  await client.connect();
  const [backend] = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
  const pid = backend?.pid ?? 0;
  console.log('| what | found | ms | ms Node | ms PostgreSQL | statements | goal ms |\n|---|---|---|---|---|---|---|');
  const edits = await editCases(database.source, values.rounds);
  for (const one of edits) console.log(row(await measureCase(one, null)));
  await unchecked(CHAINS_REMOVAL); // of a run that was cut off
  await unchecked([...chainFills(values.chains).map((fill) => fillStatement(registry, fill)), ...CHAINS_AFTERWARDS]);
  const { query, statements } = counted(client);
  const asked = await askedEnds(query, { starts: chainStarts(values.chains), trunks: middleTrunks(values.chains) });
  for (const one of readCases(query, asked)) console.log(row(await measureCase(one, { pid, statements })));
  await overHttp(asked);
} finally {
  await unchecked(CHAINS_REMOVAL);
  await client.end();
  await database.stop();
}
