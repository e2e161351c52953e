import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { testDatabase } from '@plumbline/testing';
import { startProgram, type Program } from './_program.ts';

jest.setTimeout(1_200_000);

const ROUNDS = process.env['PLUMBLINE_FULL'] === '1' ? 50 : 2;
const ROWS = 200;
const WRITERS = 4;
const TOKEN = 'a-token-for-this-test-only';

let folder: string;
let environment: Readonly<Record<string, string>>;
let db: Client;
let running: Program | null = null;

/** Starts a server and gives its address. */
const serve = async (): Promise<string> => {
  running = startProgram(['server'], environment);
  let said = '';
  running.process.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await running.says(/answers at \S+\n/);
  return /answers at (\S+?)\/?\n/.exec(said)?.[1] ?? '';
};

const kill = async (): Promise<void> => {
  running?.process.kill('SIGKILL');
  await running?.ended;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-kill-'));
  const { url } = await testDatabase();
  environment = {
    DATABASE_URL: url,
    PLUMBLINE_DATA: folder,
    PLUMBLINE_ADMIN_TOKEN: TOKEN,
    PLUMBLINE_JOBS: '3',
    PLUMBLINE_PORT: '0',
  };
  db = new Client({ connectionString: url });
  await db.connect();
});
afterAll(async () => {
  await kill();
  await db?.end();
  rmSync(folder, { recursive: true, force: true });
});

const headers = { authorization: `Bearer ${TOKEN}` };

const rowsOf = async <T>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
  (await db.query(text, [...values])).rows as T[];

interface Answer {
  readonly data?: Record<string, { id?: string; userErrors?: readonly unknown[] } | null> | null;
}

/** Null when the server died before it answered. */
const ask = async (url: string, query: string, variables: Record<string, unknown>): Promise<Answer | null> => {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  } catch {
    return null; // killed meanwhile
  }
};

const tags = (batch: string) =>
  Array.from({ length: ROWS }, (_, i) => ({ name: `${batch} ${i}`, slug: `${batch}-${i}`, color: 'aa0000' }));

/** Batches whose rows were answered as stored, and ids of jobs that were answered as queued. */
interface Acknowledged {
  readonly created: string[];
  readonly changed: string[];
  readonly jobs: Map<string, string | null>;
}

/** One batch after the other until the server dies: created, and every second one then changed. */
const writeOn = async (url: string, name: string, known: Acknowledged): Promise<void> => {
  for (let i = 0; ; i++) {
    const batch = `${name}w${i}`;
    const made = await ask(
      url,
      'mutation ($input: [TagCreateInput!]!) { tagCreate(input: $input) { userErrors { message } } }',
      { input: tags(batch) },
    );
    if (!made) return;
    if (made.data?.['tagCreate']?.userErrors?.length === 0) known.created.push(batch);
    const set = { filter: { slug: { startsWith: `${batch}-` } }, expectedCount: ROWS, set: { description: batch } };
    if (i % 2 === 1) continue;
    const changed = await ask(
      url,
      'mutation ($filter: TagFilter!, $set: TagSetInput!, $expectedCount: Int!) { tagUpdateWhere(filter: $filter, set: $set, expectedCount: $expectedCount) { userErrors { message } } }',
      set,
    );
    if (!changed) return;
    if (changed.data?.['tagUpdateWhere']?.userErrors?.length === 0) known.changed.push(batch);
  }
};

const upload = async (url: string, batch: string): Promise<string | null> => {
  const lines = tags(batch).map(({ name, slug, color }) => `${name},${slug},${color}`);
  try {
    const body = ['name,slug,color', ...lines].join('\n');
    const answer = await fetch(`${url}/files?name=${batch}.csv`, { method: 'PUT', headers, body });
    return ((await answer.json()) as { id: string }).id;
  } catch {
    return null; // killed meanwhile
  }
};

