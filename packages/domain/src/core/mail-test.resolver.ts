import type { Actor, ApiContext } from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';
import { Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';

/** What became of a mail that was sent to try the mail server. */
@ObjectType({ simpleResolvers: true })
export class MailTestPayload {
  @Field(() => Boolean, { description: 'Whether the mail server took the mail.' })
  ok!: boolean;

  @Field(() => String, { nullable: true, description: 'Address of the account that asked; null when it has none.' })
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'What the mail server, the connection or the settings said.' })
  error!: string | null;
}

interface MailTestContext extends ApiContext {
  /** Sends a mail to the account that acts. */
  readonly tryMail: (actor: Actor) => Promise<MailTestPayload>;
}

/** Tries what the settings say about mail. */
@Resolver()
export class MailTestResolver {
  @Mutation(() => MailTestPayload, {
    description: 'Sends a mail to your own address at once, through the server of the settings; administrators only.',
  })
  mailTest(@Ctx() { actor, tryMail }: MailTestContext): Promise<MailTestPayload> {
    if (!actor.superuser || actor.readOnly) throw new Forbidden('Only administrators may try the mail server.');
    return tryMail(actor);
  }
}
