import { InvalidInput } from '@plumbline/kit';
import { Pool } from 'pg';
import { actorOf, openLibrary, type Library } from '../../test/library/index.ts';
import { startLiveHub } from '../events/hub.ts';
import { organizationPredicates } from '../permissions.ts';
import { defineJob, type JobContext, type JobDefinition, type JobServices } from './job.ts';
import { JobQueue } from './queue.ts';
import { recoverJobs } from './recover.ts';
import { startJobRunner, type JobRunner } from './runner.ts';
import { JOBS_TOPIC } from './statements.ts';
import { JobStore, type StoredJob } from './store.ts';

let library: Library;
let pool: Pool;
const runners: JobRunner[] = [];

beforeAll(async () => {
  library = await openLibrary();
  const { url } = library.dataSource.options as unknown as { readonly url: string };
  pool = new Pool({ connectionString: url, max: 16 });
  pool.on('error', () => undefined);
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await library.query('TRUNCATE core_job, core_job_line, core_outbox, core_worker, core_setting CASCADE');
});
afterAll(async () => {
  await pool.end();
  await library.close();
});

const queueOf = (definitions: readonly JobDefinition[]): JobQueue =>
  new JobQueue({
    store: new JobStore(pool),
    pool,
    definitions,
    registry: library.registry,
    rights: organizationPredicates,
  });

const run = async (definitions: readonly JobDefinition[], concurrency = 2, graceMs = 50): Promise<JobRunner> => {
  const runner = await startJobRunner({
    pool,
    definitions,
    concurrency,
    graceMs,
    pollMs: 20,
    services: { writer: library.writer, registry: library.registry } as JobServices, // jobs of this file use no more
    describe: (error) => (error instanceof Error ? error.message : String(error)),
  });
  runners.push(runner);
  return runner;
};

