import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { openServer, type Loose, type TestServer } from './_server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await openServer();
  const input = Array.from({ length: 2_300 }, (_, i) => ({ name: `Tag ${i}`, slug: `tag-${i}`, color: 'aa0000' }));
  const { data } = await server.ask(
    'mutation ($input: [TagCreateInput!]!) { tagCreate(input: $input) { userErrors { message } } }',
    { input },
  );
  expect(data).toEqual({ tagCreate: { userErrors: [] } });
});
afterAll(() => server.stop());

const bearer = () => ({ authorization: `Bearer ${server.adminToken}` });

const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> => {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
};

const start = async (name: string, input: unknown) => {
  const { data, errors } = await server.ask(
    'mutation ($name: String!, $input: JSON) { jobStart(name: $name, input: $input) { id number status label url } }',
    { name, input },
  );
  return { job: data?.['jobStart'], errors };
};

const ended = async (id: string): Promise<Record<string, Loose>> => {
  for (;;) {
    const { data } = await server.ask('query ($id: ID!) { job(id: $id) { status progress error result log } }', { id });
    if (!['queued', 'running'].includes(data?.['job'].status)) return data?.['job'];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

test('an export writes every row of a list into a file', async () => {
  const { job, errors } = await start('bulkExport', {
    query:
      'query ($c: Color) { tags(filter: {color: {eq: $c}}, orderBy: [{field: "number"}]) { nodes { number name } } }',
    variables: { c: 'aa0000' },
  });
  expect(errors).toBeUndefined();
  expect(job).toMatchObject({ status: 'queued', label: 'Export' });
  const { status, result, error } = await ended(job.id);
  expect({ status, error }).toEqual({ status: 'completed', error: null });
  expect(result).toMatchObject({ rows: 2_300 });
  const text = await (await server.fetch(`files/${result.fileId}`, { headers: bearer() })).text();
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(2_300);
  expect(JSON.parse(lines[2_299] ?? '')).toEqual({ number: 2_300, name: 'Tag 2299' });
  expect(createHash('sha256').update(text).digest('hex')).toBe(result.sha256);
});

test('a job that can not be is refused before it is queued', async () => {
  expect((await start('nope', {})).errors?.[0]?.message).toMatch(/no job "nope".*bulkExport/);
  for (const query of [
    '{ tags { totalCount } }',
    '{ tags { nodes { nope } } }',
    '{ a',
    'mutation { tagDelete(ids: []) { dryRun } }',
  ])
    expect((await start('bulkExport', { query })).errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
});

test('a job whose process was killed fails with a sentence that says so, and can be started again', async () => {
  const { job } = await start('bulkExport', { query: '{ tags { nodes { name } } }' });
  await ended(job.id);
  await sql(
    `UPDATE core_job SET status = 'running', progress = 40, heartbeat = now() - interval '2 minutes', worker_id = gen_random_uuid(), finished_at = NULL WHERE id = $1`,
    [job.id],
  );
  const { url, stop } = await openServer({ databaseUrl: server.databaseUrl, dataDir: server.dataDir });
  expect(url).not.toBe(server.url);
  const lost = await ended(job.id);
  await stop();
  expect(lost).toMatchObject({
    status: 'failed',
    error: expect.stringMatching(/stopped answering at .* UTC, 40 % done/),
  });
  const { data } = await server.ask('mutation ($id: ID!) { jobRetry(id: $id) { status } }', { id: job.id });
  expect(data).toEqual({ jobRetry: { status: 'queued' } });
  expect(await ended(job.id)).toMatchObject({ status: 'completed' });
});

test('a waiting job is cancelled at once, an ended one not at all', async () => {
  const { job } = await start('bulkExport', { query: '{ tags { nodes { name } } }' });
  await ended(job.id);
  const { errors } = await server.ask('mutation ($id: ID!) { jobCancel(id: $id) { status } }', { id: job.id });
  expect(errors?.[0]?.extensions['code']).toBe('JOB_ENDED');
  await sql(`UPDATE core_job SET status = 'queued', run_at = now() + interval '1 hour' WHERE id = $1`, [job.id]);
  const { data } = await server.ask('mutation ($id: ID!) { jobCancel(id: $id) { status } }', { id: job.id });
  expect(data).toEqual({ jobCancel: { status: 'cancelled' } });
});

test('a file is uploaded, sealed and read back', async () => {
  const body = 'x'.repeat(3_000_000);
  const answer = await server.fetch('files?name=../dump.sql', { method: 'PUT', headers: bearer(), body });
  expect(answer.status).toBe(201);
  const file = (await answer.json()) as { id: string; sha256: string; name: string };
  expect(file).toMatchObject({
    name: '..dump.sql',
    sizeBytes: 3_000_000,
    complete: true,
    sha256: createHash('sha256').update(body).digest('hex'),
  });
  const back = await server.fetch(`files/${file.id}`, { headers: bearer() });
  expect(back.headers.get('content-disposition')).toContain('attachment');
  expect(await back.text()).toBe(body);
  expect((await server.ask('query ($id: ID!) { file(id: $id) { name sizeBytes } }', { id: file.id })).data).toEqual({
    file: { name: '..dump.sql', sizeBytes: '3000000' },
  });
});

test('an interrupted upload goes on where it stopped', async () => {
  const put = async (path: string, body: string) => {
    const answer = await server.fetch(path, { method: 'PUT', headers: bearer(), body });
    return { status: answer.status, file: (await answer.json()) as Record<string, Loose> };
  };
  const first = await put('files?name=a.txt&size=10', 'hello');
  expect(first).toMatchObject({ status: 202, file: { sizeBytes: 5, complete: false } });
  const id = first.file['id'] as string;
  expect((await server.fetch(`files/${id}`, { headers: bearer() })).status).toBe(409);
  expect(
    (await server.fetch(`files/${id}`, { method: 'HEAD', headers: bearer() })).headers.get('x-plumbline-received'),
  ).toBe('5');
  expect(await put(`files/${id}?offset=7&size=10`, 'abc')).toMatchObject({
    status: 400,
    file: { errors: [{ extensions: { code: 'FILE_OFFSET' } }] },
  });
  expect(await put(`files/${id}?offset=5&size=10`, 'world')).toMatchObject({
    status: 201,
    file: { complete: true, sizeBytes: 10 },
  });
  expect(await (await server.fetch(`files/${id}`, { headers: bearer() })).text()).toBe('helloworld');
  expect((await put(`files/${id}?offset=0`, 'no')).file['errors'][0].extensions.code).toBe('FILE_COMPLETE');
});
