import type { CopyValue } from '../write/copy-encode.ts';
import { arrayLiteral } from '../write/values.ts';
import type { StoredChange } from './store.ts';

/** Columns of outbox rows that are streamed, with their types. */
export const OUTBOX: Readonly<Record<string, string>> = {
  organization_id: 'uuid',
  id: 'uuid',
  change_record_id: 'uuid',
  object_type: 'text',
  object_id: 'uuid',
  action: 'text',
  size: 'integer',
  record_ids: 'uuid[]',
  object_ids: 'uuid[]',
};

/** Events that share an outbox row: changes of one kind to objects of one type, one after the other in a run. */
interface Pack {
  readonly type: string;
  readonly action: string;
  readonly records: string[];
  readonly objects: string[];
}

/** Most events of an outbox row. */
export const PACK = 500;

function* packsOf(changes: readonly StoredChange[], ids: readonly string[], most: number): Generator<Pack> {
  let pack: Pack | null = null;
  let i = 0;
  for (const { type, action, id } of changes) {
    if (pack && (pack.type !== type || pack.action !== action || pack.records.length >= most)) {
      yield pack;
      pack = null;
    }
    pack ??= { type, action, records: [], objects: [] };
    pack.records.push(ids[i++] ?? '');
    pack.objects.push(id);
  }
  if (pack) yield pack;
}

/** Outbox rows of changes whose records have these ids, of at most so many events each. */
export function* outboxRows(
  changes: readonly StoredChange[],
  ids: readonly string[],
  most = PACK,
): Generator<readonly CopyValue[]> {
  for (const { type, action, records, objects } of packsOf(changes, ids, most)) {
    const [record = '', object = ''] = [records[0], objects[0]];
    const lists = records.length > 1 ? [arrayLiteral(records), arrayLiteral(objects)] : [null, null];
    yield [record, record, type, object, action, records.length, ...lists];
  }
}

/** The outbox row that holds an event, by its number, and the event's place among those of the row as `at`. */
export const outboxRowOf = (sequence: string): string =>
  `(SELECT w.*, (${sequence} - w.sequence + w.size)::integer AS at
    FROM (SELECT * FROM core_outbox WHERE sequence >= ${sequence} ORDER BY sequence LIMIT 1) w
    WHERE w.sequence - w.size < ${sequence})`;
