import type { Actor, Origin } from '@plumbline/engine';

/** Who a request comes from, and in which organization it works. */
export interface Identity {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly isSuperuser: boolean;
  readonly organization: { readonly id: string; readonly name: string; readonly slug: string };
  /** Null for browser sessions. */
  readonly tokenId: string | null;
  readonly mayWrite: boolean;
  readonly bulk: boolean;
  /** Null for API tokens and for people a proxy vouches for. */
  readonly sessionId: string | null;
  /** Nothing else is allowed before. */
  readonly mustChangePassword: boolean;
}

/** Columns of an identity; `u` is the user and `o` the organization of the statement. */
export const IDENTITY_COLUMNS = `u.id AS "userId", u.username, u.is_superuser AS "isSuperuser",
  u.must_change_password AS "mustChangePassword",
  coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.username) AS "displayName",
  json_build_object('id', o.id, 'name', o.name, 'slug', o.slug) AS organization`;

/** The identity inside a row that holds more. */
export const identityOf = (row: Identity): Identity => {
  const { userId, username, displayName, isSuperuser, organization, tokenId, mayWrite, bulk, ...rest } = row;
  const { sessionId = null, mustChangePassword } = rest;
  return {
    userId,
    username,
    displayName,
    isSuperuser,
    organization,
    tokenId,
    mayWrite,
    bulk,
    sessionId,
    mustChangePassword,
  };
};

/** The actor of one request; members hold one grant on everything. */
export const actorOf = (identity: Identity, requestId: string, origin: Origin): Actor => ({
  organizationId: identity.organization.id,
  userId: identity.userId,
  tokenId: identity.tokenId,
  name: identity.username,
  source: 'api',
  superuser: identity.isSuperuser,
  readOnly: !identity.mayWrite,
  bulk: identity.bulk,
  requestId,
  origin: { ...origin, sessionId: identity.sessionId },
  grants: [{ objectTypes: ['*'], actions: ['*'], predicate: null, fields: null }],
});
