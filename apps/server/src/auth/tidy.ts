import { forgetOldTries, settingSql, USER_SETTINGS } from '@plumbline/domain';
import type { Pool } from 'pg';
import { askPool } from './login.ts';
import { tidySessions } from './sessions.ts';

const DAYS = settingSql(USER_SETTINGS.eventDays);

const OLD_EVENTS = `DELETE FROM users_security_event
  WHERE ${DAYS} > 0 AND happened_at < now() - ${DAYS} * interval '1 day'`;

const LOST_NETWORKS = `DELETE FROM users_token_network n
  WHERE NOT EXISTS (SELECT 1 FROM users_api_token t WHERE t.id = n.token_id)`;

/** Forgets sessions, tries and events whose time is over. */
export const tidySignIn = async (pool: Pool): Promise<void> => {
  await tidySessions(pool);
  await forgetOldTries(askPool(pool));
  await pool.query(OLD_EVENTS);
  await pool.query(LOST_NETWORKS);
};
