import { generatedType, scalars, type Actor } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { AccountContext } from './account.resolver.ts';
import { listSessions, revokeAllSessions, revokeSessions, type StoredSession } from './session.commands.ts';

/** A browser that is signed in. */
@ObjectType({ simpleResolvers: true })
export class Session {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  userId!: string;

  @Field(() => String)
  username!: string;

  @Field(() => scalars.DateTime)
  created!: string;

  @Field(() => scalars.DateTime, { description: 'To within five minutes.' })
  lastUsed!: string;

  @Field(() => scalars.DateTime, { description: 'When it ends unless it is used again.' })
  expires!: string;

  @Field(() => String, { nullable: true, description: 'Where it was last used from.' })
  address!: string | null;

  @Field(() => String, { nullable: true })
  userAgent!: string | null;

  @Field(() => String, { nullable: true, description: 'Identity provider; null after a password.' })
  provider!: string | null;

  @Field(() => Boolean, { description: 'The session that asks.' })
  current!: boolean;
}

/** Answer of mutations that end sessions. */
@ObjectType({ simpleResolvers: true })
export class SessionPayload {
  @Field(() => Int, { description: 'How many sessions ended.' })
  revoked!: number;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

const sessionOf = ({ origin }: Actor): string | null => origin?.sessionId ?? null;

const shown =
  (current: string | null) =>
  ({ created, lastUsed, expires, ...session }: StoredSession): Session => ({
    ...session,
    created: created.toISOString(),
    lastUsed: lastUsed.toISOString(),
    expires: expires.toISOString(),
    current: session.id === current,
  });

/** Sessions of oneself and, for administrators, of others. */
@Resolver()
export class SessionResolver {
  @Query(() => [Session], {
    description: 'Browsers that are signed in, last used first; of others for administrators.',
  })
  async sessions(
    @Arg('user', () => ID, { nullable: true, description: 'Id of a user; oneself when absent.' }) user: string | null,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<Session[]> {
    return (await listSessions(writer, actor, user ?? null)).map(shown(sessionOf(actor)));
  }

  @Mutation(() => SessionPayload, { description: 'Signs browsers out, all of those named or none.' })
  async sessionRevoke(
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<SessionPayload> {
    const { result, errors } = await writer.run(actor, {}, (work) => revokeSessions(work, ids));
    return { revoked: result ?? 0, userErrors: errors };
  }

  @Mutation(() => SessionPayload, { description: 'Signs all browsers of a user out but the one that asks.' })
  async sessionRevokeAll(
    @Arg('user', () => ID, { nullable: true, description: 'Id of a user; oneself when absent.' }) user: string | null,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<SessionPayload> {
    const run = writer.run(actor, {}, (work) => revokeAllSessions(work, user ?? null, sessionOf(actor)));
    const { result, errors } = await run;
    return { revoked: result ?? 0, userErrors: errors };
  }
}
