import { Conflict, didYouMean, Forbidden, InvalidInput, NotFound } from '@plumbline/kit';
import type { Pool } from 'pg';
import type { Actor, RowPredicates } from '../actor.ts';
import { actsOnAll } from '../permissions/rights.ts';
import type { Registry } from '../registry/model.ts';
import { uuidv7 } from '../write/uuid.ts';
import type { JobDefinition } from './job.ts';
import { assertMayStart, JOB, mayStart } from './start-rights.ts';
import type { JobStore, NewJob, StoredJob } from './store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const RETRY_PAUSE_S = 60;

/** What the queue works with. */
export interface QueueParts {
  readonly store: JobStore;
  /** For reads beside the reader. */
  readonly pool: Pool;
  readonly definitions: readonly JobDefinition[];
  readonly registry: Registry;
  /** Rows that an actor sees. */
  readonly rights: RowPredicates;
}

/** What callers do with jobs: start, repeat, cancel. */
export class JobQueue {
  readonly #parts: QueueParts;
  readonly #definitions: ReadonlyMap<string, JobDefinition>;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#definitions = new Map(parts.definitions.map((definition) => [definition.name, definition]));
    if (this.#definitions.size < parts.definitions.length) throw new Error('Two jobs have the same name.');
  }

  /** Registry and rights, for what reads rows beside jobs. */
  get parts(): QueueParts {
    return this.#parts;
  }

  /** Definitions in the order of their names, with whether the actor may start them. */
  known(actor: Actor): readonly { readonly definition: JobDefinition; readonly mayStart: boolean }[] {
    return [...this.#definitions.values()]
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      .map((definition) => ({ definition, mayStart: mayStart(this.#parts.registry, actor, definition) }));
  }

  /** A definition by its name. @throws InvalidInput `UNKNOWN_JOB` */
  definition(name: string, path = 'name'): JobDefinition {
    const definition = this.#definitions.get(name);
    if (definition) return definition;
    const names = [...this.#definitions.keys()].toSorted();
    const hint = didYouMean(name, names) || ` Known are ${names.join(', ')}.`;
    throw new InvalidInput([{ path, code: 'UNKNOWN_JOB', message: `There is no job "${name.slice(0, 60)}".${hint}` }]);
  }

  /**
   * Queues a job, for a schedule where one is named.
   *
   * @throws InvalidInput for an unknown name or a bad input, Forbidden for who may not start it and tokens that may only read.
   */
  async start(actor: Actor, name: string, input: unknown, scheduleId?: string): Promise<StoredJob> {
    const job = await this.startDue(
      actor,
      name,
      input,
      scheduleId === undefined ? undefined : { scheduleId, at: null },
    );
    if (!job) throw new Error('The job was not stored.');
    return job;
  }

  /** As `start`, for a time at which a schedule is due; null when that job is there already. */
  async startDue(actor: Actor, name: string, input: unknown, due?: NewJob['due']): Promise<StoredJob | null> {
    this.#assertMayWrite(actor);
    const definition = this.definition(name);
    const { store, registry } = this.#parts;
    const job = { ...newJob(actor, definition, input), ...(due && { due }) };
    await assertMayStart(registry, store, definition, job);
    definition.parse?.(input);
    return store.add(job);
  }

  /** Checks what a schedule would start. @throws as `start`, with paths below `path` */
  async check(actor: Actor, name: string, input: unknown, path: string): Promise<void> {
    const definition = this.definition(name, path);
    const { store, registry } = this.#parts;
    await assertMayStart(registry, store, definition, newJob(actor, definition, input));
    definition.parse?.(input);
  }

  /** Queues a job that failed or was cancelled once more, with the same input. @throws NotFound, Forbidden, Conflict `JOB_NOT_ENDED` */
  async retry(actor: Actor, id: string): Promise<StoredJob> {
    const job = await this.#own(actor, id);
    const definition = this.definition(job.name, 'id');
    const { store, registry } = this.#parts;
    await assertMayStart(registry, store, definition, newJob(actor, definition, job.input));
    const queued = await store.requeue(job, definition.retry?.attempts ?? 1);
    if (!queued)
      throw new Conflict(
        'JOB_NOT_ENDED',
        `Only failed and cancelled jobs can be started again; this one is ${job.status}.`,
        'id',
      );
    return queued;
  }

  /** Cancels a job; one that runs stops at its next chance. @throws NotFound, Conflict `JOB_ENDED` */
  async cancel(actor: Actor, id: string): Promise<StoredJob> {
    const job = await this.#own(actor, id);
    const cancelled = await this.#parts.store.cancel(job);
    if (!cancelled) throw new Conflict('JOB_ENDED', `The job is ${job.status} already.`, 'id');
    return cancelled;
  }

  #assertMayWrite(actor: Actor): void {
    if (actor.readOnly) throw new Forbidden('This token may only read.');
  }

  async #own(actor: Actor, id: string): Promise<StoredJob> {
    this.#assertMayWrite(actor);
    const key = { organizationId: actor.organizationId, id };
    const job = UUID.test(id) ? await this.#parts.store.find(key) : null;
    if (!job || !this.#mayTouch(actor, job)) throw new NotFound('There is no such job.', 'id');
    return job;
  }

  /** Jobs of others are for administrators, and for who may change all jobs. */
  #mayTouch(actor: Actor, { createdBy }: StoredJob): boolean {
    const isOwn = actor.userId !== null && createdBy === actor.userId;
    const model = this.#parts.registry.find(JOB);
    return actor.superuser || isOwn || (model !== undefined && actsOnAll(actor, model, 'change'));
  }
}

const newJob = (actor: Actor, { name, label, priority = 0, retry }: JobDefinition, input: unknown): NewJob => ({
  organizationId: actor.organizationId,
  id: uuidv7(),
  name,
  label,
  input,
  actor,
  priority,
  mostAttempts: retry?.attempts ?? 1,
  retryPauseS: retry?.pauseS ?? RETRY_PAUSE_S,
});
