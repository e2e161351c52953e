import { Conflict } from '@plumbline/kit';
import type { Actor } from '../actor.ts';
import { ByActor } from '../permissions/rights.ts';
import { Segment, Segments } from './feed-segments.ts';
import { assertWanted, tellEvents, type ChangeNotice, type TellParts, type Wanted } from './feed-tell.ts';
import { EVENTS_TOPIC, type LiveHub } from './hub.ts';
import { readHeads } from './load-events.ts';

/** What the feed works with. */
export interface FeedOptions extends TellParts {
  readonly hub: LiveHub;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between two looks while nothing is announced. */
  readonly pollMs?: number;
}

/** One who listens. */
export interface Listening extends Wanted {
  /** Number of the event to go on after; null for what comes from now on. */
  readonly since: number | null;
  /** Who listens, with the rights of this moment. @throws Error when the right to listen has ended */
  readonly renew: () => Promise<Actor>;
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
}

const BATCH = 500;

/** Rights are read anew after this, before anything is told. */
const RENEW_MS = 1_000;

/** Who is told nothing hears at least this often how far things are, and whether listening is still allowed. */
const IDLE_MS = 15_000;

/** Changes of these may change rights. */
const RIGHTS = 'users.';

const keys = new ByActor<string>();

/** The same text for actors who are told the same. */
const rightsKey = (actor: Actor): string =>
  keys.of(actor, '', () => {
    const { organizationId, superuser, grants, tokenGrants, delegated, bindings, userId } = actor;
    return JSON.stringify([
      organizationId,
      superuser,
      superuser ? null : [grants, tokenGrants, delegated, bindings, userId],
    ]);
  });

const wantedKey = ({ types, filters }: Wanted): string => JSON.stringify([types && [...types], [...filters]]);

/** How far things are: nothing to tell up to here. */
const position = (sequence: number): ChangeNotice => ({
  sequence,
  action: 'position',
  type: null,
  id: null,
  number: null,
  display: null,
  fields: null,
  actorName: null,
  source: null,
  reason: null,
  changeSetId: null,
  at: null,
});

/** `given` may be ahead of `latest` while numbers are being given. */
const SPAN = `SELECT o.oldest, coalesce(o.latest, s.given) AS latest, s.given
  FROM (SELECT max(sequence) AS latest, (SELECT sequence - size + 1 FROM core_outbox
      WHERE sequence IS NOT NULL ORDER BY sequence LIMIT 1) AS oldest FROM core_outbox) o,
    (SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS given FROM core_outbox_sequence) s`;

interface Span {
  readonly oldest: string | null;
  readonly latest: string;
  readonly given: string;
}

/** An actor that is looked at again from time to time. */
class Renewed {
  #actor: Actor | null = null;
  #at = 0;

  constructor(private readonly renew: () => Promise<Actor>) {}

