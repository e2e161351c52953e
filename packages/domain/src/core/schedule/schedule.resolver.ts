import { generatedType, scalars, shownJob, type JobApiContext, type Writer } from '@plumbline/engine';
import { InvalidInput, kinds, NotFound } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { stored, timingOf } from './stored-timing.ts';
import { nextDues, patternProblem, type Timing } from './timing.ts';
import { timingWords } from './words.ts';

interface ScheduleContext extends JobApiContext {
  readonly writer: Writer;
}

const MOST_TIMES = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** When a schedule would be due. */
@InputType()
export class JobTimingInput {
  @Field(() => String, { description: '`cron`, `interval` or `once`.' })
  kind!: string;

  @Field(() => scalars.DateTime, { nullable: true })
  startsAt?: string | null;

  @Field(() => Int, { nullable: true })
  everyMinutes?: number | null;

  @Field(() => String, { nullable: true })
  cron?: string | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;
}

/** A timing in words, with the next times. */
@ObjectType({ simpleResolvers: true })
export class JobTimes {
  @Field(() => String, {
    nullable: true,
    description: 'Such as "every day at 03:00, Europe/Berlin"; null with a problem.',
  })
  words!: string | null;

  @Field(() => [scalars.DateTime], { description: 'The next due times from now on.' })
  times!: readonly string[];

  @Field(() => String, { nullable: true, description: 'What is wrong or missing.' })
  problem!: string | null;
}

const none = (problem: string): JobTimes => ({ words: null, times: [], problem });

const isZone = (name: string): boolean =>
  kinds.get('timeZone')?.parse(name, { key: 'timeZone', kind: 'timeZone', optional: false }).ok === true;

const problemOf = ({ kind, startsAt, everyMinutes, cron, timeZone }: JobTimingInput): string | null => {
  if (!['cron', 'interval', 'once'].includes(kind)) return 'The kind is cron, interval or once.';
  if (startsAt !== null && startsAt !== undefined && Number.isNaN(Date.parse(startsAt))) return 'This is no time.';
  if (kind === 'interval' && !((everyMinutes ?? 0) >= 1)) return 'Say after how many minutes it is due again.';
  if (kind === 'cron' && !isZone(timeZone ?? 'UTC')) return 'There is no such time zone.';
  return kind === 'cron' && cron ? patternProblem(cron) : null;
};

const timesOf = (input: JobTimingInput, count: number): JobTimes => {
  const problem = problemOf(input);
  if (problem !== null) return none(problem);
  const { kind, startsAt = null, everyMinutes = null, cron = null, timeZone = null } = input;
  const timing: Timing | null = timingOf({ kind, startsAt, everyMinutes, cron, timeZone });
  if (!timing) return none(kind === 'once' ? 'Say when it is due.' : 'Give a pattern, such as 0 3 * * *.');
  const times = nextDues(timing, new Date(), Math.min(Math.max(1, count), MOST_TIMES));
  return { words: timingWords(timing), times: times.map((at) => at.toISOString()), problem: null };
};

/** Questions and verbs of schedules. */
@Resolver()
export class ScheduleResolver {
  @Query(() => JobTimes, { description: 'When a schedule would be due, in words and as times.' })
  jobScheduleTimes(
    @Arg('timing', () => JobTimingInput) timing: JobTimingInput,
    @Arg('count', () => Int, { defaultValue: 5, description: 'At most 50.' }) count: number,
  ): JobTimes {
    return timesOf(timing, count);
  }

  @Mutation(() => generatedType('Job'), {
    description:
      'Starts the job of a schedule now, with your rights, as its last job; when it is due next stays as it is.',
  })
  async jobScheduleRun(
    @Arg('id', () => ID) id: string,
    @Ctx() { jobs, writer, actor }: ScheduleContext,
  ): Promise<object> {
    const absent = new NotFound('There is no such schedule.', 'id');
    if (!UUID.test(id)) throw absent;
    const { result, errors } = await writer.run(actor, {}, (work) =>
      work.read.rows('core.JobSchedule', { where: { id: [id] }, fields: ['job', 'input'], visible: true }),
    );
    if (errors.length > 0) throw new InvalidInput(errors);
    const [row] = result ?? [];
    if (!row) throw absent;
    const job = await jobs.start(actor, String(row['job']), row['input'], id);
    await writer.run(actor, {}, (work) =>
      work.setDerived('core.JobSchedule', [{ id, lastRun: stored(job.queuedAt), lastJobNumber: job.number }]),
    );
    return shownJob(job);
  }
}
