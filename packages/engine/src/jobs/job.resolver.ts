import { Arg, Ctx, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { ApiContext } from '../bind/graphql/resolvers.ts';
import { scalars } from '../bind/graphql/scalars.ts';
import { generatedType } from '../bind/graphql/schema.ts';
import type { LiveContext } from '../events/changes.resolver.ts';
import { endable } from '../events/endable.ts';
import { readJobLog, readWorkers, type JobLogPage, type JobWorker as Worker } from './job-reading.ts';
import { followJob } from './job-updates.ts';
import { JobDefinition, JobLog, JobWorker, shownDefinition } from './job-types.resolver.ts';
import type { JobQueue } from './queue.ts';
import type { StoredJob } from './store.ts';

/** Context of requests that may start jobs. */
export interface JobApiContext extends ApiContext {
  readonly jobs: JobQueue;
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A stored job as the API's type `Job` reads it. */
export const shownJob = ({ actor: _actor, ...job }: StoredJob) => ({
  ...job,
  display: job.label,
  url: `/core/jobs/${job.number}`,
  created: instant(job.created),
  lastUpdated: instant(job.lastUpdated),
  queuedAt: instant(job.queuedAt),
  runAt: instant(job.runAt),
  startedAt: instant(job.startedAt),
  finishedAt: instant(job.finishedAt),
});

const LOG_PAGE = 1_000;

/** Verbs of jobs and what is read beside their rows; those are generated like every other type. */
@Resolver()
export class JobResolver {
  @Query(() => [JobDefinition], { description: 'What `jobStart` knows, of the product and of plugins, by name.' })
  jobDefinitions(@Ctx() { jobs, actor }: JobApiContext): JobDefinition[] {
    return jobs.known(actor).map(({ definition, mayStart }) => shownDefinition(definition, mayStart));
  }

  @Query(() => JobLog, {
    description:
      'Lines of a job that come after a number, and where the job is. Ask again after the last line while it runs.',
  })
  jobLog(
    @Arg('id', () => ID) id: string,
    @Arg('after', () => Int, { defaultValue: 0 }) after: number,
    @Arg('first', () => Int, { defaultValue: LOG_PAGE, description: 'At most 5,000.' }) first: number,
    @Ctx() { jobs, actor }: JobApiContext,
  ): Promise<JobLogPage> {
    return readJobLog(jobs.parts, actor, id, { after, first });
  }

  @Subscription(() => JobLog, {
    description:
      'A job as it goes: where it is, with the lines that came since; the first at once, the last when it has ended.',
    subscribe: ({ args, context }) => {
      const { jobs, live, renew } = context as JobApiContext & LiveContext;
      const { id, after } = args as { readonly id: string; readonly after: number };
      return endable((signal) => followJob({ reading: jobs.parts, live, renew, signal }, id, after));
    },
  })
  jobUpdates(
    @Root() page: JobLogPage,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => Int, { defaultValue: 0, description: 'Number of the last line that is known.' }) _after: number,
  ): JobLogPage {
    return page;
  }

  @Query(() => [JobWorker], { description: 'Processes that run jobs; for who may see all jobs.' })
  jobWorkers(@Ctx() { jobs, actor }: JobApiContext): Promise<readonly Worker[]> {
    return readWorkers(jobs.parts, actor);
  }

  @Mutation(() => generatedType('Job'), {
    description: 'Queues a job by its name; poll `job(id)` for its progress, log and result.',
  })
  async jobStart(
    @Arg('name', () => String) name: string,
    @Arg('input', () => scalars.JSON, { nullable: true }) input: unknown,
    @Ctx() { jobs, actor }: JobApiContext,
  ): Promise<object> {
    return shownJob(await jobs.start(actor, name, input));
  }

  @Mutation(() => generatedType('Job'), { description: 'Queues a failed or cancelled job again, with the same input.' })
  async jobRetry(@Arg('id', () => ID) id: string, @Ctx() { jobs, actor }: JobApiContext): Promise<object> {
    return shownJob(await jobs.retry(actor, id));
  }

  @Mutation(() => generatedType('Job'), { description: 'Cancels a waiting job and asks a running one to stop.' })
  async jobCancel(@Arg('id', () => ID) id: string, @Ctx() { jobs, actor }: JobApiContext): Promise<object> {
    return shownJob(await jobs.cancel(actor, id));
  }
}
