import type { ChangedRow } from '../changes/log.ts';
import type { Model } from '../registry/model.ts';
import type { CopyValue } from '../write/copy-encode.ts';
import type { Db } from '../write/db.ts';
import { layoutOf } from '../write/layout.ts';
import type { Run } from '../write/run.ts';
import { sameValue } from '../write/values.ts';

const MAX_TEXT = 4_000;

/** From so many rows on, trigrams wait in the index's pending list until upkeep sorts them in. */
const MANY = 2_000;
const PENDING_MB = 64;

/** Up to so many changed rows go out without a stream. */
const FEW = 50;

interface SearchField {
  readonly key: string;
  readonly weight: number;
  readonly isAddress: boolean;
}

const known = new WeakMap<Model, readonly SearchField[]>();

const readFields = (model: Model): SearchField[] =>
  layoutOf(model).fields.flatMap((field): SearchField[] => {
    const { search, kind } = field.source.spec;
    if (search === undefined || field.secret || field.source.kind !== 'scalar') return [];
    return [{ key: field.key, weight: search, isAddress: kind === 'ipHost' || kind === 'ipCidr' }];
  });

const searchFields = (model: Model): readonly SearchField[] => {
  const fields = known.get(model) ?? readFields(model);
  known.set(model, fields);
  return fields;
};

const isStale = ({ action, before, after }: ChangedRow, field: SearchField): boolean =>
  action !== 'create' && (action === 'delete' || !sameValue(before?.[field.key] ?? null, after?.[field.key] ?? null));

const isFresh = (row: ChangedRow, field: SearchField): boolean =>
  row.action !== 'delete' &&
  (row.action === 'create' || isStale(row, field)) &&
  (row.after?.[field.key] ?? null) !== null;

const textOf = (row: ChangedRow, { key }: SearchField): string => String(row.after?.[key]).slice(0, MAX_TEXT);

const COLUMNS = [
  ['organization_id', 'uuid'],
  ['object_type', 'text'],
  ['object_id', 'uuid'],
  ['field', 'text'],
  ['value', 'text'],
  ['weight', 'integer'],
] as const;

const ADDRESS = ['address', 'inet'] as const;

function* freshRows(changed: readonly ChangedRow[], withAddress: boolean): Generator<readonly CopyValue[]> {
  for (const row of changed)
    for (const field of searchFields(row.model)) {
      if (!isFresh(row, field)) continue;
      const text = textOf(row, field);
      const values = [row.model.name, row.id, field.key, text, field.weight];
      yield withAddress ? [...values, field.isAddress ? text : null] : values;
    }
}

/** Rows of few changed rows in one message that nothing waits for; a stream takes as long as a statement. */
const sendFew = (run: Run, changed: readonly ChangedRow[]): void => {
  const rows = changed.flatMap((row) =>
    searchFields(row.model).flatMap((field) => (isFresh(row, field) ? [{ row, field, text: textOf(row, field) }] : [])),
  );
  run.db.send(
    `INSERT INTO core_search (organization_id, object_type, object_id, field, value, address, weight)
     SELECT $1, v.type, v.id, v.field, v.value, v.address::inet, v.weight
     FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[]) AS v(type, id, field, value, address, weight)`,
    [
      run.actor.organizationId,
      rows.map(({ row }) => row.model.name),
      rows.map(({ row }) => row.id),
      rows.map(({ field }) => field.key),
      rows.map(({ text }) => text),
      rows.map(({ field, text }) => (field.isAddress ? text : null)),
      rows.map(({ field }) => field.weight),
    ],
    'kept',
  );
};

/** Brings the search table in line with the changed rows: two statements however many rows. */
export const storeSearch = async (run: Run, changed: readonly ChangedRow[]): Promise<void> => {
  const stale = changed.flatMap((row) =>
    row.action === 'create'
      ? []
      : searchFields(row.model).flatMap((field) => (isStale(row, field) ? [[row.id, field.key]] : [])),
  );
  if (stale.length > 0)
    run.db.send(
      `DELETE FROM core_search s USING unnest($2::uuid[], $3::text[]) AS v(id, field)
       WHERE s.organization_id = $1 AND s.object_id = v.id AND s.field = v.field`,
      [run.actor.organizationId, stale.map(([id]) => id), stale.map(([, field]) => field)],
      stale.length <= FEW ? 'kept' : 'each time',
    );
  const fresh = changed.filter((row) => searchFields(row.model).some((field) => isFresh(row, field)));
  if (fresh.length === 0) return;
  if (fresh.length <= FEW) return sendFew(run, fresh);
  if (fresh.length > MANY) await run.db.query(`SET LOCAL gin_pending_list_limit = '${PENDING_MB}MB'`);
  const withAddress = fresh.some(({ model }) => searchFields(model).some(({ isAddress }) => isAddress));
  await run.db.copy({
    table: 'core_search',
    columns: withAddress ? [...COLUMNS, ADDRESS] : COLUMNS,
    shared: [run.actor.organizationId],
    rows: freshRows(fresh, withAddress),
  });
};

/** Sorts in what large writes left in the pending list of the search index; for upkeep, cheap when there is nothing. */
export const tidySearch = async (db: Pick<Db, 'query'>): Promise<void> => {
  await db.query("SELECT gin_clean_pending_list('ix_core_search_value')");
};
