import type { SettingDefinition } from '@plumbline/engine';
import { retentionSetting, retentionSql } from '../../retention.ts';
import type { AskRows } from '../../users/lockout.queries.ts';

const KEY = 'extras.deliveryRetention';
const DAYS = 30;

/** How long the log of deliveries is kept. */
export const deliverySettings: readonly SettingDefinition[] = [
  retentionSetting(KEY, 'days of deliveries', 'Days after which ended deliveries of webhooks are removed.', DAYS),
];

const FORGET = `WITH rules AS (${retentionSql(KEY, DAYS)}), old AS (
    SELECT d.organization_id, d.id FROM rules JOIN extras_webhook_delivery d ON d.organization_id = rules.id
    WHERE d.created < rules.since AND d.state <> 'pending' LIMIT $1
  ), gone AS (
    DELETE FROM extras_webhook_delivery d USING old
    WHERE d.organization_id = old.organization_id AND d.id = old.id RETURNING 1
  ) SELECT count(*)::int AS count FROM gone`;

const FORGET_LINES = `DELETE FROM extras_webhook_line l
  WHERE NOT EXISTS (SELECT 1 FROM extras_webhook w WHERE w.organization_id = l.organization_id AND w.id = l.webhook_id)
    AND NOT EXISTS (SELECT 1 FROM extras_webhook_delivery d WHERE d.organization_id = l.organization_id
      AND d.webhook_id = l.webhook_id AND d.state = 'pending')`;

/** Removes lines of webhooks that are gone, and ended deliveries that are older than their organizations keep them, a batch per transaction; gives how many. */
export const forgetDeliveries = async (ask: AskRows, batch = 5_000): Promise<number> => {
  await ask(FORGET_LINES, []);
  for (let total = 0; ; ) {
    const [row] = await ask<{ count: number }>(FORGET, [batch]);
    const count = row?.count ?? 0;
    total += count;
    if (count < batch) return total;
  }
};
