import { Arg, Args, ArgsType, Ctx, Field, ID, Info, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { payloadOf, runOptions, type ApiContext, type Payload } from '../../bind/graphql/resolvers.ts';
import { scalars } from '../../bind/graphql/scalars.ts';
import { generatedType } from '../../bind/graphql/schema.ts';
import type { Outcome, Writer } from '../../write/writer.ts';
import type { Change } from '../record.ts';
import type { Unrestored } from './plan.ts';
import { restoreObject, revertChangeSet, type Reverted } from './revert.ts';

interface RevertContext extends ApiContext {
  readonly writer: Writer;
}

/** Secrets of an object that the log does not hold. */
@ObjectType({
  simpleResolvers: true,
  description: 'An object whose secrets stay as they are, since the log keeps none.',
})
export class UnrestoredSecrets {
  @Field(() => String, { description: 'Full name of the type.' })
  type!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => String)
  display!: string;

  @Field(() => [String])
  fields!: readonly string[];
}

/** Answer of `changeSetRevert` and `objectRestore`. */
@ObjectType({ description: 'What came of taking something back: all of it, or nothing and what stands in the way.' })
export class RevertPayload {
  readonly #payload: Payload;

  @Field(() => [UnrestoredSecrets], { description: 'Secrets that have to be set anew.' })
  readonly unrestored: readonly Unrestored[];

  constructor(outcome: Outcome<Reverted>) {
    this.#payload = payloadOf({ ...outcome, payload: null });
    this.unrestored = outcome.result?.unrestored ?? [];
  }

  @Field(() => ID, {
    nullable: true,
    description: 'The new change set, which can be taken back in turn; null when nothing was written.',
  })
  get changeSetId(): string | null {
    return this.#payload.changeSetId;
  }

  @Field(() => Boolean)
  get dryRun(): boolean {
    return this.#payload.dryRun;
  }

  @Field(() => [generatedType('UserError')], {
    description:
      'One `CHANGED_SINCE` for each object that stands in the way; its details name the object, its fields and the later change sets.',
  })
  get userErrors(): readonly object[] {
    return this.#payload.userErrors;
  }

  @Field(() => [generatedType('Change')])
  changes(
    @Arg('first', () => scalars.Int, { nullable: true, description: '100 when absent.' }) first?: number | null,
  ): readonly Change[] {
    return this.#payload.changes({ first: first ?? null });
  }
}

/** What is taken back, and how. */
@ArgsType()
class RevertArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => generatedType('WriteOptions'), {
    nullable: true,
    description: 'mode has no say: all comes back or nothing.',
  })
  options?: object | null;
}

const answer = async (
  takeBack: typeof revertChangeSet,
  { id, options = null }: RevertArgs,
  { actor, writer }: RevertContext,
  { fieldName }: GraphQLResolveInfo,
): Promise<RevertPayload> =>
  new RevertPayload(await takeBack(writer, actor, id, runOptions({ id, options }, fieldName)));

/** Takes back what was written. */
@Resolver()
export class RevertResolver {
  @Mutation(() => RevertPayload, {
    description:
      'Takes back all that a change set did, as one new change set; or names what changed since and writes nothing.',
  })
  changeSetRevert(
    @Args(() => RevertArgs) args: RevertArgs,
    @Ctx() context: RevertContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RevertPayload> {
    return answer(revertChangeSet, args, context, info);
  }

  @Mutation(() => RevertPayload, {
    description:
      'Brings a deleted object back, with the rows that went along with it and the references that were cleared.',
  })
  objectRestore(
    @Args(() => RevertArgs) args: RevertArgs,
    @Ctx() context: RevertContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RevertPayload> {
    return answer(restoreObject, args, context, info);
  }
}
