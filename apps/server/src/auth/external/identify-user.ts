import type { Pool } from 'pg';
import { IDENTITY_COLUMNS, identityOf, type Identity, type StoredIdentity } from '../identity.ts';

const FIND = `SELECT ${IDENTITY_COLUMNS}
  FROM users_user u
  JOIN users_membership m ON m.user_id = u.id
  JOIN core_organization o ON o.id = m.organization_id AND o.is_active
  WHERE u.id = $1 AND u.is_active AND ($2::text IS NULL OR o.slug = $2 OR o.id::text = $2)
  ORDER BY m.is_default DESC, o.number LIMIT 1`;

/** Identity of a user who has been vouched for, or null; `organization` (slug or id) chooses among the memberships. */
export const identifyUser = async (
  pool: Pool,
  userId: string,
  organization: string | null,
): Promise<Identity | null> => {
  const { rows } = await pool.query<StoredIdentity>({
    name: 'identify_user',
    text: FIND,
    values: [userId, organization],
  });
  const [found] = rows;
  if (!found) return null;
  return identityOf({
    ...found,
    tokenId: null,
    sessionId: null,
    mustChangePassword: false,
    mayWrite: true,
    bulk: false,
  });
};
