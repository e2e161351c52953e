import { groupBy } from '../../group.ts';
import { AT, PARAMETER, SIDE } from './path-columns.ts';
import { ENDPOINT_KINDS, PORT_KINDS } from './path-kinds.ts';
import { CROSSINGS } from './path-rows.ts';
import { floodSql } from './path-sql.ts';
import type { Path, PathEnd, PathQuery } from './path.ts';
import { startsAround } from './through-starts.ts';
import { tracePaths, walkRows } from './trace.queries.ts';

const crosses = ({ hops }: Path, ids: ReadonlySet<string>): boolean =>
  hops.some(
    ({ near, links, far }) =>
      near.some(({ id }) => ids.has(id)) ||
      far.some(({ id }) => ids.has(id)) ||
      links.some(({ id }) => id !== null && ids.has(id)),
  );

/** Cuts paths to what the caller of a read may see. */
export type SeePaths = (paths: ReadonlyMap<string, Path>) => Promise<ReadonlyMap<string, Path>>;

/**
 * Paths on which any of these objects is, by the id of their origin; each path once from each end.
 *
 * Takes ports, cables, devices, circuits, virtual circuits, radio links, provider networks and power panels. A first
 * statement spreads from them along everything a path could take, ends of which are then traced: what is answered is
 * exact, in three statements for any number of objects. With `see`, only paths count on which the objects are in what it
 * leaves of them.
 */
export const pathsThrough = async (
  query: PathQuery,
  organizationId: string,
  through: readonly PathEnd[],
  see: SeePaths = (paths) => Promise.resolve(paths),
): Promise<ReadonlyMap<string, Path>> => {
  const byType = groupBy(through, ({ type }) => type);
  const ids: string[][] = [];
  const starts: string[] = [];
  for (const [type, ends] of byType) {
    const around = startsAround(type, `$${PARAMETER.first + ids.length}`);
    if (around.length === 0) continue;
    starts.push(...around);
    ids.push(ends.map(({ id }) => id));
  }
  if (starts.length === 0) return new Map();
  const rows = await walkRows(query, floodSql(starts), [organizationId, CROSSINGS, ...ids]);
  const wanted = new Set(ids.flat());
  const origins = new Map<string, PathEnd>();
  for (const row of rows) {
    const [kind, id = ''] = [row[AT.kind], row[AT.id]];
    if (Number(row[AT.side]) === SIDE.origin && row[AT.place] !== '') wanted.add(id);
    const type = kind && ENDPOINT_KINDS.has(Number(kind)) ? PORT_KINDS[Number(kind)]?.type : undefined;
    if (type !== undefined) origins.set(id, { type, id });
  }
  const paths = await see(await tracePaths(query, organizationId, [...origins.values()]));
  return new Map([...paths].filter(([, path]) => crosses(path, wanted)));
};

/** Ports whose path has any of these objects on it, found by `pathsThrough`: what is connected through them. */
export const originsThrough = async (
  query: PathQuery,
  organizationId: string,
  through: readonly PathEnd[],
  see?: SeePaths,
): Promise<readonly PathEnd[]> =>
  [...(await pathsThrough(query, organizationId, through, see)).values()].map(({ origin }) => origin);
