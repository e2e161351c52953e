import { copyLine } from './db.ts';
import type { Run } from './run.ts';
import { uuidv7 } from './uuid.ts';

function* lines(run: Run): Generator<string> {
  for (const { objectType, objectId, code, path, message, details } of run.findings)
    yield copyLine([
      run.actor.organizationId,
      uuidv7(),
      run.changeSetId,
      objectType,
      objectId,
      code,
      path,
      message,
      details === undefined ? null : JSON.stringify(details),
    ]);
}

/** Keeps what rules had to say about imported rows. */
export const storeFindings = async (run: Run): Promise<void> => {
  if (run.findings.length === 0) return;
  const columns = 'organization_id, id, change_set_id, object_type, object_id, code, path, message, details';
  await run.db.copy(`core_import_finding (${columns})`, lines(run));
};
