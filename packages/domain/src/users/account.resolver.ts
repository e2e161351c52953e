import { generatedType, scalars, type ApiContext, type Writer } from '@plumbline/engine';
import { Unauthenticated } from '@plumbline/kit';
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { changeOwnPassword } from './password.commands.ts';
import { newToken } from './secrets.ts';

/** Context of requests about one's own account. */
export interface AccountContext extends ApiContext {
  readonly writer: Writer;
}

/** Answer of `tokenCreate`. */
@ObjectType({ simpleResolvers: true })
export class TokenPayload {
  @Field(() => String, { nullable: true, description: 'The token; shown this once.' })
  token!: string | null;

  @Field(() => String, { nullable: true, description: 'Id of the API token.' })
  id!: string | null;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly object[];
}

/** Answer of `passwordChange`. */
@ObjectType({ simpleResolvers: true })
export class PasswordPayload {
  @Field(() => [generatedType('UserError')])
  userErrors!: readonly object[];
}

const ownId = ({ actor }: AccountContext): string => {
  if (actor.userId === null) throw new Unauthenticated('Only users have an account.');
  return actor.userId;
};

/** What users do to their own account. */
@Resolver()
export class AccountResolver {
  @Mutation(() => TokenPayload, { description: 'Makes an API token for oneself in this organization.' })
  async tokenCreate(
    @Arg('description', () => String, { nullable: true }) description: string | null,
    @Arg('expires', () => scalars.DateTime, { nullable: true }) expires: string | null,
    @Arg('writeEnabled', () => Boolean, { defaultValue: true }) writeEnabled: boolean,
    @Arg('allowedIps', () => [String], { nullable: true, description: 'Networks it may be used from; empty for any.' })
    allowedIps: string[] | null,
    @Ctx() context: AccountContext,
  ): Promise<TokenPayload> {
    const secret = newToken();
    const row = {
      user: { id: ownId(context) },
      description: description ?? null,
      expires: expires ?? null,
      writeEnabled,
      allowedIps: allowedIps ?? null,
      secret,
    };
    const outcome = await context.writer.run(
      context.actor,
      { reason: 'tokenCreate', granted: ['users.ApiToken'] },
      (work) => work.create('users.ApiToken', [row]),
    );
    const id = outcome.result?.[0] ?? null;
    return { id, token: id === null ? null : secret, userErrors: outcome.errors };
  }

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
