import { generatedType, scalars } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { AccountContext } from './account.resolver.ts';
import {
  makeToken,
  ownPermissions,
  ownTokens,
  revokeTokens,
  type OwnPermission as StoredPermission,
  type StoredToken,
} from './own-token.commands.ts';

/** An API token of the person who asks. */
@ObjectType({ simpleResolvers: true })
export class OwnToken {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Public part of the token.' })
  keyId!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => scalars.DateTime)
  created!: string;

  @Field(() => scalars.DateTime, { nullable: true })
  expires!: string | null;

  @Field(() => scalars.DateTime, { nullable: true, description: 'To the minute.' })
  lastUsed!: string | null;

  @Field(() => String, { nullable: true, description: 'Address it was last used from.' })
  lastAddress!: string | null;

  @Field(() => Boolean)
  enabled!: boolean;

  @Field(() => Boolean)
  writeEnabled!: boolean;

  @Field(() => Boolean, { description: 'May read pages of up to 100,000 rows.' })
  bulk!: boolean;

  @Field(() => [String], { nullable: true, description: 'Networks it may be used from; empty for any.' })
  allowedIps!: readonly string[] | null;

  @Field(() => [String], { description: 'Names of the permissions it is narrowed to; none for all its user may do.' })
  permissions!: readonly string[];
}

/** A permission that reaches the person who asks. */
@ObjectType({ simpleResolvers: true })
export class OwnPermission {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;
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

/** Answer of `tokenRevoke`. */
@ObjectType({ simpleResolvers: true })
export class TokenRevokePayload {
  @Field(() => Int, { description: 'How many tokens ended.' })
  revoked!: number;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

const instant = (date: Date | null): string | null => date?.toISOString() ?? null;

const shown = ({ created, expires, lastUsed, ...token }: StoredToken): OwnToken => ({
  ...token,
  created: created.toISOString(),
  expires: instant(expires),
  lastUsed: instant(lastUsed),
});

/** API tokens of oneself; those of others are rows of users.ApiToken. */
@Resolver()
export class OwnTokenResolver {
  @Query(() => [OwnToken], { description: "One's own API tokens in this organization, newest first." })
  async tokens(@Ctx() { writer, actor }: AccountContext): Promise<OwnToken[]> {
    return (await ownTokens(writer, actor)).map(shown);
  }

  @Query(() => [OwnPermission], {
    description: 'Permissions that reach oneself, to which own tokens can be narrowed; for administrators all.',
  })
  async ownPermissions(@Ctx() { writer, actor }: AccountContext): Promise<readonly StoredPermission[]> {
    return ownPermissions(writer, actor);
  }

  @Mutation(() => TokenPayload, { description: 'Makes an API token for oneself in this organization.' })
  async tokenCreate(
    @Arg('description', () => String, { nullable: true }) description: string | null,
    @Arg('expires', () => scalars.DateTime, { nullable: true }) expires: string | null,
    @Arg('writeEnabled', () => Boolean, { defaultValue: true }) writeEnabled: boolean,
    @Arg('allowedIps', () => [String], { nullable: true, description: 'Networks it may be used from; empty for any.' })
    allowedIps: string[] | null,
    @Arg('bulk', () => Boolean, { defaultValue: false, description: 'Reads in bulk; for administrators.' })
    bulk: boolean,
    @Arg('permissions', () => [ID], { nullable: true, description: 'Ids of `ownPermissions` that narrow it.' })
    permissions: string[] | null,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<TokenPayload> {
    return makeToken(writer, actor, {
      description: description ?? null,
      expires: expires ?? null,
      writeEnabled,
      bulk,
      allowedIps: allowedIps ?? null,
      permissions: permissions ?? [],
    });
  }

  @Mutation(() => TokenRevokePayload, { description: 'Ends API tokens of oneself, all of those named or none.' })
  async tokenRevoke(
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<TokenRevokePayload> {
    const options = { reason: 'tokenRevoke', granted: ['users.ApiToken'], duringMaintenance: true };
    const { result, errors } = await writer.run(actor, options, (work) => revokeTokens(work, ids));
    return { revoked: errors.length > 0 ? 0 : (result ?? 0), userErrors: errors };
  }
}
