import { productActor, settingValueSql, type SettingDefinition, type Writer } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import type { AskRows } from '../../users/lockout.queries.ts';

const KEY = 'extras.notificationRetention';
const DAYS = 90;

/** How long people keep what they were told. */
export const notificationSettings: readonly SettingDefinition[] = [
  {
    key: KEY,
    label: 'days of notifications',
    help: 'Days after which notifications without further news are removed, read or not. 0 keeps all.',
    type: { kind: 'integer', min: 0, max: 36_500 },
    default: DAYS,
    levels: ['ORGANIZATION', 'DEPLOYMENT'],
  },
];

const OLD = `WITH rules AS (
    SELECT o.id, coalesce((${settingValueSql(`'${KEY}'`, 'o.id')} #>> '{}')::int, ${DAYS}) AS days FROM core_organization o
  )
  SELECT n.organization_id AS "organizationId", n.id FROM rules
  JOIN extras_notification n ON n.organization_id = rules.id
  WHERE rules.days > 0 AND n.mail_due IS NULL
    AND greatest(n.happened_at, n.created, n.last_updated) < now() - rules.days * interval '1 day'
  LIMIT $1`;

interface Old {
  readonly organizationId: string;
  readonly id: string;
}

/**
 * Removes notifications that are older than their organizations keep them, a batch per run; gives how many.
 *
 * They are deleted as everything is, so that the change log tells of it; what waits to be mailed stays.
 */
export const forgetNotifications = async (writer: Writer, ask: AskRows, batch = 1_000): Promise<number> => {
  for (let total = 0; ; ) {
    const old = await ask<Old>(OLD, [batch]);
    let gone = 0;
    for (const [organizationId, own] of groupBy(old, (row) => row.organizationId)) {
      const ids = own.map(({ id }) => id);
      const { errors } = await writer.run(productActor(organizationId, 'retention'), { reason: KEY }, (work) =>
        work.delete('extras.Notification', { ids }),
      );
      gone += errors.length === 0 ? ids.length : 0;
    }
    total += gone;
    if (gone < batch) return total;
  }
};