const until = async <T>(ask: () => Promise<T | null | undefined | false>): Promise<T> => {
  for (;;) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const ended = ({ id, organizationId }: StoredJob): Promise<StoredJob> =>
  until(async () => {
    const job = await new JobStore(pool).find({ id, organizationId });
    return job?.finishedAt && job;
  });

const events = async (job: StoredJob): Promise<string[]> => {
  const rows = await library.query<{ action: string }>(
    'SELECT action FROM core_outbox WHERE object_id = $1 ORDER BY transaction_id',
    [job.id],
  );
  return rows.map(({ action }) => action);
};

/** A job that waits until it is let go, or told to stop. */
const gate = (name: string, spec: Partial<JobDefinition> = {}) => {
  const begun: JobContext[] = [];
  const open = new Map<string, () => void>();
  const definition = defineJob({
    name,
    label: name,
    ...spec,
    run: (context) =>
      new Promise((resolve, reject) => {
        begun.push(context);
        open.set(context.jobId, () => resolve({ done: name }));
        context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
      }),
  });
  return { definition, begun, letGo: (job: StoredJob) => open.get(job.id)?.() };
};

const begun = (name: ReturnType<typeof gate>, count: number) => until(async () => name.begun.length >= count);

describe('how a job ends', () => {
  const broken = defineJob({
    name: 'broken',
    label: 'Broken',
    run: async () => {
      throw new Error('The disk is full.');
    },
  });
  const refused = defineJob({
    name: 'refused',
    label: 'Refused',
    run: async () => {
      throw new InvalidInput([{ path: 'input', code: 'BAD_USER_INPUT', message: 'There is no such rack.' }]);
    },
  });
  const done = defineJob({ name: 'done', label: 'Done', run: async () => ({ rows: 3 }) });

  test('every change of its state is an event in the outbox, with who started it', async () => {
    const definitions = [broken, refused, done];
    const queue = queueOf(definitions);
    await run(definitions);
    const jobs = await Promise.all(definitions.map(({ name }) => queue.start(library.actor, name, null)));
    const states = await Promise.all(jobs.map(ended));
    expect(states.map(({ status, error, result }) => ({ status, error, result }))).toEqual([
      { status: 'failed', error: 'The disk is full.', result: null },
      { status: 'failed', error: 'There is no such rack.', result: null },
      { status: 'completed', error: null, result: { rows: 3 } },
    ]);
    expect(await Promise.all(jobs.map(events))).toEqual([
      ['job_started', 'job_errored'],
      ['job_started', 'job_failed'],
      ['job_started', 'job_completed'],
    ]);
    const [event] = await library.query<{ payload: object; object_type: string; organization_id: string }>(
      "SELECT payload, object_type, organization_id FROM core_outbox WHERE action = 'job_errored'",
    );
    expect(event).toEqual({
      object_type: 'core.Job',
      organization_id: library.actor.organizationId,
      payload: {
        id: jobs[0]?.id,
        number: jobs[0]?.number,
        name: 'broken',
        label: 'Broken',
        status: 'failed',
        error: 'The disk is full.',
        attempt: 1,
        actor: { id: library.actor.userId, name: 'tester' },
      },
    });
  });

  test('one that broke off runs again as often as its definition says, one that was refused does not', async () => {
    const retry = { attempts: 3, pauseS: 0 };
    const seen: number[] = [];
    const shaky = defineJob({
      name: 'shaky',
      label: 'Shaky',
      retry,
      run: async ({ jobId }) => {
        seen.push(seen.length);
        if (seen.length < 3) throw new Error(`Not yet, ${jobId.length}.`);
        return 'third time';
      },
    });
    const definitions = [shaky, { ...refused, retry }, { ...broken, retry }];
    const queue = queueOf(definitions);
    await run(definitions);
    const jobs = await Promise.all(definitions.map(({ name }) => queue.start(library.actor, name, null)));
    const states = await Promise.all(jobs.map(ended));
    expect(states.map(({ status, attempt, result }) => [status, attempt, result])).toEqual([
      ['completed', 3, 'third time'],
      ['failed', 1, null],
      ['failed', 3, null],
    ]);
    const [first] = jobs;
    const [line] = await library.query<{ text: string; level: string }>(
      'SELECT text, level FROM core_job_line WHERE job_id = $1 ORDER BY line',
      [first?.id],
    );
    expect(line).toEqual({ text: 'Run 1 of 3 broke off and is tried again: Not yet, 36.', level: 'error' });
    expect(await events(first as StoredJob)).toEqual(['job_started', 'job_started', 'job_started', 'job_completed']);
  });

  test('a pause before the next run doubles', async () => {
    const definitions = [{ ...broken, retry: { attempts: 5, pauseS: 600 } }];
    const job = await queueOf(definitions).start(library.actor, 'broken', null);
    await run(definitions);
    const waiting = () =>
      until(async () => {
        const [row] = await library.query<{ s: number; attempt: number; error: string }>(
          `SELECT extract(epoch FROM run_at - last_updated)::int AS s, attempt, error FROM core_job
           WHERE id = $1 AND status = 'queued' AND attempt > 0 AND run_at > now()`,
          [job.id],
        );
        return row;
      });
    expect(await waiting()).toEqual({ s: 600, attempt: 1, error: 'The disk is full.' });
    await library.query('UPDATE core_job SET run_at = now()');
    expect(await until(async () => (await waiting()).attempt === 2 && waiting())).toMatchObject({ s: 1_200 });
  });

  test('one that takes too long is stopped, and its error says after how long', async () => {
    const slow = gate('slow', { timeoutMs: 20 });
    const job = await queueOf([slow.definition]).start(library.actor, 'slow', null);
    await run([slow.definition]);
    const { status, error } = await ended(job);
    expect({ status, error }).toEqual({
      status: 'failed',
      error: 'The job was stopped after 0 seconds, the longest it may take.',
    });
    expect(await events(job)).toEqual(['job_started', 'job_errored']);
  });

  test('one that heeds no cancel is given up, and what it goes on to write is refused', async () => {
    let context: JobContext | undefined;
    let release = (): void => undefined;
    const deaf = defineJob({
      name: 'deaf',
      label: 'Deaf',
      run: (given) => {
        context = given;
        return new Promise<void>((resolve) => (release = resolve));
      },
    });
    const queue = queueOf([deaf]);
    const job = await queue.start(library.actor, 'deaf', null);
    await run([deaf]);
    const held = await until(async () => context);
    const late = held.writer
      .run(held.actor, {}, async (work) => {
        await work.create('library.Shelf', [{ name: 'Late', slug: 'late' }]);
        await until(async () => (await new JobStore(pool).find(job))?.finishedAt);
      })
      .catch((error: Error) => error.message);
    await queue.cancel(library.actor, job.id);
    const { status, error } = await ended(job);
    expect({ status, error }).toEqual({
      status: 'cancelled',
      error: 'It did not stop when asked to and was given up; what it had stored stays.',
    });
    expect(await late).toContain('did not stop when it was asked');
    await expect(held.writer.run(held.actor, {}, async () => null)).rejects.toThrow('did not stop');
    expect(await library.query("SELECT 1 FROM library_shelf WHERE slug = 'late'")).toEqual([]);
    release();
    expect(await events(job)).toEqual(['job_started', 'job_cancelled']);
  });

  test('a waiting one is cancelled at once, with its event', async () => {
    const queue = queueOf([done]);
    const job = await queue.start(library.actor, 'done', null);
    expect(await queue.cancel(library.actor, job.id)).toMatchObject({ status: 'cancelled' });
    expect(await events(job)).toEqual(['job_cancelled']);
    await expect(queue.cancel(library.actor, job.id)).rejects.toMatchObject({ code: 'JOB_ENDED' });
  });
});

describe('how many run at once', () => {
  test('a limit for an organization and one for all hold over several processes, and others pass by', async () => {
    const render = gate('render', { concurrency: { perOrganization: 2, total: 3 } });
    const import1 = gate('import1', { concurrency: { lane: 'import', perOrganization: 1 } });
    const import2 = gate('import2', { concurrency: { lane: 'import', perOrganization: 1 } });
    const definitions = [render, import1, import2].map(({ definition }) => definition);
    const queue = queueOf(definitions);
    const neighbour = actorOf('00000000-0000-7000-8000-000000000001');
    const start = (name: string, actor = library.actor) => queue.start(actor, name, null);
    const renders = [await start('render'), await start('render'), await start('render')];
    const theirs = [await start('render', neighbour), await start('render', neighbour)];
    const imports = [await start('import1'), await start('import2')];
    await Promise.all([1, 2, 3].map(() => run(definitions, 4)));
    await begun(render, 3);
    await begun(import1, 1);
    const running = async () =>
      (await library.query<{ number: number }>("SELECT number FROM core_job WHERE status = 'running' ORDER BY 1")).map(
        ({ number }) => number,
      );
    const numbers = (...jobs: (StoredJob | undefined)[]) => jobs.map((job) => job?.number);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await running()).toEqual(numbers(renders[0], renders[1], theirs[0], imports[0]));
    render.letGo(renders[0] as StoredJob);
    import1.letGo(imports[0] as StoredJob);
    await begun(render, 4);
    await begun(import2, 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await running()).toHaveLength(4);
    expect((await running()).slice(-1)).toEqual(numbers(imports[1]));
  });

  test('jobs behind a thousand that a limit holds back are found', async () => {
    const held = gate('held', { concurrency: { total: 1 } });
    const free = gate('free');
    const definitions = [held.definition, free.definition];
    const queue = queueOf(definitions);
    await queue.start(library.actor, 'held', null);
    await run(definitions);
    await begun(held, 1);
    await library.query(
      `INSERT INTO core_job (organization_id, id, name, label, actor, actor_name, queued_at)
       SELECT $1, gen_random_uuid(), 'held', 'Held', '{}', 'tester', now() - interval '1 hour' FROM generate_series(1, 1001)`,
      [library.actor.organizationId],
    );
    await queue.start(library.actor, 'free', null);
    await begun(free, 1);
    expect(held.begun).toHaveLength(1);
  });

  test('an organization may set a limit of its own, and waiting ones go by priority', async () => {
    const plain = gate('plain');
    const urgent = gate('urgent', { priority: 10 });
    const definitions = [plain.definition, urgent.definition];
    await library.query(
      "INSERT INTO core_setting (id, organization_id, key, value) VALUES (gen_random_uuid(), $1, 'core.jobsAtOnce', '1')",
      [library.actor.organizationId],
    );
    const queue = queueOf(definitions);
    const first = await queue.start(library.actor, 'plain', null);
    await run(definitions, 4);
    await begun(plain, 1);
    await queue.start(library.actor, 'plain', null);
    await queue.start(library.actor, 'urgent', null);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([plain.begun.length, urgent.begun.length]).toEqual([1, 0]);
    plain.letGo(first);
    await begun(urgent, 1);
    expect(plain.begun).toHaveLength(1);
  });
});