  async now(isUrgent: boolean): Promise<Actor> {
    if (this.#actor && !isUrgent && Date.now() - this.#at < RENEW_MS) return this.#actor;
    this.#actor = await this.renew();
    this.#at = Date.now();
    return this.#actor;
  }
}

/**
 * Tells subscribers of committed changes, in order and without gaps.
 *
 * Events are read once per process for all who listen; what is told of them is worked out once for all with the same
 * rights and wishes. Each subscriber takes the next when it has taken the last, so that a slow one holds nothing: it falls
 * behind, and reads for itself.
 */
export class ChangeFeed {
  readonly #options: FeedOptions;
  readonly #segments = new Segments<ChangeNotice>();
  #listeners = 0;
  #isReading = false;
  #again = false;
  #stop: (() => void) | null = null;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /**
   * What somebody is told from a place on, in portions.
   *
   * @throws Conflict `CHANGES_TOO_OLD` when events after the place are gone, or it never was; what `renew` throws
   */
  async *listen(listening: Listening): AsyncGenerator<readonly ChangeNotice[], void, void> {
    const renewed = new Renewed(listening.renew);
    assertWanted(this.#options, await renewed.now(true), listening);
    this.#enter();
    try {
      let place = await this.#placeOf(listening.since);
      yield [position(place)];
      let told = Date.now();
      while (!listening.signal.aborted) {
        const segment = await this.#next(place, listening.signal);
        const heads = segment?.heads ?? [];
        const actor = await renewed.now(segment === null || heads.some(({ type }) => type.startsWith(RIGHTS)));
        const notices = segment ? await this.#tell(segment, actor, listening) : [];
        const fresh = notices.filter(({ sequence }) => sequence > place);
        place = segment?.to ?? place;
        if (fresh.length === 0 && Date.now() - told < IDLE_MS) continue;
        yield fresh.length > 0 ? fresh : [position(place)];
        told = Date.now();
      }
    } finally {
      this.#leave();
    }
  }

  #enter(): void {
    if (this.#listeners++ > 0) return;
    const { hub, pollMs = 5_000 } = this.#options;
    const read = () => this.#read();
    const unsubscribe = hub.subscribe(EVENTS_TOPIC, read);
    const timer = setInterval(read, pollMs);
    this.#stop = () => {
      unsubscribe();
      clearInterval(timer);
    };
  }

  #leave(): void {
    if (--this.#listeners > 0) return;
    this.#stop?.();
    this.#stop = null;
    this.#segments.clear();
  }

  async #placeOf(since: number | null): Promise<number> {
    const [span] = await this.#options.db.query<Span>(SPAN);
    const [latest, oldest] = [Number(span?.latest ?? 0), span?.oldest ? Number(span.oldest) : null];
    const place = since ?? latest;
    if (place > Number(span?.given ?? 0) || place < (oldest === null ? latest : oldest - 1)) {
      const kept = { oldest: String(oldest ?? latest), latest: String(latest) };
      throw new Conflict(
        'CHANGES_TOO_OLD',
        'Changes after this number are not kept any more. Read the state anew, and listen without a number.',
        'since',
        kept,
      );
    }
    if (this.#segments.end === null) this.#segments.add(new Segment(latest, latest, []));
    this.#read();
    return place;
  }

  /** Reads what came, for all; a call while it reads has it look once more. */
  #read(): void {
    this.#again = true;
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#readAll()
      .catch(this.#options.onError)
      .finally(() => (this.#isReading = false));
  }

  async #readAll(): Promise<void> {
    while (this.#again && this.#listeners > 0) {
      this.#again = false;
      const from = this.#segments.end;
      if (from === null) return;
      const heads = await readHeads(this.#options.db, from, BATCH);
      const last = heads.at(-1);
      if (!last || this.#segments.end !== from) continue;
      this.#segments.add(new Segment(from, last.sequence, heads));
      this.#again = true;
    }
  }

  /** What comes after a place: as read for all, or by itself for who is far behind; null when nothing came for a while. */
  async #next(place: number, signal: AbortSignal): Promise<Segment<ChangeNotice> | null> {
    const known = this.#segments.after(place);
    if (known === 'missing') return this.#behind(place);
    if (known) return known;
    await this.#segments.next(IDLE_MS, signal);
    const come = this.#segments.after(place);
    return come === 'missing' ? this.#behind(place) : come;
  }

  async #behind(place: number): Promise<Segment<ChangeNotice> | null> {
    const heads = await readHeads(this.#options.db, place, BATCH);
    const last = heads.at(-1);
    return last ? new Segment(place, last.sequence, heads) : null;
  }

  #tell(segment: Segment<ChangeNotice>, actor: Actor, wanted: Wanted): Promise<readonly ChangeNotice[]> {
    const key = `${rightsKey(actor)} ${wantedKey(wanted)}`;
    return segment.told(key, () => tellEvents(this.#options, actor, segment.heads, wanted));
  }
}
