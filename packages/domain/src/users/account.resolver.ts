import { generatedType, type ApiContext, type Writer } from '@plumbline/engine';
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { changeOwnPassword } from './password.commands.ts';

/** Context of requests about one's own account. */
export interface AccountContext extends ApiContext {
  readonly writer: Writer;
}

/** Answer of `passwordChange`. */
@ObjectType({ simpleResolvers: true })
export class PasswordPayload {
  @Field(() => [generatedType('UserError')])
  userErrors!: readonly object[];
}

/** What users do to their own account. */
@Resolver()
export class AccountResolver {
  @Mutation(() => PasswordPayload, { description: "Changes one's own password and ends all one's other sessions." })
  async passwordChange(
    @Arg('current', () => String) current: string,
    @Arg('password', () => String) password: string,
    @Ctx() context: AccountContext,
  ): Promise<PasswordPayload> {
    const { writer, actor } = context;
    const change = { current, password, sessionId: actor.origin?.sessionId ?? null };
    return { userErrors: await changeOwnPassword(writer, actor, change) };
  }
}
