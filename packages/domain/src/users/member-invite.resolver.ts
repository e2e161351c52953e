import { generatedType, scalars } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { AccountContext } from './account.resolver.ts';
import { inviteMember, type Invited } from './member-invite.commands.ts';

/** A permission for somebody who is invited. */
@InputType({ description: 'A permission for the person, as inputs of permissions have it.' })
export class MemberInvitePermissionInput {
  @Field(() => String)
  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the permission that is passed on; administrators may leave it out.',
  })
  parent?: string | null;

  @Field(() => [String])
  objectTypes!: string[];

  @Field(() => [String])
  actions!: string[];

  @Field(() => scalars.JSON, { nullable: true })
  predicate?: unknown;

  @Field(() => [String], { nullable: true })
  fields?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the person may pass it on.' })
  delegable?: boolean | null;

  @Field(() => String, { nullable: true })
  description?: string | null;
}

/** Who is invited, and to what. */
@InputType({ description: 'Who is invited, and to what.' })
export class MemberInviteInput {
  @Field(() => String, { description: 'The name to sign in with.' })
  username!: string;

  @Field(() => String, { description: 'Has to be the address of the account, where the person has one already.' })
  email!: string;

  @Field(() => String, { nullable: true })
  firstName?: string | null;

  @Field(() => String, { nullable: true })
  lastName?: string | null;

  @Field(() => [MemberInvitePermissionInput], { nullable: true, description: 'Permissions that are made.' })
  permissions?: MemberInvitePermissionInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Permissions that are to reach the person besides.' })
  existing?: string[] | null;
}

/** Answer of `memberInvite`. */
@ObjectType({ simpleResolvers: true })
export class MemberInvitePayload implements Invited {
  @Field(() => ID, { nullable: true, description: 'The user; null when nothing was changed.' })
  user!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'For the first sign-in, which asks for another; shown this once. Null when the person has an account.',
  })
  password!: string | null;

  @Field(() => [ID], { description: 'Permissions that reach the person by it.' })
  permissions!: readonly string[];

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

/** Without what was not given, so that defaults hold. */
const given = <T extends object>(input: T): T =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null)) as T;

/** Lets people in. */
@Resolver()
export class MemberInviteResolver {
  @Mutation(() => MemberInvitePayload, {
    description:
      'Lets a person into the organization and passes permissions on, all or nothing; for administrators, and those who hold a delegable permission.',
  })
  async memberInvite(
    @Arg('input', () => MemberInviteInput) input: MemberInviteInput,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<MemberInvitePayload> {
    const { username, email, firstName = null, lastName = null, permissions, existing } = input;
    const rows = (permissions ?? []).map((row) => ({ ...given(row) }));
    const invitation = { username, email, firstName, lastName, permissions: rows, existing: existing ?? [] };
    return inviteMember(writer, actor, invitation);
  }
}
