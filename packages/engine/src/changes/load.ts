import type { Db } from '../write/db.ts';
import { withoutOrigins } from '../write/provenance.ts';
import type { Row } from '../write/work.ts';
import type { Change, FieldChange } from './record.ts';

interface Stored extends Omit<Change, 'fields'> {
  readonly fields: readonly FieldChange[] | null;
}

/** Fields of a create or delete, which its image says in full. */
export const imageFields = (before: Row | null, after: Row | null): FieldChange[] =>
  Object.keys(after ?? before ?? {}).map((name) => ({
    name,
    before: before?.[name] ?? null,
    after: after?.[name] ?? null,
  }));

/** Changes of a change set as stored, in the order in which they were made. */
export const loadChanges = async (
  db: Pick<Db, 'query'>,
  organizationId: string,
  changeSetId: string,
): Promise<Change[]> => {
  const rows = await db.query<Stored>(
    `SELECT object_type AS type, object_id AS id, object_number AS number, display, action, object_version AS version,
       fields, ${withoutOrigins('before')} AS before, after
     FROM core_change_record WHERE organization_id = $1 AND change_set_id = $2 ORDER BY id`,
    [organizationId, changeSetId],
  );
  return rows.map((row) => ({ ...row, fields: row.fields ?? imageFields(row.before, row.after) }));
};
