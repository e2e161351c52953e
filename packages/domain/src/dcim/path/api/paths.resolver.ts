import type { ApiContext, GraphSession, Reader } from '@plumbline/engine';
import type { GraphQLResolveInfo } from 'graphql';
import type { Pool } from 'pg';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { tracesFrom } from './traces.queries.ts';
import { ObjectRef, Trace } from './trace-types.resolver.ts';

/** Context of requests about paths. */
export interface PathApiContext extends ApiContext {
  readonly reader: Reader;
  /** Connections of reads, pipelined. */
  readonly reads: Pool;
}

const found = <T>(
  { reader, reads, ...caller }: PathApiContext,
  info: GraphQLResolveInfo,
  find: (session: GraphSession) => Promise<T>,
): Promise<T> => reader.found(info, caller, reads, find) as Promise<T>; // rows stand where references stood

/** Follows paths and asks what runs through an object. */
@Resolver()
export class PathResolver {
  @Query(() => [Trace], {
    description:
      'Follows what leaves an object, hop by hop: one trace for a port, circuit termination or power feed; for a cable or another link all paths that cross it, each once. Empty when nothing is connected.',
  })
  trace(
    @Arg('from', () => ObjectRef) from: ObjectRef,
    @Ctx() context: PathApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Trace[]> {
    return found(context, info, (session) => tracesFrom(session, from));
  }
}
