import type { Actor } from '../actor.ts';
import { Alarm } from '../events/alarm.ts';
import type { LiveHub } from '../events/hub.ts';
import { readJobLog, type JobLogPage, type JobReading } from './job-reading.ts';
import { JOBS_TOPIC } from './statements.ts';

/** Milliseconds after which a job is looked at although nothing was told, and rights are asked anew. */
const LOOK_MS = 15_000;
const PAGE = 5_000;

/** What following a job needs. */
export interface JobFollowing {
  readonly reading: JobReading;
  readonly live: LiveHub;
  /** The caller with the rights of this moment. @throws when the session or token has ended */
  readonly renew: () => Promise<Actor>;
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
}

const isAbout = (payload: unknown, id: string): boolean =>
  payload === null || (payload as { readonly id?: unknown }).id === id;

const isMoved = (page: JobLogPage, known: JobLogPage | null): boolean =>
  known === null ||
  page.lines.length > 0 ||
  page.status !== known.status ||
  page.progress !== known.progress ||
  page.waitsFor !== known.waitsFor;

const isEnded = ({ status }: JobLogPage): boolean => status !== 'queued' && status !== 'running';

/**
 * A job as it goes: where it is, with the lines that came since; the first at once, the last when it has ended.
 *
 * Read anew with each notice, by the rights of that moment.
 * @throws NotFound, also once the caller no longer sees the job
 */
export async function* followJob(
  { reading, live, renew, signal }: JobFollowing,
  id: string,
  after: number,
): AsyncGenerator<JobLogPage, void, void> {
  const alarm = new Alarm();
  const unsubscribe = live.subscribe(JOBS_TOPIC, (payload) => (isAbout(payload, id) ? alarm.wake() : undefined));
  signal.addEventListener('abort', alarm.wake);
  try {
    let place = after;
    let known: JobLogPage | null = null;
    while (!signal.aborted) {
      const page = await readJobLog(reading, await renew(), id, { after: place, first: PAGE });
      place = page.lines.at(-1)?.line ?? place;
      if (isMoved(page, known)) yield page;
      known = page;
      if (page.lines.length === PAGE) continue;
      if (isEnded(page)) return;
      await alarm.pause(LOOK_MS);
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', alarm.wake);
  }
}
