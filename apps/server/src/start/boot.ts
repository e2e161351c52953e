import { constants } from 'node:os';
import type { Logger } from '../log.ts';

/** What has to end with the process even when it is stopped before it is up. */
export class Boot {
  readonly #ends: (() => Promise<void>)[] = [];

  /** Adds a step for a start that is given up, such as stopping a database server of our own. */
  onAbandon(end: () => Promise<void>): void {
    this.#ends.push(end);
  }

  async abandon(): Promise<void> {
    await Promise.allSettled(this.#ends.map((end) => end()));
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

const PATIENCE_MS = 1_500;

const untilAskedToStop = (): Promise<Signal> =>
  new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, resolve);
  });

const giveUp = async (boot: Boot, signal: Signal): Promise<never> => {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([boot.abandon(), late]);
  process.exit(128 + constants.signals[signal]);
};

/**
 * Starts something and waits until the process is asked to stop.
 *
 * A start under way is given up at once: what it had begun in the database rolls back with its connections, and a
 * database of our own is stopped. The exit code then names the signal.
 */
export const runUntilStopped = async <T extends { stop(): Promise<void> }>(
  log: Logger,
  start: (boot: Boot) => Promise<T>,
  started: (running: T) => void,
): Promise<void> => {
  const boot = new Boot();
  const asked = untilAskedToStop();
  const starting = start(boot);
  const early = await Promise.race([starting.then(() => null), asked]);
  if (early !== null) {
    starting.catch(() => undefined); // it loses its connections now
    log.info({ signal: early }, 'Stopping before the start is complete.');
    return giveUp(boot, early);
  }
  const running = await starting;
  started(running);
  log.info({ signal: await asked }, 'Stopping.');
  await running.stop();
};
