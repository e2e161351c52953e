import type { Work } from '@plumbline/engine';
import { FILE_TYPE } from './paths.ts';

const SOURCE = 'netbox';

/** A file of the source that lies in the file store. */
export interface KnownFile {
  readonly id: string;
  readonly sha256: string;
}

/** Files that earlier imports brought, by their path in the source. */
export const knownFiles = async (work: Work): Promise<Map<string, KnownFile>> => {
  const rows = await work.sql<{ path: string; id: string; sha256: string }>`
    SELECT p.source_id AS path, f.id, f.sha256 FROM core_provenance p
    JOIN core_file f ON f.organization_id = p.organization_id AND f.id = p.object_id AND f.complete
    WHERE p.organization_id = ${work.org} AND p.source = ${SOURCE} AND p.source_type = ${FILE_TYPE}`;
  return new Map(rows.map(({ path, ...file }) => [path, file]));
};

/** Notes which file a path became. */
export const rememberFile = async (work: Work, path: string, id: string): Promise<void> => {
  await work.sql`
    INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id)
    VALUES (${work.org}, ${SOURCE}, ${FILE_TYPE}, ${path}, 'core.File', ${id})
    ON CONFLICT (organization_id, source, source_type, source_id) DO UPDATE SET object_id = excluded.object_id`;
};
