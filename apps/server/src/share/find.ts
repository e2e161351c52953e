import {
  digestOf,
  isSameDigest,
  RIGHTS_COLUMN,
  rightsOf,
  sharingIsOnSql,
  tokenKey,
  type SharedContent,
  type StoredRights,
} from '@plumbline/domain';
import type { Actor, Grant, Origin } from '@plumbline/engine';
import type { Pool } from 'pg';

/** A link that works now, with the rights its sharer has now. */
export interface OpenLink extends SharedContent {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string;
  readonly expires: Date;
  readonly sharerId: string;
  readonly sharerName: string;
  readonly rights: StoredRights['rights'];
}

/** A membership that came after the link does not bring back what ended with the one before. */
const FIND = `SELECT l.id, l.name, l.organization_id AS "organizationId", l.expires, l.digest,
    l.shared_type AS type, l.shared_id AS "rowId", l.filter, l.words, l.order_by AS "orderBy", l.shown_fields AS fields,
    u.id AS "sharerId", u.username AS "sharerName", ${RIGHTS_COLUMN}
  FROM users_share_link l
  JOIN core_organization o ON o.id = l.organization_id AND o.is_active
  JOIN users_user u ON u.id = l.sharer_id AND u.is_active
  JOIN users_membership m ON m.user_id = u.id AND m.organization_id = o.id AND m.created <= l.created
  WHERE l.key_id = $1 AND l.revoked IS NULL AND l.expires > now() AND ${sharingIsOnSql('o.id')}`;

const TOKEN = /^[\w-]{43}$/;

/**
 * The link behind a token; null for one that is unknown, expired or revoked, whose sharer is switched off or has left,
 * and where sharing is switched off.
 */
export const findLink = async (pool: Pool, token: string): Promise<OpenLink | null> => {
  if (!TOKEN.test(token)) return null;
  const { rows } = await pool.query<OpenLink & { readonly digest: Buffer | null }>({
    name: 'find_share_link',
    text: FIND,
    values: [tokenKey(token)],
  });
  const [found] = rows;
  if (!found?.digest || !isSameDigest(found.digest, digestOf(token))) return null;
  return found;
};

/** Where a request for a link comes from. */
export interface Visit {
  readonly requestId: string;
  readonly origin: Origin;
}

/** Who reads for a link: its sharer, held to the grants of the link, and to reading. */
export const readerOf =
  ({ organizationId, sharerId, sharerName, rights }: OpenLink, { requestId, origin }: Visit) =>
  (tokenGrants: readonly Grant[]): Actor => ({
    organizationId,
    userId: sharerId,
    tokenId: null,
    name: sharerName,
    source: 'api',
    ...rightsOf(sharerId, { rights, tokenGrants }),
    readOnly: true,
    bulk: false,
    requestId,
    origin,
  });
