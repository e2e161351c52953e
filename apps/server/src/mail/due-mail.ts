import type { Registry } from '@plumbline/engine';
import type { Pool } from 'pg';
import type { MailLine } from './message.ts';

/** News of one person that wait to be mailed, and are claimed by this process for a while. */
export interface DueMail {
  readonly organizationId: string;
  readonly organization: string;
  /** Null for an account that is switched off or has no address. */
  readonly email: string | null;
  readonly lines: readonly MailLine[];
  /** Tries so far, with the one to come. */
  readonly tries: number;
}

/** A claim that is not settled ends by itself: the process was killed while it sent. */
const CLAIM = "interval '10 minutes'";

const MOST_PEOPLE = 20;
const MOST_LINES = 200;

const CLAIM_SQL = `WITH people AS (
    SELECT n.organization_id, n.user_id FROM extras_notification n WHERE n.mail_due <= now()
    GROUP BY 1, 2 ORDER BY min(n.mail_due) LIMIT ${MOST_PEOPLE}),
  due AS (
    SELECT n.organization_id, n.id FROM people p JOIN LATERAL (
      SELECT d.organization_id, d.id FROM extras_notification d
      WHERE d.organization_id = p.organization_id AND d.user_id = p.user_id AND d.mail_due <= now()
      ORDER BY d.id LIMIT ${MOST_LINES} FOR UPDATE SKIP LOCKED) n ON true),
  claimed AS (
    UPDATE extras_notification n SET mail_due = now() + ${CLAIM}, mail_tries = n.mail_tries + 1
    FROM due d WHERE n.organization_id = d.organization_id AND n.id = d.id RETURNING n.*)
  SELECT c.organization_id AS "organizationId", o.name AS organization, c.user_id AS "userId",
    CASE WHEN u.is_active AND m.user_id IS NOT NULL THEN nullif(trim(u.email), '') END AS email,
    c.id, c.object_type AS type, c.object_id AS "objectId", c.object_number AS number, c.object_repr AS display,
    c.event_type AS "eventType", c.actor_name AS "actorName", c.message, c.events,
    coalesce(c.happened_at, c.created) AS at, c.last_event AS "lastEvent", c.mail_tries AS tries
  FROM claimed c JOIN core_organization o ON o.id = c.organization_id JOIN users_user u ON u.id = c.user_id
  LEFT JOIN users_membership m ON m.user_id = c.user_id AND m.organization_id = c.organization_id
  ORDER BY coalesce(c.happened_at, c.created) DESC, c.id`;

interface ClaimedRow extends Omit<MailLine, 'label' | 'path'> {
  readonly organizationId: string;
  readonly organization: string;
  readonly userId: string;
  readonly email: string | null;
  readonly type: string;
  readonly objectId: string;
  readonly number: number | null;
  readonly tries: number;
}

const kebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

const lineOf = (registry: Registry, row: ClaimedRow): MailLine => {
  const model = registry.find(row.type);
  const isThere = model !== undefined && row.eventType !== 'object_deleted';
  const path = isThere ? `${model.domain}/${kebab(model.many)}/${row.number ?? row.objectId}` : null;
  const { id, display, eventType, actorName, message, events, at, lastEvent } = row;
  return { id, display, eventType, actorName, message, events, at, lastEvent, label: model?.label ?? row.type, path };
};

/** Claims news that are due, of at most 20 people; of several processes one gets each. */
export const claimDueMail = async (pool: Pool, registry: Registry): Promise<DueMail[]> => {
  const { rows } = await pool.query<ClaimedRow>(CLAIM_SQL);
  const people = new Map<string, ClaimedRow[]>();
  for (const row of rows) {
    const key = `${row.organizationId} ${row.userId}`;
    people.set(key, [...(people.get(key) ?? []), row]);
  }
  return [...people.values()].flatMap((own): DueMail[] => {
    const [first] = own;
    if (!first) return [];
    const { organizationId, organization, email } = first;
    const tries = Math.max(...own.map((row) => row.tries));
    return [{ organizationId, organization, email, tries, lines: own.map((row) => lineOf(registry, row)) }];
  });
};

const DONE = `UPDATE extras_notification n SET mail_due = NULL, mail_tries = 0, mail_error = $4
  FROM unnest($2::uuid[], $3::bigint[]) AS v(id, last_event)
  WHERE n.organization_id = $1 AND n.id = v.id AND n.last_event IS NOT DISTINCT FROM v.last_event`;

/** Nothing of the news is mailed again, unless there were later ones meanwhile; with the reason when it never went. */
export const settleMail = async (pool: Pool, mail: DueMail, error: string | null): Promise<void> => {
  await pool.query(DONE, [
    mail.organizationId,
    mail.lines.map(({ id }) => id),
    mail.lines.map(({ lastEvent }) => lastEvent),
    error,
  ]);
};

const LONGEST_ERROR = 500;
const LATER = `UPDATE extras_notification n SET mail_due = now() + make_interval(secs => $3::int), mail_error = $4
  WHERE n.organization_id = $1 AND n.id = ANY ($2::uuid[]) AND n.mail_due IS NOT NULL`;

/** Tries again after a pause in seconds. */
export const postponeMail = async (pool: Pool, mail: DueMail, pauseS: number, error: string): Promise<void> => {
  const ids = mail.lines.map(({ id }) => id);
  await pool.query(LATER, [mail.organizationId, ids, pauseS, error.slice(0, LONGEST_ERROR)]);
};