describe('processes that are gone', () => {
  const lose = async (job: StoredJob) => {
    await library.query(
      'UPDATE core_job SET worker_id = gen_random_uuid(), worker_name = $2, progress = 40 WHERE id = $1',
      [job.id, 'far:1'],
    );
    expect(await recoverJobs(pool)).toBe(1);
  };

  test('their jobs end with a sentence that names the process, or run again', async () => {
    const [once, twice] = [gate('once'), gate('twice', { retry: { attempts: 2, pauseS: 0 } })];
    const definitions = [once.definition, twice.definition];
    const queue = queueOf(definitions);
    await run(definitions);
    const [lost, again] = [
      await queue.start(library.actor, 'once', null),
      await queue.start(library.actor, 'twice', null),
    ];
    await begun(once, 1);
    await begun(twice, 1);
    await lose(lost);
    expect(await ended(lost)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/\(far:1\) ended or stopped answering at .* UTC, 40 % done\..*Start the job again/),
    });
    expect(await events(lost)).toEqual(['job_started', 'job_errored']);
    await lose(again);
    await begun(twice, 2);
    twice.letGo(again);
    expect(await ended(again)).toMatchObject({ status: 'completed', attempt: 2 });
  });

  test('a process that was taken for gone writes nothing more, and ends no job that another has', async () => {
    const held = gate('held');
    const job = await queueOf([held.definition]).start(library.actor, 'held', null);
    await run([held.definition]);
    await begun(held, 1);
    await lose(job);
    await until(async () => held.begun[0]?.signal.aborted);
    await expect(held.begun[0]?.writer.run(library.actor, {}, async () => null)).rejects.toThrow('stopped: lost');
    const stranger = '00000000-0000-7000-8000-00000000000f';
    const end = { status: 'completed', failure: null, error: null, result: 1, progress: 100 } as const;
    expect(await new JobStore(pool).end(job, stranger, end)).toBe(false);
    expect(await ended(job)).toMatchObject({ status: 'failed' });
  });

  test('stopping a process ends its jobs with a true sentence', async () => {
    const held = gate('held');
    const job = await queueOf([held.definition]).start(library.actor, 'held', null);
    const runner = await run([held.definition]);
    await begun(held, 1);
    await runner.stop();
    expect(await ended(job)).toMatchObject({ status: 'failed', error: expect.stringContaining('server was stopped') });
    expect(await library.query('SELECT 1 FROM core_worker')).toEqual([]);
  });
});

