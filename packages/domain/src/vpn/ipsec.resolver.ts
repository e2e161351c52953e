import {
  generatedType,
  payloadOf,
  runOptions,
  type ApiContext,
  type InputRow,
  type Payload,
  type PayloadNodes,
  type Reader,
  type SavedIds,
  type Writer,
} from '@plumbline/engine';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, Info, InputType, Mutation, Resolver } from 'type-graphql';
import { saveIpsecTree, withoutEchoes, type IpsecTree } from './ipsec-tree.commands.ts';

/** Context of requests that write and read back what they wrote. */
export interface WriteApiContext extends ApiContext {
  readonly writer: Writer;
  readonly reader: Reader;
}

const PROPOSALS = 'In place of those the policy has; left out, they stay.';

/** Key exchange of a profile. */
@InputType({ description: 'An IKE policy and its proposals; each is found by id, number or name, else made.' })
export class IpsecIkeInput {
  @Field(() => generatedType('IkePolicyUpsertInput'), { nullable: true })
  policy?: InputRow | null;

  @Field(() => [generatedType('IkeProposalUpsertInput')], { nullable: true, description: PROPOSALS })
  proposals?: InputRow[] | null;
}

/** Protection of traffic of a profile. */
@InputType({ description: 'An IPsec policy and its proposals; each is found by id, number or name, else made.' })
export class IpsecEspInput {
  @Field(() => generatedType('IpsecPolicyUpsertInput'), { nullable: true })
  policy?: InputRow | null;

  @Field(() => [generatedType('IpsecProposalUpsertInput')], { nullable: true, description: PROPOSALS })
  proposals?: InputRow[] | null;
}

/** A profile as one record. */
@InputType({ description: 'A profile with its policies and their proposals; what is left out stays.' })
export class IpsecProfileSaveInput {
  @Field(() => generatedType('IpsecProfileUpsertInput'))
  profile!: InputRow;

  @Field(() => IpsecIkeInput, { nullable: true })
  ike?: IpsecIkeInput | null;

  @Field(() => IpsecEspInput, { nullable: true })
  ipsec?: IpsecEspInput | null;
}

/** Writes IPsec profiles whole. */
@Resolver()
export class IpsecResolver {
  @Mutation(() => generatedType('IpsecProfilePayload'), {
    description: 'Saves an IPsec profile with its IKE and IPsec policies and their proposals, all of it or nothing.',
  })
  async ipsecProfileSave(
    @Arg('input', () => IpsecProfileSaveInput) input: IpsecProfileSaveInput,
    @Arg('options', () => generatedType('WriteOptions'), { nullable: true }) options: object | null,
    @Ctx() { actor, reader, writer }: WriteApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Payload> {
    const outcome = await writer.run<SavedIds, PayloadNodes>(
      actor,
      { ...runOptions({ input, options }, info.fieldName), mode: 'ATOMIC' },
      (work) => saveIpsecTree(work, input as IpsecTree),
      (_work, db, ids) => reader.payload(db.client, actor, 'vpn.IpsecProfile', ids, info),
    );
    return payloadOf({ ...outcome, errors: withoutEchoes(outcome.errors) });
  }
}
