import type { Actor, Origin } from '../actor.ts';

/** What happened to accounts, rights and secrets. */
export type SecurityEventKind =
  | 'login'
  | 'loginFailed'
  | 'lockout'
  | 'logout'
  | 'sessionRevoked'
  | 'passwordChanged'
  | 'tokenCreated'
  | 'tokenChanged'
  | 'tokenRevoked'
  | 'tokenNewNetwork'
  | 'userCreated'
  | 'userChanged'
  | 'userRemoved'
  | 'membershipAdded'
  | 'membershipRemoved'
  | 'organizationChanged'
  | 'groupChanged'
  | 'grantChanged'
  | 'invited'
  | 'shared'
  | 'shareOpened'
  | 'shareRevoked'
  | 'lockoutLifted'
  | 'revealed'
  | 'keyRotated';

/** One event for the security log. */
export interface SecurityEvent {
  readonly kind: SecurityEventKind;
  /** What it is about, as people call it: a user name, the first part of a token, a permission. Never a secret. */
  readonly subject: string | null;
  readonly subjectId?: string | null;
  /** More that a reader needs, such as the way of sign-in; never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | null;
}

/** A way to run statements. */
export interface SecurityDb {
  query(text: string, values: readonly unknown[]): Promise<unknown>;
}

const COLUMNS = `organization_id, kind, actor_user_id, actor_token_id, actor_name, subject, subject_id, address, user_agent,
  request_id, details`;

const BY_ACTOR = `INSERT INTO users_security_event (${COLUMNS})
  SELECT $1, e.kind, $2, $3, $4, e.subject, e."subjectId", $5, $6, $7, e.details
  FROM jsonb_to_recordset($8::jsonb) AS e(kind text, subject text, "subjectId" uuid, details jsonb)`;

/** A person belongs to several organizations, and each learns of it; of strangers the first organization does. */
const BY_STRANGER = `INSERT INTO users_security_event (${COLUMNS})
  SELECT o.id, $2, $1::uuid, NULL, $3, $4, $1::uuid, $5, $6, $7, $8::jsonb
  FROM (SELECT m.organization_id AS id FROM users_membership m WHERE m.user_id = $1::uuid
        UNION ALL (SELECT x.id FROM core_organization x WHERE $1::uuid IS NULL ORDER BY x.number LIMIT 1)) o`;

const LONGEST = 300;

const cut = (text: string | null | undefined): string | null => text?.slice(0, LONGEST) ?? null;

const json = (details: SecurityEvent['details']): string | null =>
  details === undefined || details === null ? null : JSON.stringify(details);

/**
 * Keeps events that an actor caused in the security log of the organization it works in, in one statement.
 *
 * On the connection of a transaction they are kept or lost with it. Rules call `work.noteSecurity` instead.
 */
export const recordSecurityEvent = async (
  db: SecurityDb,
  actor: Actor,
  ...events: readonly SecurityEvent[]
): Promise<void> => {
  if (events.length === 0) return;
  await db.query(BY_ACTOR, [
    actor.organizationId,
    actor.userId,
    actor.tokenId,
    cut(actor.name),
    actor.origin?.address ?? null,
    cut(actor.origin?.userAgent),
    cut(actor.requestId),
    JSON.stringify(events.map((event) => ({ ...event, subject: cut(event.subject) }))),
  ]);
};

/** An event at sign-in, before there is an actor. */
export interface SignInEvent {
  readonly kind: SecurityEventKind;
  /** Null when nobody has the name. */
  readonly userId: string | null;
  /** Name of the account, or what was given for one. */
  readonly name: string;
  readonly origin: Origin;
  readonly requestId: string;
  readonly details?: SecurityEvent['details'];
}

/** Keeps an event of sign-in with every organization of the user; of unknown names with the first organization. */
export const recordSignInEvent = async (db: SecurityDb, event: SignInEvent): Promise<void> => {
  const { userId, kind, name, origin, requestId, details } = event;
  await db.query(BY_STRANGER, [
    userId,
    kind,
    cut(name),
    cut(name),
    origin.address,
    cut(origin.userAgent),
    requestId,
    json(details),
  ]);
};
