import {
  createWriter,
  defineJob,
  grantPredicates,
  JobQueue,
  JobStore,
  newMasterKey,
  revertChangeSet,
  type Actor,
  type Grant,
  type InputRow,
  type JobDefinition,
} from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { ScheduleResolver } from '../src/core/schedule/schedule.resolver.ts';
import { domains, jobScheduleRules, registry, startDueJobs, type SchedulerParts } from '../src/index.ts';
import { codes, Plant } from './plant.ts';

let plant: Plant;
let pool: Pool;

const count = defineJob<{ readonly of: string }>({
  name: 'count',
  label: 'Count',
  parse: (input) => {
    const { of } = (input ?? {}) as { of?: unknown };
    if (typeof of === 'string') return { of };
    throw new InvalidInput([{ path: 'input.of', code: 'BAD_USER_INPUT', message: 'Say what to count.' }]);
  },
  run: async () => null,
});
const keys = defineJob({ name: 'keys', label: 'Keys', startedBy: 'administrators', run: async () => null });
const tidy = defineJob({ name: 'tidy', label: 'Tidy', startedBy: 'anyone', run: async () => null });
const jobs: readonly JobDefinition[] = [count, keys, tidy];

beforeAll(async () => {
  plant = await Plant.open();
  pool = new Pool({ connectionString: plant.url, max: 8 });
  pool.on('error', () => undefined);
});
afterEach(() => plant.dataSource.query('TRUNCATE core_job, core_job_schedule, core_job_schedule_starter CASCADE'));
afterAll(async () => {
  await pool?.end();
  await plant?.close();
});

const queue = () =>
  new JobQueue({ store: new JobStore(pool), pool, definitions: jobs, registry, rights: grantPredicates(registry) });

const parts = (over: Partial<SchedulerParts> = {}): SchedulerParts => ({
  pool,
  queue: queue(),
  actorByNow: async (actor) => actor,
  ...over,
});

const writer = () =>
  createWriter({
    registry,
    dataSource: plant.dataSource,
    rules: [...domains.flatMap((domain) => domain.rules), ...jobScheduleRules(jobs)],
    masterKeys: [newMasterKey()],
    settings: domains.flatMap((domain) => domain.settings),
    predicates: grantPredicates(registry),
  });

const make = (input: InputRow, actor: Actor = plant.actor) =>
  writer().run(actor, {}, (work) => work.create('core.JobSchedule', [{ name: plant.name('schedule'), ...input }]));

const change = (input: InputRow, actor: Actor = plant.actor) =>
  writer().run(actor, {}, (work) => work.update('core.JobSchedule', [input]));

const daily: InputRow = { job: 'tidy', kind: 'cron', cron: '0 3 * * *', timeZone: 'Europe/Berlin' };

const idOf = async (input: InputRow, actor?: Actor): Promise<string> => {
  const outcome = await make(input, actor);
  expect(codes(outcome)).toEqual([]);
  return String(outcome.result?.[0]);
};

/** Moves when a schedule is due next. */
const dueAt = (id: string, at: string) =>
  plant.dataSource.query('UPDATE core_job_schedule SET next_run = $2 WHERE id = $1', [id, at]);

interface Shown {
  readonly next_run: Date | null;
  readonly last_run: Date | null;
  readonly last_job_number: number | null;
  readonly last_remark: string | null;
  readonly runs_as: string;
  readonly row_version: number;
}

const shown = async (id: string): Promise<Shown> =>
  (await plant.dataSource.query<Shown[]>('SELECT * FROM core_job_schedule WHERE id = $1', [id]))[0] as Shown;

const started = (id: string) =>
  plant.dataSource.query<{ name: string; input: unknown; due_at: Date; actor_name: string; number: number }[]>(
    'SELECT name, input, due_at, actor_name, number FROM core_job WHERE schedule_id = $1 ORDER BY due_at',
    [id],
  );

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('a schedule and its jobs', () => {
  test('one whose only time is over comes back when its delete is undone, and does not run again', async () => {
    const id = await idOf({ job: 'tidy', kind: 'once', startsAt: new Date(Date.now() + 60_000).toISOString() });
    await plant.dataSource.query('UPDATE core_job_schedule SET starts_at = $2, next_run = NULL WHERE id = $1', [
      id,
      ago(5),
    ]);
    const { changeSetId } = await writer().run(plant.actor, {}, (work) =>
      work.delete('core.JobSchedule', { ids: [id] }),
    );
    expect(codes(await revertChangeSet(writer(), plant.actor, changeSetId ?? ''))).toEqual([]);
    expect(await shown(id)).toMatchObject({ next_run: null });
    expect(await startDueJobs(parts())).toBe(0);
  });

  test('a job that somebody starts in between is the last job of the schedule, which stays due when it was', async () => {
    const id = await idOf(daily);
    const { next_run: due } = await shown(id);
    const context = { jobs: queue(), writer: writer(), actor: plant.actor };
    await new ScheduleResolver().jobScheduleRun(id, context as never);
    const [job] = await started(id);
    expect(job).toMatchObject({ name: 'tidy', due_at: null });
    expect(await shown(id)).toMatchObject({ next_run: due, last_job_number: job?.number, last_run: expect.any(Date) });
  });
});

