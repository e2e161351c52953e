import { productActor, type SettingDefinition, type Writer } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { retentionSetting, retentionSql } from '../../retention.ts';
import type { AskRows } from '../../users/lockout.queries.ts';

const KEY = 'extras.notificationRetention';
const DAYS = 90;

/** How long people keep what they were told. */
export const notificationSettings: readonly SettingDefinition[] = [
  retentionSetting(
    KEY,
    'days of notifications',
    'Days after which notifications without further news are removed, read or not.',
    DAYS,
  ),
];

const OLD = `WITH rules AS (${retentionSql(KEY, DAYS)})
  SELECT n.organization_id AS "organizationId", n.id FROM rules
  JOIN extras_notification n ON n.organization_id = rules.id
  WHERE n.mail_due IS NULL AND greatest(n.happened_at, n.created, n.last_updated) < rules.since
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
