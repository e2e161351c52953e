import { Conflict, Forbidden, InvalidInput, NotFound } from '@plumbline/kit';
import type { Actor } from '../actor.ts';
import { actsOnAll } from '../permissions/rights.ts';
import type { Model } from '../registry/model.ts';
import { uuidv7 } from '../write/uuid.ts';
import type { JobDefinition } from './job.ts';
import type { JobStore, StoredJob } from './store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What callers do with jobs: start, repeat, cancel. */
export class JobQueue {
  readonly #store: JobStore;
  readonly #definitions: ReadonlyMap<string, JobDefinition>;
  readonly #model: Model | undefined;

  /** Jobs of others are for administrators, and for who may change rows of `model`. */
  constructor(store: JobStore, definitions: readonly JobDefinition[], model?: Model) {
    this.#store = store;
    this.#model = model;
    this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]));
    if (this.#definitions.size < definitions.length) throw new Error('Two jobs have the same name.');
  }

  /** Queues a job. @throws InvalidInput for an unknown name or a bad input, Forbidden for tokens that may only read. */
  async start(actor: Actor, name: string, input: unknown): Promise<StoredJob> {
    this.#assertMayWrite(actor);
    const definition = this.#definitions.get(name);
    if (!definition) {
      const known = [...this.#definitions.keys()].toSorted().join(', ');
      throw new InvalidInput([
        { path: 'name', code: 'UNKNOWN_JOB', message: `There is no job "${name.slice(0, 60)}". Known are ${known}.` },
      ]);
    }
    definition.parse?.(input);
    return this.#store.add({
      organizationId: actor.organizationId,
      id: uuidv7(),
      name,
      label: definition.label,
      input,
      actor,
    });
  }

  /** Queues a job that failed or was cancelled once more, with the same input. @throws NotFound, Conflict `JOB_NOT_ENDED` */
  async retry(actor: Actor, id: string): Promise<StoredJob> {
    const job = await this.#own(actor, id);
    const queued = await this.#store.requeue(job);
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
    const cancelled = await this.#store.cancel(job);
    if (!cancelled) throw new Conflict('JOB_ENDED', `The job is ${job.status} already.`, 'id');
    return cancelled;
  }

  #assertMayWrite(actor: Actor): void {
    if (actor.readOnly) throw new Forbidden('This token may only read.');
  }

  async #own(actor: Actor, id: string): Promise<StoredJob> {
    this.#assertMayWrite(actor);
    const job = UUID.test(id) ? await this.#store.find({ organizationId: actor.organizationId, id }) : null;
    if (!job || !this.#mayTouch(actor, job)) throw new NotFound('There is no such job.', 'id');
    return job;
  }

  #mayTouch(actor: Actor, { createdBy }: StoredJob): boolean {
    const isOwn = actor.userId !== null && createdBy === actor.userId;
    return actor.superuser || isOwn || (this.#model !== undefined && actsOnAll(actor, this.#model, 'change'));
  }
}
