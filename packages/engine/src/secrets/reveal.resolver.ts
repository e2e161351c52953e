import { DomainError, Forbidden, type Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { ApiContext } from '../bind/graphql/resolvers.ts';
import { generatedType } from '../bind/graphql/schema.ts';
import type { Writer } from '../write/writer.ts';
import { revealSecret } from './reveal.ts';

interface RevealContext extends ApiContext {
  readonly writer: Writer;
}

/** Answer of `reveal`. */
@ObjectType({ simpleResolvers: true })
export class RevealPayload {
  @Field(() => String, { nullable: true, description: 'The secret; null when none is stored.' })
  value!: string | null;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

/** Shows secrets, one at a time and never without a record. */
@Resolver()
export class RevealResolver {
  @Mutation(() => RevealPayload, {
    description:
      'Shows one secret to whoever may `reveal` it, and records who saw it. The only output a secret appears in.',
  })
  async reveal(
    @Arg('type', () => String) type: string,
    @Arg('id', () => ID) id: string,
    @Arg('field', () => String) field: string,
    @Arg('reason', () => String, { nullable: true, description: 'Kept in the change set.' }) reason: string | null,
    @Ctx() { writer, actor }: RevealContext,
  ): Promise<RevealPayload> {
    try {
      const value = await revealSecret(writer.engine, actor, { type, id, field, reason: reason ?? null });
      return { value, userErrors: [] };
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof Forbidden) throw error;
      return { value: null, userErrors: error.problems };
    }
  }
}
