import type { SettingDefinition } from '@plumbline/engine';
import type { AskRows } from '../../users/lockout.queries.ts';

const KEY = 'extras.deliveryRetention';
const DAYS = 30;

/** How long the log of deliveries is kept. */
export const deliverySettings: readonly SettingDefinition[] = [
  {
    key: KEY,
    label: 'days of deliveries',
    help: 'Days after which ended deliveries of webhooks are removed. 0 keeps all.',
    type: { kind: 'integer', min: 0, max: 36_500 },
    default: DAYS,
    levels: ['ORGANIZATION', 'DEPLOYMENT'],
  },
];

const FORGET = `WITH rules AS (
    SELECT o.id, coalesce((SELECT (s.value #>> '{}')::int FROM core_setting s WHERE s.key = '${KEY}'
      AND (s.organization_id = o.id OR s.organization_id IS NULL) AND s.value <> 'null'::jsonb
      ORDER BY s.organization_id NULLS LAST LIMIT 1), ${DAYS}) AS days
    FROM core_organization o
  ), old AS (
    SELECT d.organization_id, d.id FROM rules JOIN extras_webhook_delivery d ON d.organization_id = rules.id
    WHERE rules.days > 0 AND d.created < now() - rules.days * interval '1 day' AND d.state <> 'pending' LIMIT $1
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