test('a log of ten thousand lines is kept in order, and its last lines in the row', async () => {
  const talker = defineJob({
    name: 'talker',
    label: 'Talker',
    run: async ({ log, progress }) => {
      for (let i = 1; i <= 10_000; i++) log(`line ${i}`, i === 10_000 ? 'warning' : 'info');
      progress(50, 'half');
    },
  });
  const job = await queueOf([talker]).start(library.actor, 'talker', null);
  await run([talker]);
  const { lines, log } = await ended(job);
  expect(lines).toBe(10_001);
  expect(log).toHaveLength(100);
  expect(log.at(-1)).toMatchObject({ text: 'half', level: 'info' });
  const [told] = await library.query<{ n: number; ordered: boolean; warned: string }>(
    `SELECT count(*)::int AS n, bool_and(text = CASE WHEN line > 10000 THEN 'half' ELSE 'line ' || line END) AS ordered,
       max(text) FILTER (WHERE level = 'warning') AS warned FROM core_job_line WHERE job_id = $1`,
    [job.id],
  );
  expect(told).toEqual({ n: 10_001, ordered: true, warned: 'line 10000' });
});

test('who listens hears of every state of a job, as it is committed', async () => {
  const hub = startLiveHub({ pool, onError: () => undefined });
  const heard: unknown[] = [];
  hub.subscribe(JOBS_TOPIC, (payload) => heard.push(payload));
  const done = defineJob({ name: 'done', label: 'Done', run: async () => null });
  const queue = queueOf([done]);
  await until(async () => {
    await hub.publish(JOBS_TOPIC, 'ready');
    return heard.length > 0;
  });
  const job = await queue.start(library.actor, 'done', null);
  await run([done]);
  await ended(job);
  await until(async () => heard.some((payload) => (payload as { status?: string } | null)?.status === 'completed'));
  await hub.stop();
  const { organizationId, id } = job;
  expect(heard.filter((payload) => payload !== 'ready' && payload !== null)).toEqual(
    ['queued', 'running', 'completed'].map((status) => ({ organizationId, id, status })),
  );
});

test('a due time of a schedule makes one job, however many ask', async () => {
  const done = defineJob({ name: 'done', label: 'Done', run: async () => null });
  const queue = queueOf([done]);
  const due = { scheduleId: '00000000-0000-7000-8000-00000000000a', at: new Date('2026-03-29T01:00:00Z') };
  const made = await Promise.all([1, 2, 3, 4].map(() => queue.startDue(library.actor, 'done', null, due)));
  expect(made.filter((job) => job !== null)).toHaveLength(1);
});
