import { settingValueSql } from '@plumbline/engine';
import type { AskRows } from '../users/lockout.queries.ts';
import { retentionSql } from '../retention.ts';
import { RETENTION } from './core.settings.ts';

const rulesOf = (days: string): string => `rules AS (
  SELECT k.id, k.since, coalesce((${settingValueSql(`'${RETENTION.keepEnds}'`, 'k.id')})::boolean, false) AS keeps_ends
  FROM (${retentionSql(days)}) k
)`;

const OTHER = 'x.organization_id = r.organization_id AND x.object_id = r.object_id';

/** The creation of an object and its last change outlive the others where the organization says so. */
const CHANGES = `WITH ${rulesOf(RETENTION.changes)}, old AS (
    SELECT r.organization_id, r.id, r.changed_at FROM rules JOIN core_change_record r ON r.organization_id = rules.id
    WHERE r.changed_at < rules.since AND NOT (rules.keeps_ends AND (
      NOT EXISTS (SELECT 1 FROM core_change_record x WHERE ${OTHER} AND (x.changed_at, x.id) < (r.changed_at, r.id))
      OR NOT EXISTS (SELECT 1 FROM core_change_record x WHERE ${OTHER} AND (x.changed_at, x.id) > (r.changed_at, r.id))))
    LIMIT $1
  ), gone AS (
    DELETE FROM core_change_record r USING old
    WHERE r.organization_id = old.organization_id AND r.id = old.id AND r.changed_at = old.changed_at RETURNING 1
  ) SELECT count(*)::int AS count FROM gone`;

const CHANGE_SETS = `WITH ${rulesOf(RETENTION.changes)}, old AS (
    SELECT s.organization_id, s.id FROM rules JOIN core_change_set s ON s.organization_id = rules.id
    WHERE s.created < rules.since AND NOT EXISTS (
      SELECT 1 FROM core_change_record r WHERE r.organization_id = s.organization_id AND r.change_set_id = s.id)
    LIMIT $1
  ), gone AS (
    DELETE FROM core_change_set s USING old WHERE s.organization_id = old.organization_id AND s.id = old.id RETURNING 1
  ) SELECT count(*)::int AS count FROM gone`;

const JOBS = `WITH ${rulesOf(RETENTION.jobs)}, old AS (
    SELECT j.organization_id, j.id FROM rules JOIN core_job j ON j.organization_id = rules.id
    WHERE j.finished_at < rules.since AND j.status NOT IN ('queued', 'running') LIMIT $1
  ), gone AS (
    DELETE FROM core_job j USING old WHERE j.organization_id = old.organization_id AND j.id = old.id RETURNING 1
  ) SELECT count(*)::int AS count FROM gone`;

/** Stands where the log named a person. */
const SOMEONE = 'someone';

const NAMELESS = `actor_user_id = NULL, actor_name = '${SOMEONE}'`;

/** Images of a record say who made the object and changed it last. */
const unsigned = (image: string): string => `${image} = r.${image} - '{createdBy,lastUpdatedBy}'::text[]`;

const ACTORS = `WITH ${rulesOf(RETENTION.actors)}, old AS (
    SELECT s.organization_id, s.id FROM rules JOIN core_change_set s ON s.organization_id = rules.id
    WHERE s.created < rules.since AND s.source <> 'system' AND (s.actor_user_id IS NOT NULL OR s.actor_name <> '${SOMEONE}')
    LIMIT $1
  ), records AS (
    UPDATE core_change_record r SET ${NAMELESS}, ${unsigned('before')}, ${unsigned('after')} FROM old
    WHERE r.organization_id = old.organization_id AND r.change_set_id = old.id
  ), sets AS (
    UPDATE core_change_set s SET ${NAMELESS}, actor_token_id = NULL FROM old
    WHERE s.organization_id = old.organization_id AND s.id = old.id RETURNING 1
  ) SELECT count(*)::int AS count FROM sets`;

/** How many rows outlived what their organizations keep, and are gone. */
export interface Forgotten {
  readonly changes: number;
  readonly changeSets: number;
  readonly jobs: number;
  /** Change sets that no longer say who made them. */
  readonly actors: number;
}

const inBatches = async (ask: AskRows, text: string, batch: number): Promise<number> => {
  for (let total = 0; ; ) {
    const [row] = await ask<{ count: number }>(text, [batch]);
    const count = row?.count ?? 0;
    total += count;
    if (count < batch) return total;
  }
};

/** Removes change records, names in them, and ended jobs that are older than their organizations keep them, a batch per transaction. */
export const forgetHistory = async (ask: AskRows, batch = 5_000): Promise<Forgotten> => ({
  changes: await inBatches(ask, CHANGES, batch),
  changeSets: await inBatches(ask, CHANGE_SETS, batch),
  jobs: await inBatches(ask, JOBS, batch),
  actors: await inBatches(ask, ACTORS, batch),
});
