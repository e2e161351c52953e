import { quote, type DerivedQuery, type RowRef, type VisibleIds } from '@plumbline/engine';
import { snakeCase } from '@plumbline/kit';
import { PORT_MODELS } from '../../component-models.ts';
import { seenIds } from '../seen-paths.queries.ts';

/** Tables are named after their entities: `dcim.Interface` is `dcim_interface`. */
const tableOf = (entity: string): string => {
  const [domain, type = ''] = entity.split('.');
  return quote(`${domain}_${snakeCase(type)}`);
};

const ARMS = Object.entries(PORT_MODELS).map(([arm, entity]) => ({
  entity,
  column: `f.${quote(`termination_${snakeCase(arm)}_id`)}`,
}));

const FAR_ENTITY = `CASE ${ARMS.map(({ entity, column }) => `WHEN ${column} IS NOT NULL THEN '${entity}'`).join(' ')} END`;
const FAR_ID = `coalesce(${ARMS.map(({ column }) => column).join(', ')})`;

/** Terminations of the other end of each port's cable. */
const overCables = (entity: string): string =>
  `SELECT n.id AS near, ${FAR_ENTITY} AS type, ${FAR_ID} AS id, f.connector AS place, 'dcim.Cable' AS over, n.cable_id AS link
   FROM ${tableOf(entity)} n JOIN dcim_cable_termination f
     ON f.organization_id = n.organization_id AND f.cable_id = n.cable_id AND f.cable_end <> n.cable_end
   WHERE n.organization_id = $1 AND n.id = ANY($2::uuid[])`;

const OVER_RADIO = `SELECT n.id, 'dcim.Interface',
     CASE WHEN w.interface_a_id = n.id THEN w.interface_b_id ELSE w.interface_a_id END, NULL::int, 'wireless.WirelessLink', w.id
   FROM dcim_interface n JOIN wireless_wireless_link w
     ON w.organization_id = n.organization_id AND w.id = n.wireless_link_id
   WHERE n.organization_id = $1 AND n.id = ANY($2::uuid[]) AND n.cable_id IS NULL`;

interface PeerRow extends RowRef {
  readonly near: string;
  /** Entity and id of the cable or wireless link between. */
  readonly over: string;
  readonly link: string;
}

/**
 * What is plugged into the other end of each port's cable, by connector; for an interface without cable the other radio
 * of its wireless link; none over links that the caller may not see. One statement, and one for each entity of links
 * where rights differ.
 */
export const loadLinkPeers = async (
  query: DerivedQuery,
  organizationId: string,
  ids: readonly string[],
  entity: string,
  visible: VisibleIds,
): Promise<ReadonlyMap<string, readonly RowRef[]>> => {
  const parts = [overCables(entity), ...(entity === PORT_MODELS.interface ? [OVER_RADIO] : [])];
  const answer = await query(`${parts.join(' UNION ALL ')} ORDER BY place, id`, [organizationId, ids]);
  const rows = answer as readonly PeerRow[]; // the columns are those of the statement above
  const links = await seenIds(
    visible,
    rows.map(({ over, link }) => ({ type: over, id: link })),
  );
  const found = new Map<string, RowRef[]>();
  for (const { near, type, id, link } of rows) {
    if (!links.has(link)) continue;
    const own = found.get(near);
    if (own) own.push({ type, id });
    else found.set(near, [{ type, id }]);
  }
  return found;
};

/** What is plugged into end A of a cable, by connector. One statement. */
export const loadCableEnds = async (
  query: DerivedQuery,
  organizationId: string,
  cable: string,
): Promise<readonly RowRef[]> => {
  const rows = await query(
    `SELECT ${FAR_ENTITY} AS type, ${FAR_ID} AS id FROM dcim_cable_termination f
     WHERE f.organization_id = $1 AND f.cable_id = $2 AND f.cable_end = 'A' ORDER BY f.connector, id`,
    [organizationId, cable],
  );
  return rows as readonly RowRef[]; // the columns are those of the statement above
};
