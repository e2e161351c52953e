import { generatedType, scalars } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { AccountContext } from './account.resolver.ts';
import { liftLockout, lockoutOf } from './lockout.commands.ts';
import { requireAdministrator } from './membership.commands.ts';

/** Failed sign-ins that are counted for the name of a user. */
@ObjectType({ simpleResolvers: true })
export class Lockout {
  @Field(() => Int, { description: 'Failed sign-ins in a row.' })
  failures!: number;

  @Field(() => scalars.DateTime, { nullable: true, description: 'Until when the name is locked; null when it is not.' })
  lockedUntil!: string | null;
}

/** Answer of `lockoutLift`. */
@ObjectType({ simpleResolvers: true })
export class LockoutPayload {
  @Field(() => Boolean, { description: 'Whether there was anything to lift.' })
  lifted!: boolean;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

/** Lock-outs after too many wrong passwords. */
@Resolver()
export class LockoutResolver {
  @Query(() => Lockout, { description: 'Failed sign-ins of a user; for administrators.' })
  async lockout(@Arg('user', () => ID) user: string, @Ctx() { writer, actor }: AccountContext): Promise<Lockout> {
    const { failures, lockedUntil } = await lockoutOf(writer, actor, user);
    return { failures, lockedUntil: lockedUntil?.toISOString() ?? null };
  }

  @Mutation(() => LockoutPayload, {
    description: 'Lets a user who was locked out sign in again at once; for administrators.',
  })
  async lockoutLift(
    @Arg('user', () => ID) user: string,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<LockoutPayload> {
    requireAdministrator(actor, 'lift lock-outs');
    const { result, errors } = await writer.run(actor, {}, (work) => liftLockout(work, user));
    return { lifted: errors.length === 0 && result === true, userErrors: errors };
  }
}
