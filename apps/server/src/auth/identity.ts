import type { Actor } from '@plumbline/engine';

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
}

/** Columns of an identity; `u` is the user and `o` the organization of the statement. */
export const IDENTITY_COLUMNS = `u.id AS "userId", u.username, u.is_superuser AS "isSuperuser",
  coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.username) AS "displayName",
  json_build_object('id', o.id, 'name', o.name, 'slug', o.slug) AS organization`;

/** The identity inside a row that holds more. */
export const identityOf = (row: Identity): Identity => {
  const { userId, username, displayName, isSuperuser, organization, tokenId, mayWrite, bulk } = row;
  return { userId, username, displayName, isSuperuser, organization, tokenId, mayWrite, bulk };
};

/** The actor of one request; members hold one grant on everything. */
export const actorOf = (identity: Identity, requestId: string): Actor => ({
  organizationId: identity.organization.id,
  userId: identity.userId,
  tokenId: identity.tokenId,
  name: identity.username,
  source: 'api',
  superuser: identity.isSuperuser,
  readOnly: !identity.mayWrite,
  bulk: identity.bulk,
  requestId,
  grants: [{ objectTypes: ['*'], actions: ['*'], predicate: null, fields: null }],
});