describe('what a schedule says', () => {
  test.each<[string, InputRow, readonly string[]]>([
    ['a pattern of other than five fields', { ...daily, cron: '@daily' }, ['input.0.cron BAD_USER_INPUT']],
    ['a kind without what it needs', { job: 'tidy', kind: 'interval' }, ['input.0.everyMinutes REQUIRED']],
    ['a time that is over', { job: 'tidy', kind: 'once', startsAt: ago(1) }, ['input.0.startsAt BAD_USER_INPUT']],
    ['a job that is not known', { ...daily, job: 'tydi' }, ['input.0.job UNKNOWN_JOB']],
    ['an input that the job does not take', { ...daily, job: 'count' }, ['input.0.input BAD_USER_INPUT']],
    ['a zone that is not known', { ...daily, timeZone: 'Europe/Bonn' }, ['input.0.timeZone BAD_USER_INPUT']],
  ])('%s is refused', async (_, input, refused) => {
    expect(codes(await make(input))).toEqual(refused);
  });

  test('it is due next as it says, and not at all while it is switched off', async () => {
    const id = await idOf(daily);
    const { next_run, runs_as, row_version } = await shown(id);
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
    expect({ at: clock.format(next_run as Date), runs_as, row_version }).toEqual({
      at: '03:00',
      runs_as: 'tester',
      row_version: 1,
    });
    await change({ id, enabled: false });
    expect(await shown(id)).toMatchObject({ next_run: null });
    await change({ id, enabled: true, kind: 'interval', everyMinutes: 10 });
    expect((await shown(id)).next_run?.getTime()).toBeGreaterThan(Date.now());
  });
});

