import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDatabase } from '../database.ts';
import { optionsOf } from '../options.ts';
import { buildServer, startBenchServer, type BenchServer } from '../server.ts';
import { startReceivers, startSubscriptions, type Heard } from './listeners.ts';

const values = optionsOf(
  'npm run bench:events',
  'Changes devices at a steady rate, and measures how late subscriptions and webhooks hear of it.\n' +
    'BENCH_DATABASE_URL names an empty database to use instead.',
  {
    rate: { kind: 'number', default: 10_000, help: 'Changes a minute.' },
    seconds: { kind: 'number', default: 60, help: 'How long; the goal holds for 300.' },
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
const ROWS = 20;
const PATIENCE_MS = 120_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const checked = async (server: BenchServer, query: string, variables: object = {}): Promise<unknown> => {
  const { text } = await server.ask(query, true, variables);
  if (/"errors":\[|"userErrors":\[\{/.test(text.slice(0, 2_000))) throw new Error(text.slice(0, 500));
  return (JSON.parse(text) as { readonly data: unknown }).data;
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

/** Changes devices at the rate, no faster; gives how many changes it made. */
const change = async (server: BenchServer): Promise<number> => {
  const started = performance.now();
  const pauseMs = (60_000 * ROWS) / values.rate;
  let made = 0;
  for (let n = 0; performance.now() - started < values.seconds * 1_000; n++) {
    const input = Array.from({ length: ROWS }, (_, at) => ({
      number: 1 + ((n * ROWS + at) % DEVICES),
      comments: `bench ${started} ${n}`,
    }));
    await checked(server, UPDATE, { i: input });
    made += ROWS;
    const ahead = started + (n + 1) * pauseMs - performance.now();
    if (ahead > 0) await pause(ahead);
  }
  return made;
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
  const memory: number[] = [];
  const timer = setInterval(() => memory.push(server.live()), 1_000);
  const started = performance.now();
  const made = await change(server);
  const rate = (made / (performance.now() - started)) * 60_000;
  const all = [...subscriptions.heard, ...receivers.heard];
  await settled(all, made);
  clearInterval(timer);
  const fifth = Math.max(1, Math.floor(memory.length / 5));
  const middle = (from: number[]): number => from.toSorted((a, b) => a - b)[from.length >> 1] ?? 0;
  console.log(`${made} changes, ${Math.round(rate)} a minute\n`);
  console.log('| who | heard | lost | twice or out of order | median ms | p95 ms | longest ms |');
  console.log('|---|---|---|---|---|---|---|');
  console.log(row('subscriptions', subscriptions.heard, made));
  console.log(row('webhooks', receivers.heard, made));
  console.log(
    `\nheap alive: ${middle(memory.slice(fifth, 2 * fifth))} MB early, ${middle(memory.slice(-fifth))} MB late; resident ${Math.round(server.memory())} MB`,
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
