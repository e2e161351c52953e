import type { DerivedQuery, GraphSession, RowRef } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import type { Path } from '../path.ts';
import { seenPaths } from '../seen-paths.queries.ts';
import { pathsThrough, type SeePaths } from '../through.queries.ts';
import { tracePaths } from '../trace.queries.ts';
import { CABLED, CROSSED } from './ends.ts';
import { loadCableEnds } from './link-peers.queries.ts';
import { namedRow, saidRow } from './object-ref.queries.ts';
import { eachOnce } from './once.ts';
import { shownPaths } from './shown.queries.ts';
import type { ObjectRef, PathList, Trace } from './trace-types.resolver.ts';

/** Traces or ends one request may ask for. */
const MOST = 1_000;

/** SQL in the snapshot of a session. */
export const queryOf =
  (session: GraphSession): DerivedQuery =>
  (text, values) =>
    session.objects(text, values);

/** Cuts paths to what the caller of a session may see. */
export const seeOf =
  (session: GraphSession): SeePaths =>
  (paths) =>
    seenPaths((type, ids) => session.visible(type, ids), paths);

/** A number of things asked for. @throws InvalidInput outside 0 to 1,000 */
export const countOf = (first: number): number => {
  if (first >= 0 && first <= MOST) return first;
  throw new InvalidInput([{ path: 'first', code: 'BAD_USER_INPUT', message: `Ask for 0 to ${MOST}.` }]);
};

/** Paths of ports as far as the caller may see them; ports without a link have none. */
const linked = async (session: GraphSession, ends: readonly RowRef[]): Promise<Path[]> => {
  const paths = await tracePaths(queryOf(session), session.organizationId, ends);
  return [...(await seeOf(session)(paths)).values()].filter(({ hops }) => hops.length > 0);
};

/** A cable that no path crosses is followed from its end A, as between two panels. */
const alongCable = async (session: GraphSession, { id }: RowRef): Promise<Path[]> => {
  const ends = await loadCableEnds(queryOf(session), session.organizationId, id);
  return linked(session, ends);
};

const crossing = async (session: GraphSession, object: RowRef): Promise<Path[]> =>
  eachOnce((await pathsThrough(queryOf(session), session.organizationId, [object], seeOf(session))).values());

/** Traces of what leaves an object. @throws InvalidInput, NotFound as `namedRow` */
export const tracesFrom = async (session: GraphSession, from: ObjectRef): Promise<Trace[]> => {
  const said = saidRow(from, CROSSED, 'from');
  const isPort = said !== null && CABLED.includes(said.type);
  // a hidden port has no paths, so that they may be looked for while it is looked at
  const [object, early] = await Promise.all([
    namedRow(session, from, CROSSED, 'from'),
    isPort ? linked(session, [said]) : null,
  ]);
  if (early) return shownPaths(session, early);
  if (CABLED.includes(object.type)) return shownPaths(session, await linked(session, [object]));
  const paths = await crossing(session, object);
  const isBare = paths.length === 0 && object.type === 'dcim.Cable';
  return shownPaths(session, isBare ? eachOnce(await alongCable(session, object)) : paths);
};

/** Paths that cross an object, the first of them shown. @throws InvalidInput, NotFound as `namedRow` */
export const pathsAcross = async (session: GraphSession, through: ObjectRef, first: number): Promise<PathList> => {
  const size = countOf(first);
  const object = await namedRow(session, through, CROSSED, 'object');
  const paths = await crossing(session, object);
  return { total: paths.length, nodes: await shownPaths(session, paths.slice(0, size)) };
};
