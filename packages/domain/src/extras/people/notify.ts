import { isFullyVisible, seenByEach, type Actor, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct } from '../../lookup.queries.ts';
import { peopleByNow } from './listeners.queries.ts';
import { planMail } from './mail-due.queries.ts';
import { tellReaders } from './tell-readers.ts';

/** What happened to one object, as people are told of it. */
export interface News {
  /** Full name of the type. */
  readonly type: string;
  readonly objectId: string;
  readonly number: number | null;
  readonly display: string;
  /** object_created, object_updated, object_deleted, job_started, job_completed, job_failed or job_errored. */
  readonly eventType: string;
  /** Who did it; the id is null for the product itself. */
  readonly actor: { readonly id: string | null; readonly name: string };
  /** Number of the event: nobody is told of one twice. */
  readonly sequence: number;
  /** Instant of the event. */
  readonly at: string;
  /** What is said besides, such as the error of a job. */
  readonly message?: string | null;
}

/** News and the people who may want them. */
export interface Telling {
  readonly news: News;
  readonly users: Iterable<string>;
}

const NOTIFICATION = 'extras.Notification';
const LONGEST = { display: 200, message: 500 } as const;

interface Told {
  readonly userId: string;
  readonly news: readonly News[];
}

interface Stored {
  readonly userId: string;
  readonly objectId: string;
  readonly type: string;
  readonly isRead: boolean;
  readonly events: number;
  readonly lastEvent: string | null;
}

const keyOf = (userId: string, type: string, objectId: string): string => `${userId} ${type} ${objectId}`;

/** News of one type that somebody wants. */
interface Wanted {
  readonly actor: Actor;
  readonly news: readonly News[];
}

const isGone = ({ eventType }: News): boolean => eventType === 'object_deleted';

/** What of the news of one type each person may see now; what is deleted shows to those who see all of the type. */
const seenNews = async (work: Work, type: string, wanted: readonly Wanted[]): Promise<News[][]> => {
  const model = work.registry.find(type);
  if (!model) return [];
  const wishes = wanted.map(({ actor, news }) => {
    const ids = distinct(news.filter((each) => !isGone(each)).map(({ objectId }) => objectId));
    return { actor, ids, filter: null };
  });
  const seen = await seenByEach(work, type, wishes);
  return wanted.map(({ actor, news }, at) => {
    const seesAll = actor.superuser || (isFullyVisible(actor, model) && !model.administratorsOnly);
    const gone = new Set(news.filter(isGone).map(({ objectId }) => objectId));
    return news.filter(({ objectId }) => (gone.has(objectId) ? seesAll : (seen[at]?.has(objectId) ?? false)));
  });
};

/** News by person and object, in the order of events; never what people did themselves or may not see. */
const tellable = async (work: Work, tellings: readonly Telling[]): Promise<Told[]> => {
  const wanted = tellings.flatMap(({ news, users }) =>
    [...new Set(users)].flatMap((userId) => (news.actor.id === userId ? [] : [{ userId, news }])),
  );
  const people = await peopleByNow(work, distinct(wanted.map(({ userId }) => userId)));
  const told: Told[] = [];
  for (const [type, some] of groupBy(wanted, ({ news }) => news.type)) {
    const own = [...groupBy(some, ({ userId }) => userId)].flatMap(([userId, each]) => {
      const actor = people.get(userId);
      return actor ? [{ userId, actor, news: [...new Set(each.map(({ news }) => news))] }] : [];
    });
    const seen = await seenNews(work, type, own);
    own.forEach(({ userId }, at) => {
      for (const [, news] of groupBy(seen[at] ?? [], ({ objectId }) => objectId))
        told.push({ userId, news: news.toSorted((a, b) => a.sequence - b.sequence) });
    });
  }
  return told;
};

const storedFor = async (work: Work, told: readonly Told[]): Promise<ReadonlyMap<string, Stored>> => {
  const rows = await work.sql<Stored>`
    SELECT n.user_id AS "userId", n.object_type AS type, n.object_id AS "objectId", n.read IS NOT NULL AS "isRead",
      n.events, n.last_event AS "lastEvent"
    FROM extras_notification n WHERE n.organization_id = ${work.org}
      AND n.user_id = ANY (${distinct(told.map(({ userId }) => userId))}::uuid[])
      AND n.object_id = ANY (${distinct(told.flatMap(({ news }) => news.map(({ objectId }) => objectId)))}::uuid[])`;
  return new Map(rows.map((row) => [keyOf(row.userId, row.type, row.objectId), row]));
};

/** The row that tells the news, over one that tells earlier ones; null when it told them already. */
const rowOf = ({ userId, news }: Told, before: Stored | undefined) => {
  const fresh = news.filter(({ sequence }) => sequence > Number(before?.lastEvent ?? -1));
  const last = fresh.at(-1);
  if (!last) return null;
  return {
    user: { id: userId },
    objectType: last.type,
    objectId: last.objectId,
    objectNumber: last.number,
    objectRepr: last.display.slice(0, LONGEST.display) || `#${last.number ?? '?'}`,
    eventType: last.eventType,
    actorName: last.actor.name,
    message: last.message?.slice(0, LONGEST.message) ?? null,
    happenedAt: last.at,
    lastEvent: String(last.sequence),
    events: fresh.length + (before && !before.isRead ? before.events : 0),
    read: null,
  };
};

/**
 * Tells people of news: in each one's notifications, one row for each object, and by mail as they chose.
 *
 * Nobody is told of what they did themselves or may not see now. Runs inside a consumer of events, as the product; the
 * number of statements grows with types, not with people or events.
 */
export const notify = async (work: Work, tellings: readonly Telling[]): Promise<void> => {
  const told = await tellable(work, tellings);
  if (told.length === 0) return;
  const stored = await storedFor(work, told);
  const rows = told.flatMap((each) => {
    const [first] = each.news;
    return (first && rowOf(each, stored.get(keyOf(each.userId, first.type, first.objectId)))) ?? [];
  });
  if (rows.length === 0) return;
  const ids = await work.upsert(NOTIFICATION, rows);
  await planMail(work, distinct(ids));
  await tellReaders(work, distinct(told.map(({ userId }) => userId)));
};

/** Members of notification groups, by group: those named, and those of its groups of users; one statement. */
export const membersOfGroups = async (
  work: Work,
  groups: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await work.sql<{ groupId: string; userId: string }>`
    SELECT DISTINCT g.id AS "groupId", x.user_id AS "userId" FROM extras_notification_group g
    CROSS JOIN LATERAL (
      SELECT l.target_id AS user_id FROM extras_notification_group_users l
        WHERE l.organization_id = g.organization_id AND l.source_id = g.id
      UNION SELECT u.target_id FROM extras_notification_group_groups l
        JOIN users_group_users u ON u.organization_id = l.organization_id AND u.source_id = l.target_id
        WHERE l.organization_id = g.organization_id AND l.source_id = g.id) x
    WHERE g.organization_id = ${work.org} AND g.id = ANY (${groups}::uuid[])`;
  return new Map(
    [...groupBy(rows, ({ groupId }) => groupId)].map(([id, some]) => [id, some.map(({ userId }) => userId)]),
  );
};
