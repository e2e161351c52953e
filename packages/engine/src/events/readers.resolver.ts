import { Forbidden, NotFound } from '@plumbline/kit';
import type { Pool } from 'pg';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Actor } from '../actor.ts';
import type { ApiContext } from '../bind/graphql/resolvers.ts';
import { retryParked } from './parked.ts';
import { eventReaders, type EventReader as Reader, type ParkedEvent as Parked } from './readers.ts';
import { eventDb } from './run-consumers.ts';

interface ReadersContext extends ApiContext {
  readonly reads: Pool;
}

/** An event that a reader gave up on, so that nothing holds up the rest. */
@ObjectType({ simpleResolvers: true })
export class ParkedEvent implements Parked {
  @Field(() => String, { description: 'Number of the event.' })
  sequence!: string;

  @Field(() => String, { description: 'Full name of the type.' })
  type!: string;

  @Field(() => ID)
  objectId!: string;

  @Field(() => String)
  action!: string;

  @Field(() => String, { description: 'Why the last attempt failed.' })
  error!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Boolean, { description: 'It is about to be tried again.' })
  again!: boolean;

  @Field(() => String, { description: 'Instant, RFC 3339.' })
  parkedAt!: string;
}

/** A reader of events that keeps its place, such as event rules and notifications. */
@ObjectType({ simpleResolvers: true })
export class EventReader implements Reader {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Number of the event up to which all are done.' })
  sequence!: string;

  @Field(() => String, { description: 'Number of the latest event.' })
  latest!: string;

  @Field(() => Int, { description: 'Events that it has yet to read, counted up to 100,000.' })
  waiting!: number;

  @Field(() => String, { nullable: true, description: 'When the first of these happened.' })
  waitingSince!: string | null;

  @Field(() => Int, { description: 'Failures in a row at what comes next.' })
  attempts!: number;

  @Field(() => String, { nullable: true })
  nextTry!: string | null;

  @Field(() => String, { nullable: true })
  lastError!: string | null;

  @Field(() => String, { description: 'When it moved or failed last.' })
  changedAt!: string;

  @Field(() => Int, { description: 'Events of the organization that it gave up on.' })
  parkedCount!: number;

  @Field(() => [ParkedEvent], { description: 'The first hundred of these, in order.' })
  parked!: readonly Parked[];
}

const assertAdministrator = ({ superuser }: Actor): void => {
  if (!superuser) throw new Forbidden('Only administrators look after readers of events.');
};

/** Readers of events: how far they are, and what they gave up on. */
@Resolver()
export class EventReadersResolver {
  @Query(() => [EventReader], { description: 'Readers of events that keep their place. For administrators.' })
  async eventReaders(@Ctx() { actor, reads }: ReadersContext): Promise<readonly Reader[]> {
    assertAdministrator(actor);
    return eventReaders(eventDb(reads), actor.organizationId);
  }

  @Mutation(() => Int, {
    description:
      'Has the events of the organization that a reader gave up on tried again; says how many. For administrators.',
  })
  async eventReaderRetry(
    @Arg('name', () => String) name: string,
    @Ctx() { actor, reads }: ReadersContext,
  ): Promise<number> {
    assertAdministrator(actor);
    if (actor.readOnly) throw new Forbidden('This token may only read.');
    const db = eventDb(reads);
    const readers = await eventReaders(db, actor.organizationId);
    if (!readers.some((reader) => reader.name === name))
      throw new NotFound('There is no such reader of events.', 'name');
    return retryParked(db, name, actor.organizationId);
  }
}
