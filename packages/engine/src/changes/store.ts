import { OUTBOX_CHANNEL } from '../events/sequencer.ts';
import type { CopyValue } from '../write/copy-encode.ts';
import type { Run } from '../write/run.ts';
import { uuidv7 } from '../write/uuid.ts';
import { arrayLiteral } from '../write/values.ts';
import { OUTBOX, outboxRows } from './outbox.ts';
import type { Change } from './record.ts';

/** Columns of a record, with their types: those of `sharedValues`, then those of `ownValues`. */
const RECORD: Readonly<Record<string, string>> = {
  organization_id: 'uuid',
  change_set_id: 'uuid',
  changed_at: 'timestamp with time zone',
  actor_user_id: 'uuid',
  actor_name: 'text',
  request_id: 'text',
  id: 'uuid',
  object_type: 'text',
  object_id: 'uuid',
  object_number: 'integer',
  object_version: 'integer',
  display: 'text',
  action: 'text',
  fields: 'jsonb',
  before: 'jsonb',
  after: 'jsonb',
  source: 'text',
};

const RECORD_COLUMNS = Object.keys(RECORD).join(', ');

const SET_COLUMNS =
  'organization_id, id, actor_user_id, actor_token_id, actor_name, source, reason, request_id, created, reverts_id';

const INSERT_SET = `INSERT INTO core_change_set (${SET_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** Heard when the transaction commits. */
const TELL = `SELECT pg_notify('${OUTBOX_CHANNEL}', '')`;

const PER_RECORD = Object.entries(RECORD).filter(([column]) => column !== 'organization_id');

/** Set, records and outbox rows in one message, which tells listeners too. */
const INSERT_ALL = `WITH entered AS (${INSERT_SET}), recorded AS (
    INSERT INTO core_change_record (${RECORD_COLUMNS})
    SELECT $1, ${PER_RECORD.map(([column, type]) => `v.${column}::${type}`).join(', ')}
    FROM unnest(${PER_RECORD.map((_, i) => `$${i + 11}::text[]`).join(', ')}) AS v(${PER_RECORD.map(([column]) => column).join(', ')})
    RETURNING id, object_type, object_id, action
  ), told AS (
    INSERT INTO core_outbox (organization_id, id, change_record_id, object_type, object_id, action)
    SELECT $1, r.id, r.id, r.object_type, r.object_id, r.action FROM recorded r
  ) ${TELL}`;

/** Up to so many records go out in one message; more are streamed. */
const FEW = 50;

/** What stored changes take from a run. */
export type RecordedBy = Pick<Run, 'actor' | 'changeSetId' | 'now' | 'reason' | 'trusted' | 'db'> & {
  /** The change set that this one takes back. */
  readonly reverts?: string | null;
  /** Changes of the set that are stored already, and the set with them. */
  readonly spilled?: number;
};

/** A change as stored: what the pipeline did, or that a secret was shown. */
export type StoredChange = Omit<Change, 'action'> & { readonly action: Change['action'] | 'reveal' };

const sourceOf = (run: Pick<Run, 'trusted' | 'actor'>): string => (run.trusted ? 'import' : run.actor.source);

const jsonText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** What all records of a run share: the first of `RECORD`. */
const sharedValues = ({ actor, ...run }: RecordedBy): (string | null)[] => [
  actor.organizationId,
  run.changeSetId,
  run.now,
  actor.userId,
  actor.name,
  actor.requestId,
];

/** What a record has of its own: the rest of `RECORD`. */
const ownValues = (run: RecordedBy, change: StoredChange, id: string): (string | null)[] => {
  const { type, number, version, action } = change;
  const isListed = action === 'update' || action === 'reveal';
  return [
    id,
    type,
    change.id,
    number === null ? null : String(number),
    version === null ? null : String(version),
    change.display,
    action,
    isListed ? jsonText(change.fields) : null,
    jsonText(change.before && change.origins ? { ...change.before, ...change.origins } : change.before),
    jsonText(change.after),
    change.source ?? sourceOf(run),
  ];
};

function* recordRows(
  run: RecordedBy,
  changes: readonly StoredChange[],
  ids: readonly string[],
): Generator<readonly CopyValue[]> {
  let i = 0;
  for (const change of changes) yield ownValues(run, change, ids[i++] ?? '');
}

const setValues = (run: RecordedBy): (string | null)[] => {
  const { actor } = run;
  return [
    actor.organizationId,
    run.changeSetId,
    actor.userId,
    actor.tokenId,
    actor.name,
    sourceOf(run),
    run.reason,
    actor.requestId,
    run.now,
    run.reverts ?? null,
  ];
};

const storeFew = (run: RecordedBy, changes: readonly StoredChange[], ids: readonly string[]): void => {
  const [, ...shared] = sharedValues(run);
  const rows = changes.map((change, i) => [...shared, ...ownValues(run, change, ids[i] ?? '')]);
  const columns = PER_RECORD.map((_, at) => arrayLiteral(rows.map((row) => row[at] ?? null)));
  run.db.send(INSERT_ALL, [...setValues(run), ...columns], 'kept');
};

/**
 * Stores the change set, a record per changed object and an event per record, in the write's own transaction.
 *
 * Events of many changes share outbox rows, at most `most` a row; listeners are told once the transaction commits.
 */
export const storeChanges = async (run: RecordedBy, changes: readonly StoredChange[], most?: number): Promise<void> => {
  if (changes.length === 0) return;
  const ids = changes.map(() => uuidv7());
  const isOpen = (run.spilled ?? 0) > 0;
  if (changes.length <= FEW && !isOpen) return storeFew(run, changes, ids);
  if (!isOpen) await run.db.query(`WITH entered AS (${INSERT_SET}) ${TELL}`, setValues(run));
  await run.db.copy({
    table: 'core_change_record',
    columns: Object.entries(RECORD),
    shared: sharedValues(run),
    rows: recordRows(run, changes, ids),
  });
  await run.db.copy({
    table: 'core_outbox',
    columns: Object.entries(OUTBOX),
    shared: [run.actor.organizationId],
    rows: outboxRows(changes, ids, most),
  });
};
