import { copyLine } from '../write/db.ts';
import type { Run } from '../write/run.ts';
import { uuidv7 } from '../write/uuid.ts';
import type { Change } from './record.ts';

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const RECORD_COLUMNS = [
  'organization_id', 'id', 'change_set_id', 'object_type', 'object_id', 'object_number', 'object_version', 'display',
  'action', 'fields', 'before', 'after', 'changed_at', 'actor_user_id', 'actor_name', 'source', 'request_id',
].join(', ');

const sourceOf = (run: Run): string => (run.trusted ? 'import' : run.actor.source);

function* recordLines(run: Run, changes: readonly Change[], ids: readonly string[]): Generator<string> {
  const { actor } = run;
  for (const [i, change] of changes.entries())
    yield copyLine([
      actor.organizationId, ids[i] ?? uuidv7(), run.changeSetId, change.type, change.id, change.number, change.version, change.display,
      change.action, change.action === 'update' ? jsonOf(change.fields) : null, jsonOf(change.before), jsonOf(change.after),
      run.now, actor.userId, actor.name, sourceOf(run), actor.requestId,
    ]);
}

function* outboxLines(run: Run, changes: readonly Change[], ids: readonly string[]): Generator<string> {
  for (const [i, change] of changes.entries())
    yield copyLine([uuidv7(), run.actor.organizationId, change.type, change.id, change.action, ids[i] ?? null]);
}

/** Stores the change set, a record per changed object and an outbox row per record, in the write's own transaction. */
export const storeChanges = async (run: Run, changes: readonly Change[]): Promise<void> => {
  if (changes.length === 0) return;
  const { actor } = run;
  await run.db.query(
    `INSERT INTO core_change_set (organization_id, id, actor_user_id, actor_token_id, actor_name, source, reason, request_id, created)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [actor.organizationId, run.changeSetId, actor.userId, actor.tokenId, actor.name, sourceOf(run), run.reason, actor.requestId, run.now],
  );
  const ids = changes.map(() => uuidv7());
  await run.db.copy(`core_change_record (${RECORD_COLUMNS})`, recordLines(run, changes, ids));
  const outbox = 'core_outbox (id, organization_id, object_type, object_id, action, change_record_id)';
  await run.db.copy(outbox, outboxLines(run, changes, ids));
};
