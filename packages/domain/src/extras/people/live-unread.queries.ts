import { Alarm, type LiveContext } from '@plumbline/engine';
import { ownNotifications } from './notifications.commands.ts';
import type { PeopleContext } from './person.ts';
import { READERS_TOPIC } from './tell-readers.ts';

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
  const unsubscribe = live.subscribe(READERS_TOPIC, (payload) => (isAbout(payload, userId) ? alarm.wake() : undefined));
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
