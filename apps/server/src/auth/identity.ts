import { RIGHTS_COLUMN, rightsOf, type ActorRights, type StoredRights } from '@plumbline/domain';
import type { Actor, Origin } from '@plumbline/engine';

/** Who a request comes from, and in which organization it works. */
export interface Identity {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly organization: { readonly id: string; readonly name: string; readonly slug: string };
  /** Null for browser sessions. */
  readonly tokenId: string | null;
  readonly mayWrite: boolean;
  readonly bulk: boolean;
  /** Null for API tokens and for people a proxy vouches for. */
  readonly sessionId: string | null;
  /** Nothing else is allowed before. */
  readonly mustChangePassword: boolean;
  readonly rights: ActorRights;
}

/** An identity as its statement gives it. */
export type StoredIdentity = Omit<Identity, 'rights'> & StoredRights;

/** Columns of an identity; `u` is the user and `o` the organization of the statement. */
export const IDENTITY_COLUMNS = `u.id AS "userId", u.username, ${RIGHTS_COLUMN},
  u.must_change_password AS "mustChangePassword",
  coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.username) AS "displayName",
  json_build_object('id', o.id, 'name', o.name, 'slug', o.slug) AS organization`;

/** The identity inside a row that holds more. */
export const identityOf = (row: StoredIdentity): Identity => {
  const { userId, username, displayName, organization, tokenId, mayWrite, bulk, mustChangePassword } = row;
  const base = { userId, username, displayName, organization, tokenId, mayWrite, bulk, mustChangePassword };
  return { ...base, sessionId: row.sessionId ?? null, rights: rightsOf(userId, row) };
};

/** The actor of one request. */
export const actorOf = (identity: Identity, requestId: string, origin: Origin): Actor => ({
  organizationId: identity.organization.id,
  userId: identity.userId,
  tokenId: identity.tokenId,
  name: identity.username,
  source: 'api',
  ...identity.rights,
  readOnly: !identity.mayWrite,
  bulk: identity.bulk,
  requestId,
  origin: { ...origin, sessionId: identity.sessionId },
});
