import { stableId, type Work } from '@plumbline/engine';

const SOURCE = 'netbox';
const TYPE = 'core.configrevision';

/** Whether an earlier import took a version over already; settings that people changed since stay then. */
export const isRevisionKnown = async (work: Work, id: string): Promise<boolean> => {
  const rows = await work.sql`
    SELECT 1 FROM core_provenance p WHERE p.organization_id = ${work.org} AND p.source = ${SOURCE}
      AND p.source_type = ${TYPE} AND p.source_id = ${id}`;
  return rows.length > 0;
};

/** Notes that a version was taken over. */
export const rememberRevision = async (work: Work, id: string): Promise<void> => {
  const object = stableId(0, work.org.organizationId, SOURCE, TYPE, id);
  await work.sql`
    INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id)
    VALUES (${work.org}, ${SOURCE}, ${TYPE}, ${id}, 'core.Setting', ${object}) ON CONFLICT DO NOTHING`;
};