describe('whose rights its jobs have', () => {
  const grant = (objectTypes: readonly string[], actions: readonly string[], predicate: Grant['predicate'] = null) => ({
    objectTypes,
    actions,
    predicate,
    fields: null,
  });
  const colleague = (...grants: Grant[]): Actor => ({
    ...plant.actor,
    userId: randomUUID(),
    name: 'colleague',
    superuser: false,
    grants: [grant(['core.*'], ['view']), grant(['core.JobSchedule'], ['add', 'change']), ...grants],
  });

  test('those of who last said what it starts, not of who made it', async () => {
    const id = await idOf(daily);
    await change({ id, description: 'Every night' }, colleague());
    expect(await shown(id)).toMatchObject({ runs_as: 'tester' });
    await change({ id, input: { x: 1 } }, colleague());
    expect(await shown(id)).toMatchObject({ runs_as: 'colleague' });
    await dueAt(id, ago(0));
    await startDueJobs(parts());
    expect(await started(id)).toMatchObject([{ name: 'tidy', input: { x: 1 }, actor_name: 'colleague' }]);
  });

  test('nobody schedules what they may not start', async () => {
    expect(codes(await make({ ...daily, job: 'keys' }, colleague()))).toEqual(['input.0.job FORBIDDEN']);
    const counted = { ...daily, job: 'count', input: { of: 'racks' } };
    expect(codes(await make(counted, colleague()))).toEqual(['input.0.job FORBIDDEN']);
    expect(codes(await make(counted, colleague(grant(['core.Job'], ['run']))))).toEqual([]);
  });

  test('the verb run may be for some jobs alone, which is asked when they start', async () => {
    const only = (name: string) => colleague(grant(['core.Job'], ['run'], { name: { eq: name } }));
    await expect(queue().start(only('other'), 'count', { of: 'racks' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await queue().start(only('count'), 'count', { of: 'racks' })).toMatchObject({ status: 'queued' });
    await expect(queue().start(colleague(), 'count', { of: 'racks' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await queue().start(colleague(), 'tidy', null)).toMatchObject({ status: 'queued' });
    await expect(queue().start(colleague(), 'keys', null)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(
      queue()
        .known(only('count'))
        .map(({ definition, mayStart }) => [definition.name, mayStart]),
    ).toEqual([
      ['count', true],
      ['keys', false],
      ['tidy', true],
    ]);
    const id = await idOf({ ...daily, job: 'count', input: { of: 'racks' } }, only('other'));
    await dueAt(id, ago(0));
    expect(await startDueJobs(parts())).toBe(0);
    expect((await shown(id)).last_remark).toMatch(/^Nothing was started at .*You may not start the job "Count"/);
  });

  test('an account that is gone starts nothing, and the schedule says so', async () => {
    const id = await idOf(daily, colleague());
    await dueAt(id, ago(0));
    expect(await startDueJobs(parts({ actorByNow: async () => null }))).toBe(0);
    expect((await shown(id)).last_remark).toMatch(/gone or switched off/);
    expect((await shown(id)).next_run?.getTime()).toBeGreaterThan(Date.now());
  });
});

describe('when it is due', () => {
  test('of many processes one starts the job, once for each time', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => idOf(daily)));
    const at = ago(0);
    for (const id of ids) await dueAt(id, at);
    const counts = await Promise.all([1, 2, 3, 4, 5].map(() => startDueJobs(parts())));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(3);
    for (const id of ids) {
      const [job, ...more] = await started(id);
      expect({ at: job?.due_at.toISOString(), more }).toEqual({ at, more: [] });
      expect(await shown(id)).toMatchObject({ last_job_number: job?.number, last_remark: null });
    }
  });

  test('a process that died after it made the job leaves nothing that starts it twice', async () => {
    const id = await idOf(daily);
    const at = ago(0);
    await dueAt(id, at);
    await queue().startDue(plant.actor, 'tidy', null, { scheduleId: id, at: new Date(at) });
    await plant.dataSource.query("UPDATE core_job SET status = 'completed'");
    expect(await startDueJobs(parts())).toBe(0);
    expect(await started(id)).toHaveLength(1);
    expect((await shown(id)).next_run?.getTime()).toBeGreaterThan(Date.now());
  });

  test('what was missed while nothing ran is started once, and said', async () => {
    const id = await idOf({ job: 'tidy', kind: 'interval', everyMinutes: 60, startsAt: ago(400) });
    await dueAt(id, ago(190));
    expect(await startDueJobs(parts())).toBe(1);
    expect(await started(id)).toHaveLength(1);
    const { last_remark, next_run } = await shown(id);
    expect(last_remark).toMatch(
      /^Started late: nothing that runs jobs was there at .* UTC; 3 more due times were missed/,
    );
    expect(next_run?.getTime()).toBeGreaterThan(Date.now());
  });

  test('a time at which the last job still runs is left out or waits, as the schedule says', async () => {
    const [skips, waits] = [await idOf(daily), await idOf({ ...daily, overlap: 'queue' })];
    for (const minutes of [2, 0])
      for (const id of [skips, waits]) {
        await dueAt(id, ago(minutes));
        await startDueJobs(parts());
      }
    expect(await started(skips)).toHaveLength(1);
    expect((await shown(skips)).last_remark).toMatch(/^Left out at .*: job \d+ had not ended\.$/);
    expect(await started(waits)).toHaveLength(2);
  });

  test('one that is due once is over afterwards', async () => {
    const id = await idOf({ job: 'tidy', kind: 'once', startsAt: new Date(Date.now() + 3_600_000).toISOString() });
    const at = ago(0);
    await plant.dataSource.query('UPDATE core_job_schedule SET starts_at = $2, next_run = $2 WHERE id = $1', [id, at]);
    expect(await startDueJobs(parts())).toBe(1);
    expect(await shown(id)).toMatchObject({ next_run: null, last_run: new Date(at) });
  });

  test('deleting it forgets whose rights it had, and keeps its jobs', async () => {
    const id = await idOf(daily);
    await dueAt(id, ago(0));
    await startDueJobs(parts());
    await writer().run(plant.actor, {}, (work) => work.delete('core.JobSchedule', { ids: [id] }));
    expect(await plant.dataSource.query('SELECT 1 FROM core_job_schedule_starter')).toEqual([]);
    expect(await started(id)).toHaveLength(1);
  });
});
