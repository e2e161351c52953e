import { generatedType } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { AccountContext } from './account.resolver.ts';
import {
  addMember,
  ownMemberships,
  removeMember,
  requireAdministrator,
  setOrganizationActive,
} from './membership.commands.ts';

/** An organization that one belongs to. */
@ObjectType({ simpleResolvers: true })
export class Membership {
  @Field(() => ID, { description: 'Id of the organization.' })
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'What the header x-plumbline-organization takes.' })
  slug!: string;

  @Field(() => Boolean, { description: 'Entered by requests that name none.' })
  isDefault!: boolean;

  @Field(() => Boolean, { description: 'The one that this request works in.' })
  current!: boolean;
}

/** Answer of changes of memberships. */
@ObjectType({ simpleResolvers: true })
export class MembershipPayload {
  @Field(() => ID, { nullable: true, description: 'The user; null when nothing was changed.' })
  user!: string | null;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

/** Answer of `organizationSetActive`. */
@ObjectType({ simpleResolvers: true })
export class OrganizationActivePayload {
  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

/** Who belongs to which organization. */
@Resolver()
export class MembershipResolver {
  @Query(() => [Membership], { description: 'Organizations one belongs to; the active one is chosen by request.' })
  async memberships(@Ctx() { writer, actor }: AccountContext): Promise<Membership[]> {
    const own = await ownMemberships(writer, actor);
    return own
      .filter(({ id }) => actor.tokenId === null || id === actor.organizationId)
      .map((membership) => ({ ...membership, current: membership.id === actor.organizationId }));
  }

  @Mutation(() => MembershipPayload, { description: 'Lets a user of another organization in; for administrators.' })
  async membershipAdd(
    @Arg('username', () => String) username: string,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<MembershipPayload> {
    requireAdministrator(actor, 'add users to the organization');
    const { result, errors } = await writer.run(actor, {}, (work) => addMember(work, username));
    return { user: result, userErrors: errors };
  }

  @Mutation(() => MembershipPayload, { description: 'Takes a user out of the organization; for administrators.' })
  async membershipRemove(
    @Arg('user', () => ID) user: string,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<MembershipPayload> {
    requireAdministrator(actor, 'take users out of the organization');
    const { errors } = await writer.run(actor, {}, (work) => removeMember(work, user));
    return { user: errors.length > 0 ? null : user, userErrors: errors };
  }

  @Mutation(() => OrganizationActivePayload, {
    description: 'Switches another organization that one belongs to on or off; for administrators.',
  })
  async organizationSetActive(
    @Arg('slug', () => String) slug: string,
    @Arg('active', () => Boolean) active: boolean,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<OrganizationActivePayload> {
    requireAdministrator(actor, 'switch organizations on or off');
    const { errors } = await writer.run(actor, {}, (work) => setOrganizationActive(work, slug, active));
    return { userErrors: errors };
  }
}
