import type { FieldChange } from '../changes/record.ts';
import type { Row, Work } from '../write/work.ts';

/** The part of a connection that reading events takes. */
export interface EventDb {
  query<T>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
}

/** What an event is about, without what changed. */
export interface EventHead {
  /** Place in the order of all events; grows, with gaps. */
  readonly sequence: number;
  readonly organizationId: string;
  /** Full type name, `dcim.Device`. */
  readonly type: string;
  readonly objectId: string;
  /** create, update, delete; reveal for a secret that was shown; job_started, job_completed, job_failed, job_errored, job_cancelled. */
  readonly action: string;
  /** Null for what is no change of an object, such as events of jobs. */
  readonly changeRecordId: string | null;
}

/** Who caused an event; the id is null for the product itself and for deleted users. */
export interface EventActor {
  readonly id: string | null;
  readonly name: string;
}

/** A committed change, or what happened to a job, in the order of commits per object. */
export interface OutboxEvent extends EventHead {
  /** Stays the same for every reader and every repetition. */
  readonly id: string;
  readonly number: number | null;
  /** Text that named the object then. */
  readonly display: string;
  /** Differences; for a create or delete every value of the image. Secrets are masked. */
  readonly fields: readonly FieldChange[];
  /** The object before, as in the change log; null on create. */
  readonly before: Row | null;
  /** The object after, as in the change log; null on delete. */
  readonly after: Row | null;
  readonly actor: EventActor;
  readonly source: string;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly changeSetId: string | null;
  /** Instant of the change, RFC 3339. */
  readonly at: string;
  /** What events without a change record carry. */
  readonly payload: Readonly<Record<string, unknown>> | null;
}

/** Events that may concern anybody, in any organization: those of some types, and some actions of all types. */
export interface Concerns {
  readonly types: readonly string[];
  readonly actions: readonly string[];
}

/**
 * A reader of all events that keeps its place in the database.
 *
 * One process at a time reads for it. Events come in order, those of one organization at a time, inside a run of the
 * write pipeline as the product itself: what `work` writes and the place of the reader are committed together, so that
 * no effect in the database happens twice or is left out. A body may run again when the database asks for it; what goes
 * outside belongs into a table that is worked off after the commit.
 *
 * What throws or is refused is tried again, event by event, with growing pauses; an event that never succeeds is parked
 * and reported, and the line goes on.
 */
export interface Consumer {
  /** Unique among domains and plugins, `extras.notifications`; names its place for ever. */
  readonly name: string;
  /** What may concern anybody at this moment. A reader with many events before it passes over all others unread. */
  readonly concerns?: (db: EventDb) => Promise<Concerns>;
  /** Which events are worth loading; all when absent. */
  readonly selects?: (heads: readonly EventHead[], work: Work) => Promise<readonly EventHead[]>;
  /** Does what follows from the events; they are of the organization of `work.actor`. */
  readonly handle: (events: readonly OutboxEvent[], work: Work) => Promise<void>;
  /** Told after a commit that the effects are in the database; wakes what works them off. */
  readonly onHandled?: () => void;
}

/** Declares a reader of events. A new one begins with what happens from then on. */
export const defineConsumer = (consumer: Consumer): Consumer => consumer;
