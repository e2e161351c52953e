import type { EventHead } from './consumer.ts';

const told = new WeakSet<object>();

/** Whether what is told went, or may go, to several subscribers with the same rights, all of whom are told the same. */
export const isToldToSeveral = (notice: object): boolean => told.has(notice);

/** Events that were read at once: those after `from`, up to `to`. */
export class Segment<T extends object> {
  readonly #told = new Map<string, Promise<readonly T[]>>();

  constructor(
    readonly from: number,
    readonly to: number,
    readonly heads: readonly EventHead[],
  ) {}

  /** What is told of the events, worked out once for all who are told the same. */
  told(key: string, tell: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const known = this.#told.get(key);
    if (known) return known;
    const made = tell().then((notices) => {
      for (const notice of notices) told.add(notice);
      return notices;
    });
    this.#told.set(key, made);
    made.catch(() => this.#told.delete(key));
    return made;
  }
}

/** Segments kept for who is a little behind; who is further behind reads for himself. */
const KEPT = 40;

/** The latest events of the process, read once for all who listen. */
export class Segments<T extends object> {
  #segments: Segment<T>[] = [];
  #waiting: (() => void)[] = [];

  /** Place up to which events were read; null before the first reading. */
  get end(): number | null {
    return this.#segments.at(-1)?.to ?? null;
  }

  add(segment: Segment<T>): void {
    this.#segments = [...this.#segments, segment].slice(-KEPT);
    this.wake();
  }

  /** Forgets everything, since nobody listens. */
  clear(): void {
    this.#segments = [];
  }

  /** The segment with what comes after a place; `missing` when it is no longer here, null when nothing came yet. */
  after(place: number): Segment<T> | 'missing' | null {
    const [first] = this.#segments;
    if (first && place < first.from) return 'missing';
    return this.#segments.find(({ to }) => to > place) ?? null;
  }

  /** Lets all who wait look again. */
  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves when something came, after a while, or when the signal is aborted. */
  async next(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    let end = (): void => undefined;
    await new Promise<void>((resolve) => {
      end = resolve;
      this.#waiting.push(resolve);
      signal.addEventListener('abort', end);
      timer = setTimeout(resolve, ms);
    });
    signal.removeEventListener('abort', end);
    this.#waiting = this.#waiting.filter((waiting) => waiting !== end);
    clearTimeout(timer);
  }
}