/** One job after the other until the server dies: files of rows, and exports. */
const jobsOn = async (url: string, name: string, known: Acknowledged): Promise<void> => {
  for (let i = 0; ; i++) {
    const batch = `${name}j${i}`;
    const isImport = i % 2 === 0;
    const fileId = isImport ? await upload(url, batch) : null;
    if (isImport && fileId === null) return;
    const input = isImport ? { type: 'extras.Tag', fileId } : { query: '{ tags { nodes { name slug } } }' };
    const query = 'mutation ($name: String!, $input: JSON) { jobStart(name: $name, input: $input) { id } }';
    const answer = await ask(url, query, { name: isImport ? 'importRows' : 'bulkExport', input });
    if (!answer) return;
    const id = answer.data?.['jobStart']?.id;
    if (id !== undefined) known.jobs.set(id, isImport ? batch : null);
  }
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Lets the server work for a while and kills it in the middle. */
const killedRound = async (round: number, known: Acknowledged): Promise<void> => {
  const url = await serve();
  const name = `r${round}`;
  const work = [
    ...Array.from({ length: WRITERS }, (_, i) => writeOn(url, `${name}x${i}`, known)),
    jobsOn(url, name, known),
  ];
  const before = known.changed.length;
  if (round % 2 === 0) await until(async () => known.changed.length > before);
  await new Promise((resolve) => setTimeout(resolve, 20 + ((round * 377) % 1_300)));
  await kill();
  await Promise.all(work);
};

const JOBS = `SELECT id, name, status, error, attempt, result,
    (SELECT array_agg(action ORDER BY transaction_id) FROM core_outbox o WHERE o.object_id = j.id) AS events
  FROM core_job j`;

interface EndedJob {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly error: string | null;
  readonly attempt: number;
  readonly result: { readonly created?: number; readonly rows?: number } | null;
  readonly events: readonly string[];
}

/** What a job came to, as its state, its events and its error tell it; the three have to agree. */
const storyOf = ({ status, error, attempt, events }: EndedJob): string => {
  const isCut = /ended or stopped answering/.test(error ?? '');
  return `${status} ${isCut ? 'cut off' : (error ?? 'well')} ${attempt} ${events.join(' ')}`;
};

const TRUE_STORIES = ['completed well 1 job_started job_completed', 'failed cut off 1 job_started job_errored'];

test('a server that is killed again and again keeps every answer, no half of a change, and a true end of every job', async () => {
  const known: Acknowledged = { created: [], changed: [], jobs: new Map() };
  for (let round = 0; round < ROUNDS; round++) await killedRound(round, known);
  await serve();
  await until(async () => (await rowsOf("SELECT 1 FROM core_job WHERE status IN ('queued', 'running')")).length === 0);
  await until(async () => (await rowsOf('SELECT 1 FROM core_outbox WHERE sequence IS NULL')).length === 0);
  await db.query('ANALYZE core_change_record, core_outbox, extras_tag');

  const batches = await rowsOf<{ batch: string; n: number; changed: number }>(
    `SELECT split_part(slug, '-', 1) AS batch, count(*)::int AS n, count(description)::int AS changed
     FROM extras_tag GROUP BY 1 ORDER BY 1`,
  );
  const halves = batches.filter(({ n, changed }) => n !== ROWS || ![0, ROWS].includes(changed));
  expect(halves).toEqual([]);
  const stored = new Set(batches.map(({ batch }) => batch));
  expect(known.created.filter((batch) => !stored.has(batch))).toEqual([]);
  const changed = new Set(batches.flatMap((row) => (row.changed === ROWS ? [row.batch] : [])));
  expect(known.changed.filter((batch) => !changed.has(batch))).toEqual([]);
  expect(known.changed.length).toBeGreaterThan(0);

  const jobs = await rowsOf<EndedJob>(JOBS);
  expect([...new Set(jobs.map(storyOf))].filter((story) => !TRUE_STORIES.includes(story))).toEqual([]);
  expect([...known.jobs.keys()].filter((id) => !jobs.some((job) => job.id === id))).toEqual([]);
  const told = jobs.filter(({ name, status }) => name === 'importRows' && status === 'completed');
  const lacking = told.filter(({ id }) => known.jobs.has(id) && !stored.has(known.jobs.get(id) ?? ''));
  expect(lacking).toEqual([]);
  expect(told.every(({ result }) => result?.created === ROWS)).toBe(true);

  const [log] = await rowsOf<{ wrong: number; unlogged: number; unsent: number; twice: number }>(
    `WITH last AS (
       SELECT DISTINCT ON (object_id) object_id, after FROM core_change_record ORDER BY object_id, object_version DESC
     ), sent AS (
       SELECT record AS change_record_id, count(*) AS times
       FROM core_outbox, unnest(coalesce(record_ids, ARRAY[change_record_id])) AS record GROUP BY record
     )
     SELECT
       (SELECT count(*)::int FROM extras_tag t JOIN last r ON r.object_id = t.id
        WHERE r.after ->> 'slug' <> t.slug OR r.after ->> 'description' IS DISTINCT FROM t.description) AS wrong,
       (SELECT count(*)::int FROM extras_tag t
        LEFT JOIN core_change_record r ON r.object_id = t.id AND r.action = 'create' WHERE r.id IS NULL) AS unlogged,
       (SELECT count(*)::int FROM core_change_record r
        LEFT JOIN sent s ON s.change_record_id = r.id WHERE s.times IS DISTINCT FROM 1) AS unsent,
       (SELECT count(*)::int FROM core_change_record r LEFT JOIN extras_tag t ON t.id = r.object_id
        WHERE r.object_type = 'extras.Tag' AND t.id IS NULL) AS twice`,
  );
  expect(log).toEqual({ wrong: 0, unlogged: 0, unsent: 0, twice: 0 });
});
