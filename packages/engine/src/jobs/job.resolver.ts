import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { ApiContext } from '../bind/graphql/resolvers.ts';
import { scalars } from '../bind/graphql/scalars.ts';
import { generatedType } from '../bind/graphql/schema.ts';
import type { JobQueue } from './queue.ts';
import type { StoredJob } from './store.ts';

/** Context of requests that may start jobs. */
export interface JobApiContext extends ApiContext {
  readonly jobs: JobQueue;
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A stored job as the API's type `Job` reads it. */
const shown = ({ actor: _actor, ...job }: StoredJob) => ({
  ...job,
  display: job.label,
  url: `/core/jobs/${job.number}`,
  created: instant(job.created),
  lastUpdated: instant(job.lastUpdated),
  queuedAt: instant(job.queuedAt),
  startedAt: instant(job.startedAt),
  finishedAt: instant(job.finishedAt),
});

/** Verbs of jobs; reading them is generated like every other type. */
@Resolver()
export class JobResolver {
  @Mutation(() => generatedType('Job'), {
    description: 'Queues a job by its name; poll `job(id)` for its progress, log and result.',
  })
  async jobStart(
    @Arg('name', () => String) name: string,
    @Arg('input', () => scalars.JSON, { nullable: true }) input: unknown,
    @Ctx() { jobs, actor }: JobApiContext,
  ): Promise<object> {
    return shown(await jobs.start(actor, name, input));
  }

  @Mutation(() => generatedType('Job'), { description: 'Queues a failed or cancelled job again, with the same input.' })
  async jobRetry(@Arg('id', () => ID) id: string, @Ctx() { jobs, actor }: JobApiContext): Promise<object> {
    return shown(await jobs.retry(actor, id));
  }

  @Mutation(() => generatedType('Job'), { description: 'Cancels a waiting job and asks a running one to stop.' })
  async jobCancel(@Arg('id', () => ID) id: string, @Ctx() { jobs, actor }: JobApiContext): Promise<object> {
    return shown(await jobs.cancel(actor, id));
  }
}
