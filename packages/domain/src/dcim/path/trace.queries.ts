import { groupBy } from '../../group.ts';
import { VIRTUAL_INTERFACE_TYPES } from '../cable/cable-compatibility.ts';
import type { Ether } from './path-graph.ts';
import { KIND, kindOf } from './path-kinds.ts';
import { CROSSINGS, graphOf } from './path-rows.ts';
import { AT, rowsIn, SIDE, type WalkRow } from './path-columns.ts';
import { traceSql } from './path-sql.ts';
import type { Path, PathEnd, PathLink, PathQuery } from './path.ts';
import { walkPath } from './walk.ts';

/** Rows that a statement of the walk answers as one text. */
export const walkRows = async (query: PathQuery, sql: string, values: unknown[]): Promise<readonly WalkRow[]> => {
  const [answer] = await query(sql, values);
  // the statements of this folder answer one row with the one column `rows`
  return rowsIn((answer as { readonly rows: string | null }).rows);
};

const texts = new Map<string, string>();

const textFor = (kinds: readonly number[]): string => {
  const key = kinds.join(' ');
  const known = texts.get(key) ?? traceSql(kinds);
  texts.set(key, known);
  return known;
};

const ETHER = `SELECT coalesce(json_agg(json_build_array(e.kind, e.port, e.link, e.status, e.far) ORDER BY e.sort), '[]')::text AS rows FROM (
  SELECT 'wirelessLink' AS kind, p.id AS port, w.id AS link, w.status, w.number AS sort,
    CASE WHEN w.interface_a_id = p.id THEN w.interface_b_id ELSE w.interface_a_id END AS far
  FROM dcim_interface p
  JOIN wireless_wireless_link w ON w.organization_id = $1::uuid AND w.id = p.wireless_link_id
  WHERE p.organization_id = $1::uuid AND p.id = ANY ($2::uuid[])
  UNION ALL
  SELECT 'virtualCircuit', t.interface_id, v.id, v.status, o.number, o.interface_id
  FROM circuits_virtual_circuit_termination t
  JOIN circuits_virtual_circuit v ON v.organization_id = $1::uuid AND v.id = t.virtual_circuit_id
  LEFT JOIN circuits_virtual_circuit_termination o ON o.organization_id = $1::uuid AND o.virtual_circuit_id = v.id
    AND o.id <> t.id AND o.role = CASE t.role WHEN 'hub' THEN 'spoke' WHEN 'spoke' THEN 'hub' ELSE 'peer' END
  WHERE t.organization_id = $1::uuid AND t.interface_id = ANY ($3::uuid[])) e`;

type EtherRow = readonly [
  kind: 'wirelessLink' | 'virtualCircuit',
  port: string,
  link: string,
  status: string,
  far: string | null,
];

const ETHER_TYPES = {
  wirelessLink: 'wireless.WirelessLink',
  virtualCircuit: 'circuits.VirtualCircuit',
} as const;

/** Radio links, and virtual circuits of virtual interfaces, of the interfaces among the starts that have no cable. */
const ethersOf = async (
  query: PathQuery,
  organizationId: string,
  rows: readonly WalkRow[],
): Promise<ReadonlyMap<string, Ether>> => {
  const found = new Map<string, Ether>();
  const bare = rows.filter(
    (row) => row[AT.cable] === '' && Number(row[AT.side]) === SIDE.origin && Number(row[AT.kind]) === KIND.interface,
  );
  const radios = bare.filter((row) => row[AT.via] !== '').map((row) => row[AT.id]);
  const virtual = bare
    .filter((row) => row[AT.via] === '' && VIRTUAL_INTERFACE_TYPES.has(row[AT.profile] ?? ''))
    .map((row) => row[AT.id]);
  if (radios.length + virtual.length === 0) return found;
  const [answer] = await query(ETHER, [organizationId, radios, virtual]);
  // the statement above answers one row with the one column `rows`
  for (const [kind, port, id, status, far] of JSON.parse((answer as { readonly rows: string }).rows) as EtherRow[]) {
    const link: PathLink = { kind, type: ETHER_TYPES[kind], id, status };
    const ends = far === null ? [] : [{ type: 'dcim.Interface', id: far }];
    found.set(port, { link, far: [...(found.get(port)?.far ?? []), ...ends] });
  }
  return found;
};

/**
 * Paths of ports by their id: one statement, and a second when interfaces without a cable are among them.
 *
 * Any port with a socket is an origin; what is none, or not in the organization, is left out. The walk sees the whole
 * organization: what the caller may see is for the caller to decide.
 */
export const tracePaths = async (
  query: PathQuery,
  organizationId: string,
  origins: readonly PathEnd[],
): Promise<ReadonlyMap<string, Path>> => {
  const paths = new Map<string, Path>();
  const byKind = groupBy(
    origins.filter(({ type }) => kindOf(type) >= 0),
    ({ type }) => kindOf(type),
  );
  if (byKind.size === 0) return paths;
  const kinds = [...byKind.keys()].toSorted((a, b) => a - b);
  const ids = kinds.map((kind) => [...new Set(byKind.get(kind)?.map(({ id }) => id))]);
  const rows = await walkRows(query, textFor(kinds), [organizationId, CROSSINGS, ...ids]);
  const graph = graphOf(rows, await ethersOf(query, organizationId, rows));
  for (const id of ids.flat()) {
    const port = graph.ports.get(id);
    if (port) paths.set(id, walkPath(graph, port));
  }
  return paths;
};
