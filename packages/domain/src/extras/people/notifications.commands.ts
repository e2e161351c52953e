import type { Actor, Writer } from '@plumbline/engine';
import { InvalidInput, type Problem } from '@plumbline/kit';
import { keeperOf } from '../../users/keeper.ts';
import { isId } from '../../users/session.commands.ts';
import { forgetMail } from './mail-due.queries.ts';
import { personOf } from './person.ts';
import { tellReaders } from './tell-readers.ts';

/** A notification as its reader sees it. */
export interface StoredNotification {
  readonly id: string;
  readonly type: string;
  readonly objectId: string;
  readonly number: number | null;
  readonly display: string;
  readonly eventType: string;
  readonly actorName: string | null;
  readonly message: string | null;
  readonly events: number;
  readonly at: Date;
  readonly read: Date | null;
}

/** One page of notifications, and how many there are. */
export interface NotificationPage {
  readonly total: number;
  readonly unread: number;
  readonly items: readonly StoredNotification[];
}

/** What of them is asked for. */
export interface NotificationAsk {
  readonly first: number;
  readonly offset: number;
  readonly unreadOnly: boolean;
}

/** Rows that one answer holds at most. */
const MOST = 500;

const ROWS = `SELECT n.id, n.object_type AS type, n.object_id AS "objectId", n.object_number AS number,
    n.object_repr AS display, n.event_type AS "eventType", n.actor_name AS "actorName", n.message, n.events,
    coalesce(n.happened_at, n.created) AS at, n.read
  FROM extras_notification n WHERE n.organization_id = $1 AND n.user_id = $2 AND (NOT $3::boolean OR n.read IS NULL)
  ORDER BY coalesce(n.happened_at, n.created) DESC, n.id DESC LIMIT $4 OFFSET $5`;

const COUNTS = `SELECT count(*)::int AS total, (count(*) FILTER (WHERE n.read IS NULL))::int AS unread
  FROM extras_notification n WHERE n.organization_id = $1 AND n.user_id = $2`;

/** Notifications of the person who asks, the latest first; two statements. */
export const ownNotifications = async (
  { engine: { dataSource } }: Writer,
  actor: Actor,
  { first, offset, unreadOnly }: NotificationAsk,
): Promise<NotificationPage> => {
  const own = [actor.organizationId, personOf(actor)];
  const page = [unreadOnly, Math.min(Math.max(first, 0), MOST), Math.max(offset, 0)];
  const [[counts], items] = await Promise.all([
    dataSource.query<{ total: number; unread: number }[]>(COUNTS, own),
    dataSource.query<StoredNotification[]>(ROWS, [...own, ...page]),
  ]);
  const { total = 0, unread = 0 } = counts ?? {};
  return { total: unreadOnly ? unread : total, unread, items };
};

/** Ids that one request names at most. */
const MOST_IDS = 1_000;

/** What becomes of notifications. */
export type NotificationFate = 'read' | 'unread' | 'deleted';

/**
 * Marks notifications of the person as read or unread, or deletes them: those named, or all; gives how many there were.
 *
 * Ids of others are as ids of nothing, and left out.
 *
 * @throws InvalidInput for more than 1,000 ids
 */
export const settleNotifications = async (
  writer: Writer,
  actor: Actor,
  ids: readonly string[] | null,
  fate: NotificationFate,
): Promise<{ readonly count: number; readonly userErrors: readonly Problem[] }> => {
  const userId = personOf(actor);
  if ((ids?.length ?? 0) > MOST_IDS)
    throw new InvalidInput([
      { path: 'ids', code: 'BAD_USER_INPUT', message: `Name at most ${MOST_IDS} notifications.` },
    ]);
  const { result, errors } = await writer.run(keeperOf(actor), { duringMaintenance: true }, async (work) => {
    const rows = await work.sql<{ id: string }>`
      SELECT n.id FROM extras_notification n WHERE n.organization_id = ${work.org} AND n.user_id = ${userId}::uuid
        AND (${ids === null}::boolean OR n.id = ANY (${(ids ?? []).filter(isId)}::uuid[]))
        AND CASE ${fate} WHEN 'read' THEN n.read IS NULL WHEN 'unread' THEN n.read IS NOT NULL ELSE true END
      ORDER BY n.id FOR UPDATE LIMIT 5000`;
    const own = rows.map(({ id }) => id);
    if (own.length === 0) return 0;
    if (fate === 'deleted') await work.delete('extras.Notification', { ids: own });
    else {
      const read = fate === 'read' ? new Date().toISOString() : null;
      await work.update(
        'extras.Notification',
        own.map((id) => ({ id, read })),
      );
      if (fate === 'read') await forgetMail(work, own);
    }
    await tellReaders(work, [userId]);
    return own.length;
  });
  return { count: errors.length > 0 ? 0 : (result ?? 0), userErrors: errors };
};
