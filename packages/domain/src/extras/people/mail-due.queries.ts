import type { Work } from '@plumbline/engine';
import { MAIL_HOUR } from '../../core/core.settings.ts';

/** Setting that names the mail server; without it nothing is planned. */
const SERVER = 'core.smtpServer';

/** News of the same moment go out together. */
const TOGETHER_S = 30;

/**
 * Plans the mail of notifications by what their readers chose: none, with the news, or once a day.
 *
 * One statement; a mail that waits already stays as it was planned.
 */
export const planMail = async (work: Work, ids: readonly string[]): Promise<void> => {
  const server = await work.settings(SERVER);
  if (typeof server !== 'string' || server === '' || ids.length === 0) return;
  const hour = Number(await work.settings(MAIL_HOUR));
  const usual = await work.settings('core.userPreferences');
  const chosen = (usual as { readonly mail?: unknown } | null)?.mail;
  await work.sql`
    UPDATE extras_notification n SET mail_tries = 0, mail_error = NULL, mail_due = CASE w.mail
        WHEN 'immediate' THEN least(n.mail_due, now() + make_interval(secs => ${TOGETHER_S}::int))
        WHEN 'daily' THEN coalesce(n.mail_due, (date_trunc('day', now() AT TIME ZONE 'UTC'
          - make_interval(hours => ${hour}::int)) + make_interval(days => 1, hours => ${hour}::int)) AT TIME ZONE 'UTC')
      END
    FROM (SELECT c.id, coalesce(p.data ->> 'mail', ${typeof chosen === 'string' ? chosen : 'none'}) AS mail
      FROM extras_notification c LEFT JOIN users_user_preferences p
        ON p.organization_id = c.organization_id AND p.user_id = c.user_id
      WHERE c.organization_id = ${work.org} AND c.id = ANY (${ids}::uuid[])) w
    WHERE n.organization_id = ${work.org} AND n.id = w.id`;
};

/** Takes back the mail of notifications that were read meanwhile. */
export const forgetMail = async (work: Work, ids: readonly string[]): Promise<void> => {
  await work.sql`
    UPDATE extras_notification n SET mail_due = NULL
    WHERE n.organization_id = ${work.org} AND n.id = ANY (${ids}::uuid[]) AND n.mail_due IS NOT NULL`;
};
