import { generatedType, mayAct, scalars, type Reader } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import type { Pool } from 'pg';
import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { AccountContext } from './account.resolver.ts';
import type { SharedField } from './share-fields.ts';
import { makeShareLink, revokeShareLinks } from './share-link.commands.ts';
import { ownShareLinks, requireSharing, type StoredShareLink } from './share-link.queries.ts';
import { shareableFields } from './share-read.queries.ts';
import { seenOf } from './share-view.ts';
import { shareableModel, type ShareWish } from './share-wish.ts';

/** Context of requests that make links, which are tried before they are made. */
export interface ShareContext extends AccountContext {
  readonly reader: Reader;
  /** Connections of reads, pipelined. */
  readonly reads: Pool;
}

type Json = Readonly<Record<string, unknown>>;

/** What a new link shows, and how long. */
@ArgsType()
class ShareArgs {
  @Field(() => String, { description: 'What one finds the link by; visitors of a list see it as its title.' })
  name!: string;

  @Field(() => String, { description: 'Full type name such as dcim.Device.' })
  type!: string;

  @Field(() => ID, { nullable: true, description: 'The one object; rows of a list when left out.' })
  id?: string | null;

  @Field(() => scalars.JSON, { nullable: true, description: 'Filter of the list, as the list itself takes it.' })
  filter?: Json | null;

  @Field(() => String, { nullable: true, description: 'Words that rows of the list hold, as lists take them.' })
  query?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Fields the list is sorted by, among those it shows, with "-" before those that count down.',
  })
  orderBy?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Fields that are shown and no others; left out, all of an object and those that lists show.',
  })
  fields?: readonly string[] | null;

  @Field(() => scalars.DateTime, { nullable: true, description: '30 days from now when left out; a year at most.' })
  expires?: string | null;
}

/** A field that a link to objects of a type may show. */
@ObjectType({ simpleResolvers: true })
export class ShareField {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  label!: string;

  @Field(() => Boolean, { description: 'Shown of an object when no fields are named.' })
  isOwn!: boolean;

  @Field(() => Boolean, { description: 'Shown of a list when no fields are named.' })
  isListed!: boolean;
}

/** A share link of the person who asks. */
@ObjectType({ simpleResolvers: true })
export class OwnShareLink {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Full name of the type.' })
  type!: string;

  @Field(() => ID, { nullable: true, description: 'The one object; null for rows of a list.' })
  rowId!: string | null;

  @Field(() => [String], { nullable: true, description: 'Fields that are shown; null for all.' })
  fields!: readonly string[] | null;

  @Field(() => scalars.DateTime)
  created!: string;

  @Field(() => scalars.DateTime)
  expires!: string;

  @Field(() => scalars.DateTime, { nullable: true })
  revoked!: string | null;

  @Field(() => scalars.DateTime, { nullable: true })
  lastOpened!: string | null;

  @Field(() => Int)
  timesOpened!: number;
}

/** Answer of `shareLinkCreate`. */
@ObjectType({ simpleResolvers: true })
export class ShareLinkMade {
  @Field(() => ID, { nullable: true })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'The link opens at share/TOKEN; shown this once.' })
  token!: string | null;

  @Field(() => scalars.DateTime, { nullable: true })
  expires!: string | null;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

/** Answer of `shareLinkRevoke`. */
@ObjectType({ simpleResolvers: true })
export class ShareLinksRevoked {
  @Field(() => Int, { description: 'How many links ended.' })
  revoked!: number;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

const wishOf = ({ name, type, id, filter, query, orderBy, fields, expires }: ShareArgs): ShareWish => ({
  name,
  type,
  rowId: id ?? null,
  filter: filter ?? null,
  words: query ?? null,
  orderBy: orderBy ?? null,
  fields: fields ?? null,
  expires: expires ?? null,
});

const instant = (date: Date | null): string | null => date?.toISOString() ?? null;

const shown = ({ created, expires, revoked, lastOpened, ...link }: StoredShareLink): OwnShareLink => ({
  ...link,
  created: created.toISOString(),
  expires: expires.toISOString(),
  revoked: instant(revoked),
  lastOpened: instant(lastOpened),
});

const offered = ({ name, label, isOwn, isListed }: SharedField): ShareField => ({ name, label, isOwn, isListed });

/** Links by which others see what one sees, without an account. */
@Resolver()
export class ShareLinkResolver {
  @Query(() => [OwnShareLink], { description: "One's own share links in this organization, newest first." })
  async ownShareLinks(@Ctx() { writer, actor }: ShareContext): Promise<OwnShareLink[]> {
    return (await ownShareLinks(writer, actor)).map(shown);
  }

  @Query(() => [ShareField], {
    description: 'Fields that links to objects of a type may show, as far as one sees them oneself.',
  })
  async shareFields(
    @Arg('type', () => String) type: string,
    @Ctx() { writer, actor, reads }: ShareContext,
  ): Promise<ShareField[]> {
    const { registry } = writer.engine;
    const model = shareableModel(registry, type);
    await requireSharing(writer, actor);
    if (!mayAct(actor, model, 'view')) return [];
    const all = await shareableFields({ registry, pool: reads }, actor.organizationId, model);
    return seenOf(actor, model, all).map(offered);
  }

  @Mutation(() => ShareLinkMade, {
    description: 'Makes a link by which people without an account see one object, or the rows of a list.',
  })
  async shareLinkCreate(
    @Args(() => ShareArgs) args: ShareArgs,
    @Ctx() { writer, reader, reads, actor }: ShareContext,
  ): Promise<ShareLinkMade> {
    return makeShareLink({ writer, reader, pool: reads }, actor, wishOf(args));
  }

  @Mutation(() => ShareLinksRevoked, {
    description: "Ends share links, all of those named or none; one's own, for administrators those of everybody.",
  })
  async shareLinkRevoke(
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Ctx() { writer, actor }: ShareContext,
  ): Promise<ShareLinksRevoked> {
    return revokeShareLinks(writer, actor, ids);
  }
}
