import type { Pool } from 'pg';
import { Listener } from './listener.ts';
import { EVENTS_CHANNEL } from './sequencer.ts';

/** Channel of notices between processes that concern only who is listening right now. */
export const LIVE_CHANNEL = 'plumbline_live';

/** Topic that is told the highest number of an event after each step of numbering. */
export const EVENTS_TOPIC = 'events';

/** Longest payload of a notice in bytes; PostgreSQL takes 8,000 with the topic. */
export const LIVE_BYTES = 7_000;

/** Told of a notice; null when some may have been missed, so that the state has to be read again. */
export type LiveHandler = (payload: unknown) => void;

/**
 * Tells what happens right now to whoever listens, in every process of the product.
 *
 * Nothing is kept: who has to miss nothing reads a table, and takes a notice as a reason to look. A statement of a
 * transaction tells with `LIVE_SQL`, which listeners hear at commit.
 */
export interface LiveHub {
  /** Tells listeners of a topic in all processes. The payload is JSON of at most 7,000 bytes. @throws Error */
  publish(topic: string, payload: unknown): Promise<void>;
  /** Listens to a topic until the function that is given back is called. */
  subscribe(topic: string, handler: LiveHandler): () => void;
  stop(): Promise<void>;
}

/** Statement that tells a topic ($1, text) a payload ($2, JSON text) at commit. */
export const LIVE_SQL = `SELECT pg_notify('${LIVE_CHANNEL}', json_build_object('topic', $1::text, 'payload', $2::json)::text)`;

/** How the hub works. */
export interface LiveHubOptions {
  /** One of its connections listens. */
  readonly pool: Pool;
  readonly onError: (error: unknown) => void;
  /** Milliseconds before a lost connection is replaced. */
  readonly retryMs?: number;
}

interface Notice {
  readonly topic: string;
  readonly payload: unknown;
}

const noticeOf = (channel: string, text: string): Notice =>
  channel === EVENTS_CHANNEL ? { topic: EVENTS_TOPIC, payload: Number(text) } : (JSON.parse(text) as Notice);

class Hub implements LiveHub {
  readonly #options: LiveHubOptions;
  readonly #handlers = new Map<string, Set<LiveHandler>>();
  readonly #listener: Listener;
  #timer: NodeJS.Timeout | null = null;
  #connecting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#listener = new Listener({
      pool: options.pool,
      channels: [EVENTS_CHANNEL, LIVE_CHANNEL],
      onNotice: (channel, text) => this.#hear(channel, text),
      onLost: () => this.#connect(true),
    });
    this.#connect(false);
  }

  async publish(topic: string, payload: unknown): Promise<void> {
    const text = JSON.stringify(payload ?? null);
    if (Buffer.byteLength(text) > LIVE_BYTES) throw new Error(`A notice takes at most ${LIVE_BYTES} bytes.`);
    await this.#options.pool.query(LIVE_SQL, [topic, text]);
  }

  subscribe(topic: string, handler: LiveHandler): () => void {
    const handlers = this.#handlers.get(topic) ?? new Set();
    this.#handlers.set(topic, handlers);
    handlers.add(handler);
    return () => {
      handlers.delete(handler);
      if (handlers.size === 0 && this.#handlers.get(topic) === handlers) this.#handlers.delete(topic);
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#connecting;
    this.#listener.close();
  }

  #hear(channel: string, text: string): void {
    const { topic, payload } = noticeOf(channel, text);
    this.#tell(this.#handlers.get(topic) ?? [], payload);
  }

  #tell(handlers: Iterable<LiveHandler>, payload: unknown): void {
    for (const handler of handlers) {
      try {
        handler(payload);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }

  /** Listens; after a loss everybody is asked to look again, since notices may have been missed. */
  #connect(wasLost: boolean): void {
    if (this.#stopped) return;
    this.#connecting = this.#listener.ensure().then(
      () => {
        if (wasLost) for (const handlers of this.#handlers.values()) this.#tell(handlers, null);
      },
      (error: unknown) => {
        if (this.#stopped) return;
        this.#options.onError(error);
        this.#timer = setTimeout(() => this.#connect(true), this.#options.retryMs ?? 1_000);
      },
    );
  }
}

/** Starts to listen. */
export const startLiveHub = (options: LiveHubOptions): LiveHub => new Hub(options);
