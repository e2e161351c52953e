import { defineConsumer, seenByEach, type Actor, type OutboxEvent, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct } from '../../lookup.queries.ts';
import {
  goneWatchers,
  peopleByNow,
  viewWatchersOf,
  wantedHeads,
  watchedEvents,
  watchersOf,
  type ViewWatcher,
} from './listeners.queries.ts';
import { notify, type News } from './notify.ts';

const EVENT_TYPES: Readonly<Record<string, string>> = {
  create: 'object_created',
  update: 'object_updated',
  delete: 'object_deleted',
};

/** An event as news. */
export const newsOf = (event: OutboxEvent): News => {
  const error = event.payload?.['error'];
  const { type, objectId, number, display, actor, sequence, at } = event;
  const message = typeof error === 'string' ? error : event.reason;
  return {
    type,
    objectId,
    number,
    display,
    eventType: EVENT_TYPES[event.action] ?? event.action,
    actor,
    sequence,
    at,
    message,
  };
};

/** Who wants news of an object, by its id, and of what happened from when on. */
type Users = Map<string, Map<string, Date | null>>;

const earliest = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? null : new Date(Math.min(a.getTime(), b.getTime()));

const add = (users: Users, objectId: string, userId: string, since: Date | null): void => {
  const known = users.get(objectId) ?? new Map<string, Date | null>();
  const before = known.get(userId);
  known.set(userId, before === undefined ? since : earliest(before, since));
  users.set(objectId, known);
};

/** Those who wanted news already when it happened. */
const wantingAt = (users: Users, { objectId, at }: OutboxEvent): string[] =>
  [...(users.get(objectId) ?? [])].flatMap(([userId, since]) =>
    since === null || since.getTime() <= Date.parse(at) ? [userId] : [],
  );

/** Objects of events of one type that views show to who watches them; what is deleted shows where a view has no filter. */
const addViewersOf = async (
  work: Work,
  [type, events]: readonly [string, readonly OutboxEvent[]],
  watching: readonly (readonly [Actor, ViewWatcher])[],
  users: Users,
): Promise<void> => {
  const gone = distinct(events.filter(({ action }) => action === 'delete').map(({ objectId }) => objectId));
  const ids = distinct(events.map(({ objectId }) => objectId)).filter((id) => !gone.includes(id));
  const wishes = watching.map(([actor, { filter }]) => ({ actor, ids, filter }));
  const seen = await seenByEach(work, type, wishes);
  watching.forEach(([, { userId, filter, since }], at) => {
    for (const objectId of [...(seen[at] ?? []), ...(filter === null ? gone : [])]) add(users, objectId, userId, since);
  });
};

/** Statements grow with types, not with watchers: those with the same rights and filter share an answer. */
const addViewers = async (work: Work, events: readonly OutboxEvent[], users: Users): Promise<void> => {
  const byType = groupBy(events, ({ type }) => type);
  const watchers = await viewWatchersOf(work, [...byType.keys()]);
  const people = await peopleByNow(work, distinct(watchers.map(({ userId }) => userId)));
  for (const [type, own] of byType) {
    const watching = watchers.flatMap((watcher): (readonly [Actor, ViewWatcher])[] => {
      const actor = watcher.types.includes(type) ? people.get(watcher.userId) : undefined;
      return actor ? [[actor, watcher]] : [];
    });
    if (watching.length > 0 && work.registry.find(type) !== undefined)
      await addViewersOf(work, [type, own], watching, users);
  }
};

const tell = async (events: readonly OutboxEvent[], work: Work): Promise<void> => {
  const users: Users = new Map();
  const direct = await watchersOf(work, distinct(events.map(({ objectId }) => objectId)));
  for (const { objectId, userId, since } of [...direct, ...goneWatchers(events)]) add(users, objectId, userId, since);
  await addViewers(work, events, users);
  await notify(
    work,
    events.flatMap((event) => {
      const wanting = wantingAt(users, event);
      return wanting.length > 0 ? [{ news: newsOf(event), users: wanting }] : [];
    }),
  );
};

/** Tells people of changes of what they watch: objects, and what saved views show. */
export const notificationsConsumer = defineConsumer({
  name: 'extras.notifications',
  concerns: watchedEvents,
  selects: wantedHeads,
  handle: tell,
});
