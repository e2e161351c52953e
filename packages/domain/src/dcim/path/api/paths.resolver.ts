import type { ApiContext, GraphSession, Reader } from '@plumbline/engine';
import type { GraphQLResolveInfo } from 'graphql';
import type { Pool } from 'pg';
import { Arg, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import { affectedEnds } from './affected.queries.ts';
import { pathsAcross, tracesFrom } from './traces.queries.ts';
import { AffectedEnds, ObjectRef, PathList, Trace } from './trace-types.resolver.ts';

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

  @Query(() => PathList, {
    description:
      'Paths on which a port, cable or other link, circuit, provider network, power panel or device is; each once, whichever end it is read from.',
  })
  pathsThrough(
    @Arg('object', () => ObjectRef) object: ObjectRef,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Paths to show, 0 to 1,000.' }) first: number,
    @Ctx() context: PathApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PathList> {
    return found(context, info, (session) => pathsAcross(session, object, first));
  }

  @Query(() => AffectedEnds, {
    description: 'What hangs on an object: the ports whose path crosses it, and their devices.',
  })
  affectedBy(
    @Arg('object', () => ObjectRef) object: ObjectRef,
    @Arg('first', () => Int, { defaultValue: 1000, description: 'Ends to show, 0 to 1,000.' }) first: number,
    @Ctx() context: PathApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AffectedEnds> {
    return found(context, info, (session) => affectedEnds(session, object, first));
  }
}
