import { Alarm, type LiveContext, type Work } from '@plumbline/engine';
import { ownNotifications } from './notifications.commands.ts';
import type { PeopleContext } from './person.ts';

/** Topic that names people whose notifications changed, as a list of ids. */
const TOPIC = 'notifications';

/** People whom one notice names at most. */
const TOGETHER = 100;

/** Tells those who listen, at commit, that notifications of people changed. */
export const tellReaders = async (work: Work, users: readonly string[]): Promise<void> => {
  for (let at = 0; at < users.length; at += TOGETHER) {
    const some = JSON.stringify(users.slice(at, at + TOGETHER));
    await work.sql`SELECT pg_notify('plumbline_live', json_build_object('topic', ${TOPIC}::text, 'payload',
      ${some}::json)::text) WHERE ${work.org}::uuid IS NOT NULL`;
  }
};

/** Milliseconds after which the count is read although nothing was told, and rights are asked anew. */
const LOOK_MS = 60_000;

const isAbout = (payload: unknown, userId: string | null): boolean =>
  !Array.isArray(payload) || payload.includes(userId);

/**
 * How many notifications of the caller are unread: at once, and whenever that changes.
 *
 * @throws Forbidden, Unauthenticated once the caller may no longer listen
 */
export async function* followUnread(
  { live, renew, writer, actor: { userId } }: LiveContext & Pick<PeopleContext, 'writer'>,
  signal: AbortSignal,
): AsyncGenerator<number, void, void> {
  const alarm = new Alarm();
  const unsubscribe = live.subscribe(TOPIC, (payload) => (isAbout(payload, userId) ? alarm.wake() : undefined));
  signal.addEventListener('abort', alarm.wake);
  try {
    let known: number | null = null;
    while (!signal.aborted) {
      const { unread } = await ownNotifications(writer, await renew(), { first: 0, offset: 0, unreadOnly: true });
      if (unread !== known) yield unread;
      known = unread;
      await alarm.pause(LOOK_MS);
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', alarm.wake);
  }
}
