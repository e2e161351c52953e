import { Client } from 'pg';
import { codeOf, makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type Loose, type TestServer } from './_server.ts';

let server: TestServer;
let db: Client;
beforeAll(async () => {
  server = await openServer();
  db = new Client({ connectionString: server.databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await server?.stop();
});

const READERS = `{ eventReaders { name sequence latest waiting waitingSince attempts lastError parkedCount
  parked { sequence type action error attempts again } } }`;
const RETRY = 'mutation ($name: String!) { eventReaderRetry(name: $name) }';
const NAME = 'extras.eventRules';

const reader = async (): Promise<Loose> => {
  const { data } = await server.ask(READERS);
  return data?.['eventReaders'].find(({ name }: Loose) => name === NAME);
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
};

test('administrators see how far readers of events are, and have what was put aside tried again', async () => {
  const made = await server.ask(
    'mutation ($input: [TagCreateInput!]!) { tagCreate(input: $input) { nodes { id } userErrors { message } } }',
    { input: [{ name: 'Aside', slug: 'aside', color: 'aa0000' }] },
  );
  const id = String(made.data?.['tagCreate'].nodes[0].id);
  const numbered = async () =>
    (
      await db.query<{ sequence: string }>('SELECT sequence FROM core_outbox WHERE object_id = $1 AND sequence > 0', [
        id,
      ])
    ).rows[0]?.sequence;
  await until(async () => (await numbered()) !== undefined);
  const sequence = String(await numbered());
  await until(async () => Number((await reader()).sequence) >= Number(sequence));
  await db.query(
    `INSERT INTO core_parked_event (consumer, sequence, organization_id, object_type, object_id, action, error, attempts)
     SELECT $1, sequence, organization_id, object_type, object_id, action, 'it broke', 6 FROM core_outbox WHERE sequence = $2`,
    [NAME, sequence],
  );
  expect(await reader()).toMatchObject({
    waiting: 0,
    waitingSince: null,
    attempts: 0,
    lastError: null,
    parkedCount: 1,
    parked: [{ sequence, type: 'extras.Tag', action: 'create', error: 'it broke', attempts: 6, again: false }],
  });
  expect((await server.ask(RETRY, { name: NAME })).data).toEqual({ eventReaderRetry: 1 });
  await until(async () => (await reader()).parkedCount === 0);
  expect((await server.ask(RETRY, { name: NAME })).data).toEqual({ eventReaderRetry: 0 });
  expect(codeOf(await server.ask(RETRY, { name: 'nobody' }))).toBe('NOT_FOUND');
});

test('readers of events are nobody else’s business', async () => {
  await makeUser(server, 'curious');
  const { headers } = await signIn(server, 'curious', PASSWORD);
  expect(codeOf(await server.ask(READERS, {}, headers))).toBe('FORBIDDEN');
  expect(codeOf(await server.ask(RETRY, { name: NAME }, headers))).toBe('FORBIDDEN');
});
