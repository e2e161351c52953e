import {
  generatedType,
  type ApiContext,
  type Change,
  type InputRow,
  type PayloadNodes,
  type Reader,
  type RunOptions,
  type SavedIds,
  type Writer,
} from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
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

/** Options as the API takes them, each of which may be null. */
type Options = { readonly [K in 'dryRun' | 'mode' | 'reason' | 'idempotencyKey']?: RunOptions[K] | null };

interface Payload {
  readonly nodes: PayloadNodes;
  readonly changeSetId: string | null;
  readonly dryRun: boolean;
  readonly userErrors: readonly object[];
  readonly changes: (args: { readonly first?: number | null }) => readonly Change[];
}

const DEFAULT_CHANGES = 100;

const userError = ({ code, message, path, details }: Problem) => ({ code, message, path, details: details ?? null });

/** Writes IPsec profiles whole. */
@Resolver()
export class IpsecResolver {
  @Mutation(() => generatedType('IpsecProfilePayload'), {
    description: 'Saves an IPsec profile with its IKE and IPsec policies and their proposals, all of it or nothing.',
  })
  async ipsecProfileSave(
    @Arg('input', () => IpsecProfileSaveInput) input: IpsecProfileSaveInput,
    @Arg('options', () => generatedType('WriteOptions'), { nullable: true }) options: Options | null,
    @Ctx() { actor, reader, writer }: WriteApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Payload> {
    const run: RunOptions = {
      dryRun: options?.dryRun ?? false,
      reason: options?.reason ?? null,
      idempotencyKey: options?.idempotencyKey ?? null,
      request: { field: info.fieldName, input },
    };
    const outcome = await writer.run<SavedIds, PayloadNodes>(
      actor,
      run,
      (work) => saveIpsecTree(work, input as IpsecTree),
      (_work, db, ids) => reader.payload(db.client, actor, 'vpn.IpsecProfile', ids, info),
    );
    return {
      nodes: outcome.payload ?? (() => []),
      changeSetId: outcome.changeSetId,
      dryRun: outcome.dryRun,
      userErrors: withoutEchoes(outcome.errors).map(userError),
      changes: ({ first }) => outcome.changes.slice(0, Math.max(0, first ?? DEFAULT_CHANGES)),
    };
  }
}
