import { recordSecurityEvent, type Actor } from '@plumbline/engine';
import type { Pool, PoolClient } from 'pg';
import type { OpenLink, Visit } from './find.ts';

const COUNT = `UPDATE users_share_link SET times_opened = times_opened + 1, last_opened = now()
  WHERE organization_id = $1 AND id = $2`;

const IS_LOGGED = `SELECT 1 FROM users_security_event e
  WHERE e.organization_id = $1 AND e.subject_id = $2 AND e.kind = 'shareOpened' AND e.address = $3
    AND e.happened_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' LIMIT 1`;

/** Nobody knows who has a link; its sharer is named beside. */
const visitorOf = ({ organizationId }: OpenLink, { requestId, origin }: Visit): Actor => ({
  organizationId,
  userId: null,
  tokenId: null,
  name: 'visitor of a share link',
  source: 'api',
  superuser: false,
  readOnly: true,
  bulk: false,
  requestId,
  origin,
  grants: [],
});

const note = async (client: PoolClient, link: OpenLink, visit: Visit): Promise<void> => {
  await client.query(COUNT, [link.organizationId, link.id]); // holds the row, so that of two at once one is logged
  const { rowCount } = await client.query(IS_LOGGED, [link.organizationId, link.id, visit.origin.address]);
  if ((rowCount ?? 0) > 0) return;
  const event = { subject: link.name, subjectId: link.id, details: { sharer: link.sharerName, type: link.type } };
  await recordSecurityEvent(client, visitorOf(link, visit), { kind: 'shareOpened', ...event });
};

/** Counts an opening of a link; the security log learns of the first from each address on each day (UTC). */
export const noteOpening = async (pool: Pool, link: OpenLink, visit: Visit): Promise<void> => {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    await note(client, link, visit);
    await client.query('COMMIT');
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.release(failure); // a connection with half a transaction is not used again
  }
};
