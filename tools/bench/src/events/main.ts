import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDatabase } from '../database.ts';
import { optionsOf } from '../options.ts';
import { cpuSeconds } from '../processes.ts';
import { buildServer, startBenchServer, type BenchServer } from '../server.ts';
import { startReceivers, startSubscriptions, type Heard } from './listeners.ts';

const values = optionsOf(
  'npm run bench:events',
  'Changes devices at a steady rate, and measures how late subscriptions and webhooks hear of it.\n' +
    'BENCH_DATABASE_URL names an empty database to use instead.',
  {
    rate: { kind: 'number', default: 10_000, help: 'Changes a minute.' },
    seconds: { kind: 'number', default: 60, help: 'How long; the goal holds for 300.' },
    rows: { kind: 'number', default: 20, help: 'Devices that one mutation changes.' },
    writers: { kind: 'number', default: 4, help: 'Clients that write at the same time.' },
    subscriptions: { kind: 'number', default: 20, help: 'Subscriptions to all of them.' },
    webhooks: { kind: 'number', default: 5, help: 'Webhooks that are called for each of them.' },
    built: { kind: 'mark', help: 'Takes the server as it was built last.' },
    data: {
      kind: 'text',
      value: 'FOLDER',
      default: join(tmpdir(), 'plumbline-bench'),
      help: 'Where the embedded PostgreSQL keeps its data.',
    },
  },
);

const DEVICES = 2_000;
const PATIENCE_MS = 120_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const checked = async (server: BenchServer, query: string, variables: object = {}): Promise<unknown> => {
  const { text } = await server.ask(query, true, variables);
  if (/"errors":\[|"userErrors":\[\{/.test(text.slice(0, 2_000))) throw new Error(text.slice(0, 500));
  return (JSON.parse(text) as { readonly data: unknown }).data;
};

/** Seconds that the server, PostgreSQL and this process with its clients and receivers have computed. */
const computed = (): readonly number[] => {
  const { user, system } = process.cpuUsage();
  return [cpuSeconds(server.pid), database.pid === null ? 0 : cpuSeconds(database.pid), (user + system) / 1e6];
};

const hookUp = async (server: BenchServer, host: string): Promise<void> => {
  for (let at = 0; at < values.webhooks; at++) {
    const name = `bench ${Date.now()} ${at}`;
    const made = (await checked(
      server,
      'mutation ($i: [WebhookCreateInput!]!) { webhookCreate(input: $i) { nodes { id } userErrors { message } } }',
      { i: [{ name, payloadUrl: `http://${host}/${at}`, secret: 'bench' }] },
    )) as { readonly webhookCreate: { readonly nodes: readonly { readonly id: string }[] } };
    const rule = {
      name,
      objectTypes: ['dcim.Device'],
      eventTypes: ['object_updated'],
      actionObject: { webhook: { id: made.webhookCreate.nodes[0]?.id } },
    };
    const create = 'mutation ($i: [EventRuleCreateInput!]!) { eventRuleCreate(input: $i) { userErrors { message } } }';
    await checked(server, create, { i: [rule] });
  }
};

const UPDATE = 'mutation ($i: [DeviceUpdateInput!]!) { deviceUpdate(input: $i) { userErrors { path message } } }';

/** Changes devices until the time is over, as often as its share of the rate asks; gives how many changes it made. */
const writeAt = async (server: BenchServer, writer: number, end: number): Promise<number> => {
  const started = performance.now();
  const everyMs = (60_000 * values.rows * values.writers) / values.rate;
  const own = Math.floor(DEVICES / values.writers);
  let made = 0;
  await pause((everyMs * writer) / values.writers);
  for (let n = 0; performance.now() < end; n++) {
    const input = Array.from({ length: values.rows }, (_, at) => ({
      number: 1 + writer * own + ((n * values.rows + at) % own),
      comments: `bench ${started} ${n}`,
    }));
    await checked(server, UPDATE, { i: input });
    made += values.rows;
    const ahead = started + (n + 1) * everyMs - performance.now();
    if (ahead > 0) await pause(ahead);
  }
  return made;
};

/** Changes devices at the rate, no faster, by several writers with devices of their own; gives how many changes were made. */
const change = async (server: BenchServer): Promise<number> => {
  const end = performance.now() + values.seconds * 1_000;
  const made = await Promise.all(Array.from({ length: values.writers }, (_, at) => writeAt(server, at, end)));
  return made.reduce((sum, one) => sum + one, 0);
};

const settled = async (heard: readonly Heard[], wanted: number): Promise<void> => {
  const end = performance.now() + PATIENCE_MS;
  while (heard.some(({ count }) => count < wanted) && performance.now() < end) await pause(100);
};

const row = (what: string, heard: readonly Heard[], made: number): string => {
  const late = heard.flatMap(({ lateMs }) => lateMs).toSorted((a, b) => a - b);
  const at = (share: number): number => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0;
  const lost = heard.reduce((sum, { count }) => sum + Math.max(0, made - count), 0);
  const odd = heard.reduce((sum, own) => sum + own.odd, 0);
  return `| ${heard.length} ${what} | ${late.length} | ${lost} | ${odd} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`;
};

/** The middle value of each fifth. */
const fifths = (samples: readonly number[]): string =>
  [0, 1, 2, 3, 4]
    .map((at) => samples.slice((at * samples.length) / 5, ((at + 1) * samples.length) / 5).toSorted((a, b) => a - b))
    .map((part) => Math.round(part[part.length >> 1] ?? 0))
    .join(', ');

if (!values.built) buildServer();
const receivers = await startReceivers(values.webhooks);
process.env['PLUMBLINE_OUTGOING_ALLOW'] = receivers.host;
process.env['PLUMBLINE_REQUESTS_PER_MINUTE'] = '0';
process.env['PLUMBLINE_COST_PER_MINUTE'] = '0';
const database = await openBenchDatabase({ devices: DEVICES, sites: 20 }, values.data, (line) => console.error(line));
const server = await startBenchServer(database.url, database.source);
try {
  await hookUp(server, receivers.host);
  const subscriptions = await startSubscriptions(server.url, server.token, values.subscriptions);
  const [live, resident]: [number[], number[]] = [[], []];
  const timer = setInterval(() => {
    live.push(server.live());
    resident.push(server.memory());
  }, 1_000);
  const before = computed();
  const started = performance.now();
  const made = await change(server);
  const seconds = (performance.now() - started) / 1_000;
  const all = [...subscriptions.heard, ...receivers.heard];
  await settled(all, made);
  const cpu = computed().map((now, at) => (((now - (before[at] ?? 0)) * 1_000) / made).toFixed(2));
  clearInterval(timer);
  console.log(`${made} changes, ${Math.round((made / seconds) * 60)} a minute\n`);
  console.log('| who | heard | lost | twice or out of order | median ms | p95 ms | longest ms |');
  console.log('|---|---|---|---|---|---|---|');
  console.log(row('subscriptions', subscriptions.heard, made));
  console.log(row('webhooks', receivers.heard, made));
  console.log(
    `\ncomputed per change: server ${cpu[0]} ms, PostgreSQL ${cpu[1]} ms, clients and receivers ${cpu[2]} ms`,
  );
  console.log(
    `memory of the server, MB by fifths of the time: resident ${fifths(resident)}; heap alive ${fifths(live)}`,
  );
  await subscriptions.stop();
} finally {
  receivers.stop();
  await database.source.query(
    "DELETE FROM extras_event_rule WHERE name LIKE 'bench %'; DELETE FROM extras_webhook WHERE name LIKE 'bench %'",
  );
  await server.stop();
  await database.stop();
}
