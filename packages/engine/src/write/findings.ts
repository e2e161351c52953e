import type { CopyValue } from './copy-encode.ts';
import type { Run } from './run.ts';
import { uuidv7 } from './uuid.ts';

const COLUMNS = [
  ['organization_id', 'uuid'],
  ['change_set_id', 'uuid'],
  ['id', 'uuid'],
  ['object_type', 'text'],
  ['object_id', 'uuid'],
  ['code', 'text'],
  ['path', 'text'],
  ['message', 'text'],
  ['details', 'jsonb'],
] as const;

function* rowsOf({ findings }: Run): Generator<readonly CopyValue[]> {
  for (const { objectType, objectId, code, path, message, details } of findings)
    yield [uuidv7(), objectType, objectId, code, path, message, details === undefined ? null : JSON.stringify(details)];
}

/** Keeps what rules had to say about imported rows. */
export const storeFindings = async (run: Run): Promise<void> => {
  if (run.findings.length === 0) return;
  await run.db.copy({
    table: 'core_import_finding',
    columns: COLUMNS,
    shared: [run.actor.organizationId, run.changeSetId],
    rows: rowsOf(run),
  });
};
