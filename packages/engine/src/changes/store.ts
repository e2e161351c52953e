import { copyText } from '../write/db.ts';
import type { Run } from '../write/run.ts';
import { uuidv7 } from '../write/uuid.ts';
import type { Change } from './record.ts';

const RECORD_COLUMNS = [
  'organization_id',
  'change_set_id',
  'changed_at',
  'actor_user_id',
  'actor_name',
  'source',
  'request_id',
  'id',
  'object_type',
  'object_id',
  'object_number',
  'object_version',
  'display',
  'action',
  'fields',
  'before',
  'after',
].join(', ');

const OUTBOX_COLUMNS = 'organization_id, id, change_record_id, object_type, object_id, action';

/** What stored changes take from a run. */
export type RecordedBy = Pick<Run, 'actor' | 'changeSetId' | 'now' | 'reason' | 'trusted' | 'db'>;

/** A change as stored: what the pipeline did, or that a secret was shown. */
export type StoredChange = Omit<Change, 'action'> & { readonly action: Change['action'] | 'reveal' };

const sourceOf = (run: Pick<Run, 'trusted' | 'actor'>): string => (run.trusted ? 'import' : run.actor.source);

const jsonText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** What all records of a run share, as the beginning of a line. */
const sharedText = ({ actor, ...run }: RecordedBy): string =>
  [
    actor.organizationId,
    run.changeSetId,
    run.now,
    actor.userId,
    actor.name,
    sourceOf({ actor, ...run }),
    actor.requestId,
  ]
    .map(copyText)
    .join('\t');

function* recordLines(run: RecordedBy, changes: readonly StoredChange[], ids: readonly string[]): Generator<string> {
  const shared = sharedText(run);
  for (const [i, change] of changes.entries()) {
    const { type, id, number, version, action } = change;
    const display = copyText(change.display);
    const listed = action === 'update' || action === 'reveal';
    const fields = listed ? copyText(jsonText(change.fields)) : copyText(null);
    const images = `${copyText(jsonText(change.before))}\t${copyText(jsonText(change.after))}`;
    yield `${shared}\t${ids[i] ?? ''}\t${type}\t${id}\t${number ?? '\\N'}\t${version ?? '\\N'}\t${display}\t${action}\t${fields}\t${images}\n`;
  }
}

function* outboxLines(run: RecordedBy, changes: readonly StoredChange[], ids: readonly string[]): Generator<string> {
  const { organizationId } = run.actor;
  for (const [i, change] of changes.entries()) {
    const id = ids[i] ?? '';
    yield `${organizationId}\t${id}\t${id}\t${change.type}\t${change.id}\t${change.action}\n`;
  }
}

/**
 * Stores the change set, a record per changed object and an outbox row per record, in the write's own transaction.
 *
 * An outbox row has the id of its record; listeners are told once the transaction commits.
 */
export const storeChanges = async (run: RecordedBy, changes: readonly StoredChange[]): Promise<void> => {
  if (changes.length === 0) return;
  const { actor } = run;
  await run.db.query(
    `INSERT INTO core_change_set (organization_id, id, actor_user_id, actor_token_id, actor_name, source, reason, request_id, created)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      actor.organizationId,
      run.changeSetId,
      actor.userId,
      actor.tokenId,
      actor.name,
      sourceOf(run),
      run.reason,
      actor.requestId,
      run.now,
    ],
  );
  const ids = changes.map(() => uuidv7());
  await run.db.copy(`core_change_record (${RECORD_COLUMNS})`, recordLines(run, changes, ids));
  await run.db.copy(`core_outbox (${OUTBOX_COLUMNS})`, outboxLines(run, changes, ids));
  await run.db.query("SELECT pg_notify('plumbline_outbox', '')");
};
