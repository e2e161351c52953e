import type { GraphSession } from '@plumbline/engine';
import { tracePaths } from '../trace.queries.ts';
import { CABLED } from './ends.ts';
import { namedRow } from './object-ref.queries.ts';
import { ShownPaths } from './shown.queries.ts';
import type { ObjectRef, Trace } from './trace-types.resolver.ts';

/** Traces of what leaves an object. @throws InvalidInput, NotFound as `namedRow` */
export const tracesFrom = async (session: GraphSession, from: ObjectRef): Promise<Trace[]> => {
  const origin = await namedRow(session, from, CABLED, 'from');
  const paths = await tracePaths((text, values) => session.objects(text, values), session.organizationId, [origin]);
  return ShownPaths.of(
    session,
    [...paths.values()].filter(({ hops }) => hops.length > 0),
  );
};
