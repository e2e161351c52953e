import type { Actor } from '../actor.ts';
import { dbOf } from '../write/make-work.ts';
import type { Work } from '../write/work.ts';
import type { Writer } from '../write/writer.ts';
import type { Consumer, EventDb, EventHead } from './consumer.ts';
import { loadEvents, readConcerning, readHeads } from './load-events.ts';
import { nextParked, parkAgain, parkEvent, unpark } from './parked.ts';
import {
  ahead,
  failAt,
  movePlace,
  placeAfter,
  placeAt,
  readPlace,
  type CurrentPlace,
  type Place,
  type Reading,
} from './place.ts';

/** What readers of events run on. */
export interface ConsumeParts {
  readonly writer: Writer;
  /** Reads places and events outside runs. */
  readonly db: EventDb;
  /** Told of failures; `parked` when the event was put aside. */
  readonly onError: (error: unknown, consumer: string, parked: EventHead | null) => void;
  /** Pauses in milliseconds before the next attempts at the same event; after the last it is parked. */
  readonly pauses?: readonly number[];
}

/** What a step came to: whether there may be more at once, else how long to wait at most. */
export interface Step {
  readonly handled: number;
  readonly more: boolean;
  /** Milliseconds until a failed event may be tried again; null when nothing waits. */
  readonly waitMs: number | null;
}

const BATCH = 1_000;
const PAUSES = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
const LONGEST_ERROR = 2_000;

const IDLE: Step = { handled: 0, more: false, waitMs: null };

/** Somebody else moved the reader meanwhile: nothing is wrong, and nothing of this run may stay. */
class Overtaken extends Error {}

/** What rules refused of what a reader wrote. */
class Refused extends Error {}

/** The product itself, in one organization. */
export const productActor = (organizationId: string, requestId: string): Actor => ({
  organizationId,
  userId: null,
  tokenId: null,
  name: 'plumbline',
  source: 'system',
  superuser: true,
  readOnly: false,
  bulk: false,
  requestId,
  grants: [],
});

const told = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);

const perform = async (consumer: Consumer, heads: readonly EventHead[], work: Work): Promise<void> => {
  const chosen = consumer.selects ? await consumer.selects(heads, work) : heads;
  if (chosen.length === 0) return;
  const events = await loadEvents(dbOf(work), work.actor.organizationId, chosen);
  if (events.length > 0) await consumer.handle(events, work);
};

/** Has a reader do events of one organization, and `finish` in the same transaction. */
const runEvents = async (
  { writer }: ConsumeParts,
  consumer: Consumer,
  heads: readonly EventHead[],
  finish: (db: EventDb) => Promise<boolean>,
): Promise<void> => {
  const [first] = heads;
  if (!first) return;
  const actor = productActor(first.organizationId, `events-${first.sequence}`);
  const { errors } = await writer.run(
    actor,
    { reason: consumer.name },
    async (work) => {
      await perform(consumer, heads, work);
      return true;
    },
    async (_, db) => {
      if (!(await finish(db))) throw new Overtaken();
      return null;
    },
  );
  const [problem] = errors;
  if (problem) throw new Refused(`${problem.path} ${problem.code}: ${problem.message}`);
  consumer.onHandled?.();
};

const doParked = async (parts: ConsumeParts, consumer: Consumer, head: EventHead): Promise<Step> => {
  try {
    await runEvents(parts, consumer, [head], (db) => unpark(db, consumer.name, head));
  } catch (error) {
    if (error instanceof Overtaken) return IDLE;
    await parkAgain(parts.db, consumer.name, head, told(error));
    parts.onError(error, consumer.name, head);
  }
  return { handled: 1, more: true, waitMs: null };
};

/** After a failure events go one by one, so that one that can't be done stops no other. */
const groupOf = (place: Place, heads: readonly EventHead[]): EventHead[] => {
  const open = ahead(place, heads);
  const [first] = open;
  if (!first) return [];
  return place.attempts > 0 ? [first] : open.filter(({ organizationId }) => organizationId === first.organizationId);
};

const failed = async (
  parts: ConsumeParts,
  consumer: Consumer,
  [place, reading]: readonly [Place, Reading],
  group: readonly EventHead[],
  error: unknown,
): Promise<Step> => {
  const pauses = parts.pauses ?? PAUSES;
  const [head] = group;
  const parks = group.length === 1 && head !== undefined && place.attempts >= pauses.length;
  parts.onError(error, consumer.name, parks ? head : null);
  if (parks) {
    await parkEvent(parts.db, consumer.name, [place, placeAfter(place, reading, [head])], head, told(error));
    return { handled: 0, more: true, waitMs: null };
  }
  const pauseMs = pauses[Math.min(place.attempts, pauses.length - 1)] ?? 0;
  await failAt(parts.db, consumer.name, place, told(error), pauseMs);
  return { handled: 0, more: false, waitMs: pauseMs };
};

/** Many events are looked through so many numbers at a time. */
const STRIDE = 50_000;

/**
 * The next events of a reader. Where many wait, such as those of an import, only what concerns anybody is read: what is
 * asked for is read after the numbers, so that no event is passed over which came after the wish for it.
 */
const readOn = async (db: EventDb, consumer: Consumer, place: CurrentPlace): Promise<Reading> => {
  const { sequence, latest } = place;
  if (!consumer.concerns || latest - sequence < BATCH) {
    const heads = await readHeads(db, sequence, BATCH);
    return { heads, end: heads.at(-1)?.sequence ?? sequence };
  }
  const to = Math.min(latest, sequence + STRIDE);
  const heads = await readConcerning(db, [sequence, to], await consumer.concerns(db), BATCH);
  return { heads, end: heads.length < BATCH ? to : (heads.at(-1)?.sequence ?? to) };
};

/**
 * Has a reader do the next events of one organization; of several processes that try one does it.
 *
 * @throws Error when the database can't be asked
 */
export const consumeStep = async (parts: ConsumeParts, consumer: Consumer): Promise<Step> => {
  const { db } = parts;
  const parked = await nextParked(db, consumer.name);
  if (parked) return doParked(parts, consumer, parked);
  const place = await readPlace(db, consumer.name);
  if (!place) return IDLE;
  if (place.waitMs > 0) return { ...IDLE, waitMs: place.waitMs };
  const reading = await readOn(db, consumer, place);
  const { heads, end } = reading;
  const group = groupOf(place, heads);
  if (group.length === 0) {
    const passes = end > place.sequence;
    if (passes) await movePlace(db, consumer.name, place, placeAt(place, end));
    return { ...IDLE, more: passes };
  }
  const next = placeAfter(place, reading, group);
  try {
    await runEvents(parts, consumer, group, (own) => movePlace(own, consumer.name, place, next));
  } catch (error) {
    if (error instanceof Overtaken) return { ...IDLE, more: true };
    return failed(parts, consumer, [place, reading], group, error);
  }
  return { handled: group.length, more: true, waitMs: null };
};

/** Has a reader do all that waits for it, for programs that end and for tests; gives how many events it did. */
export const consumeAll = async (parts: ConsumeParts, consumer: Consumer): Promise<number> => {
  for (let total = 0; ; ) {
    const { handled, more } = await consumeStep(parts, consumer);
    total += handled;
    if (!more) return total;
  }
};
