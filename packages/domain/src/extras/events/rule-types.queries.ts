import type { Concerns, EventDb } from '@plumbline/engine';

const RULED_TYPES = `SELECT DISTINCT t.type FROM extras_event_rule r CROSS JOIN unnest(r.object_types) AS t(type)
  WHERE r.enabled`;

/** What rules of any organization are about. */
export const ruledEvents = async (db: EventDb): Promise<Concerns> => {
  const rows = await db.query<{ readonly type: string }>(RULED_TYPES);
  return { types: rows.map(({ type }) => type), actions: [] };
};
