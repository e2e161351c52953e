import type { Pool, PoolClient } from 'pg';
import { Alarm } from './alarm.ts';

/** Work that one process at a time does. */
export interface DutyOptions {
  readonly pool: Pool;
  /** Unique among duties. */
  readonly name: string;
  /** Works until the signal is aborted: the process stops, or it lost the connection that holds the duty. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between two tries to take the duty over. */
  readonly pollMs?: number;
}

/** A duty that this process does or waits for. */
export interface Duty {
  stop(): Promise<void>;
}

const DUTY_LOCK = 0x706c_6475;

const take = async (client: PoolClient, name: string): Promise<boolean> => {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS got', [
    DUTY_LOCK,
    name,
  ]);
  return rows[0]?.got === true;
};

class RunningDuty implements Duty {
  readonly #options: DutyOptions;
  readonly #alarm = new Alarm();
  readonly #running: Promise<void>;
  #current: AbortController | null = null;
  #stopped = false;

  constructor(options: DutyOptions) {
    this.#options = options;
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#current?.abort();
    this.#alarm.wake();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#try();
      } catch (error) {
        if (!this.#stopped) this.#options.onError(error);
      }
      if (!this.#stopped) await this.#alarm.pause(this.#options.pollMs ?? 2_000);
    }
  }

  /** Does the duty when it is free; the lock goes with the connection, whatever happens to the process. */
  async #try(): Promise<void> {
    const { pool, name, work } = this.#options;
    const client = await pool.connect();
    const controller = new AbortController();
    const lost = () => controller.abort();
    client.on('error', lost);
    client.on('end', lost);
    try {
      if (!(await take(client, name)) || this.#stopped) return;
      this.#current = controller;
      await work(controller.signal);
    } finally {
      this.#current = null;
      client.off('error', lost);
      client.off('end', lost);
      client.release(true);
    }
  }
}

/** Takes over a duty as soon as no other process does it; a session lock of the database says who does. */
export const startDuty = (options: DutyOptions): Duty => new RunningDuty(options);
