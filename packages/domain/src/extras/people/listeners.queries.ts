import type { Actor, Concerns, EventDb, EventHead, OutboxEvent, Row, Work } from '@plumbline/engine';
import { RIGHTS_COLUMN, rightsOf, type StoredRights } from '../../users/rights.queries.ts';
import { textOf } from '../../lookup.queries.ts';

/** A person who watches an object. */
export interface Watcher {
  readonly userId: string;
  readonly type: string;
  readonly objectId: string;
  /** What happened before is not told; null where the wish is gone. */
  readonly since: Date | null;
}

/** A person who watches what a saved view shows. */
export interface ViewWatcher {
  readonly userId: string;
  readonly types: readonly string[];
  /** Null for all rows. */
  readonly filter: unknown;
  readonly since: Date;
}

const SUBSCRIPTION = 'extras.ObjectSubscription';

/** Who watches some objects; one statement. */
export const watchersOf = (work: Work, objectIds: readonly string[]): Promise<Watcher[]> => work.sql<Watcher>`
  SELECT s.user_id AS "userId", s.object_type AS type, s.object_id AS "objectId", s.created AS since
  FROM extras_object_subscription s
  WHERE s.organization_id = ${work.org} AND s.object_id = ANY (${objectIds}::uuid[])`;

/** A reference of an image: an id, or an object with one. */
const refOf = (row: Row, field: string): string | null => {
  const value = row[field];
  return typeof value === 'object' && value !== null ? textOf(value as Row, 'id') : textOf(row, field);
};

/** Wishes that went along when their object was deleted: who had them still hears of that. */
export const goneWatchers = (events: readonly OutboxEvent[]): Watcher[] =>
  events.flatMap(({ type, action, before }) => {
    if (type !== SUBSCRIPTION || action !== 'delete' || before === null) return [];
    const userId = refOf(before, 'user');
    const [of, objectId] = [textOf(before, 'objectType'), textOf(before, 'objectId')];
    return userId !== null && of !== null && objectId !== null ? [{ userId, type: of, objectId, since: null }] : [];
  });

/** Who watches saved views of lists of these types; one statement. */
export const viewWatchersOf = (work: Work, types: readonly string[]): Promise<ViewWatcher[]> => work.sql<ViewWatcher>`
  SELECT s.user_id AS "userId", v.object_types AS types, v.filter, s.created AS since FROM extras_filter_subscription s
  JOIN extras_saved_filter v ON v.organization_id = s.organization_id AND v.id = s.saved_filter_id AND v.enabled
    AND (v.shared OR v.user_id = s.user_id) AND (v.filter IS NOT NULL OR v.parameters = '{}')
  WHERE s.organization_id = ${work.org} AND v.object_types && ${types}::text[]`;

const WATCHED_TYPES = `SELECT DISTINCT s.object_type AS type FROM extras_object_subscription s
  UNION SELECT t.type FROM extras_filter_subscription s
  JOIN extras_saved_filter v ON v.organization_id = s.organization_id AND v.id = s.saved_filter_id
  CROSS JOIN unnest(v.object_types) AS t(type)`;

/** What anybody watches. With an object its watchers' wishes are deleted, so that every delete may concern somebody. */
export const watchedEvents = async (db: EventDb): Promise<Concerns> => {
  const rows = await db.query<{ readonly type: string }>(WATCHED_TYPES);
  return { types: rows.map(({ type }) => type), actions: ['delete'] };
};

/** Types of rows that are themselves about what people are told, or about nothing but the product. */
const QUIET: ReadonlySet<string> = new Set([
  'extras.Notification',
  'extras.FilterSubscription',
  'extras.Bookmark',
  'extras.WebhookDelivery',
  'users.UserPreferences',
]);

/** Events that somebody may want to hear of; two statements for any number. */
export const wantedHeads = async (heads: readonly EventHead[], work: Work): Promise<EventHead[]> => {
  const loud = heads.filter(({ type, action }) => !QUIET.has(type) && action !== 'reveal');
  if (loud.length === 0) return [];
  const isGone = ({ type, action }: EventHead) => type === SUBSCRIPTION && action === 'delete';
  const watched = new Set(
    (
      await watchersOf(
        work,
        loud.map(({ objectId }) => objectId),
      )
    ).map((one) => one.objectId),
  );
  const types = new Set(
    (await viewWatchersOf(work, [...new Set(loud.map(({ type }) => type))])).flatMap((one) => one.types),
  );
  const deleted = loud.some(isGone);
  return loud.filter(
    (head) =>
      isGone(head) || watched.has(head.objectId) || types.has(head.type) || (deleted && head.action === 'delete'),
  );
};

interface StoredPerson extends StoredRights {
  readonly id: string;
  readonly username: string;
}

const PEOPLE = [
  `SELECT u.id, u.username, ${RIGHTS_COLUMN} FROM users_user u JOIN users_membership m ON m.user_id = u.id
   JOIN core_organization o ON o.id = m.organization_id AND o.is_active AND o.id = `,
  ' WHERE u.is_active AND u.id = ANY (',
  '::uuid[])',
];

const PEOPLE_SQL: TemplateStringsArray = Object.assign(PEOPLE, { raw: PEOPLE });

/** People as they would ask now, with the rights of this moment, by id; those whose account is off are missing. One statement. */
export const peopleByNow = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, Actor>> => {
  if (ids.length === 0) return new Map();
  const rows = await work.sql<StoredPerson>(PEOPLE_SQL, work.org, ids);
  return new Map(
    rows.map(({ id, username, rights }) => [
      id,
      { ...work.actor, userId: id, tokenId: null, name: username, readOnly: true, ...rightsOf(id, { rights }) },
    ]),
  );
};
