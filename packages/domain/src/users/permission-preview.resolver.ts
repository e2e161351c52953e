import type { Reader } from '@plumbline/engine';
import type { GraphQLResolveInfo } from 'graphql';
import type { Pool } from 'pg';
import { Arg, Ctx, Field, ID, Info, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { AccountContext } from './account.resolver.ts';
import { previewTypes, subjectActor } from './permission-preview.queries.ts';
import type { Ask } from './rights.queries.ts';

/** Context of previews, which read as somebody else. */
export interface PreviewContext extends AccountContext {
  readonly reader: Reader;
  /** Connections of reads, pipelined. */
  readonly reads: Pool;
}

/** What a user or the members of a group see of a type. */
@ObjectType({ simpleResolvers: true })
export class PermissionPreview {
  @Field(() => String, { description: 'Full name, such as dcim.Device.' })
  type!: string;

  @Field(() => Int, { description: 'Rows that are seen.' })
  count!: number;

  @Field(() => [String], { description: 'Names of the first three of them.' })
  samples!: readonly string[];

  @Field(() => [String], { description: 'What may be done to some row of the type.' })
  actions!: readonly string[];
}

/** Shows administrators what their permissions come to. */
@Resolver()
export class PermissionPreviewResolver {
  @Query(() => [PermissionPreview], {
    description:
      'What a user would see, or somebody who has nothing but the permissions of a group, or but one permission: types without any right are left out. Users and groups are for administrators; of a permission others are shown what they see themselves.',
  })
  async permissionPreview(
    @Arg('userId', () => ID, { nullable: true }) userId: string | null,
    @Arg('groupId', () => ID, { nullable: true }) groupId: string | null,
    @Arg('permissionId', () => ID, { nullable: true }) permissionId: string | null,
    @Ctx() { actor, reader, reads, writer, signal }: PreviewContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PermissionPreview[]> {
    const { dataSource, registry } = writer.engine;
    const ask: Ask = (text, values) => dataSource.query(text, [...values]);
    const seesPermission = async (id: string): Promise<boolean> => {
      let isSeen = false;
      await reader.found(info, { actor, signal }, reads, async (session) => {
        isSeen = (await session.byId('users.ObjectPermission', ['name'], [id])).size > 0;
        return [];
      });
      return isSeen;
    };
    const wanted = { userId: userId ?? null, groupId: groupId ?? null, permissionId: permissionId ?? null };
    const subject = await subjectActor(ask, actor, wanted, seesPermission);
    const read = reader.found(info, { actor: subject, signal }, reads, (session) =>
      previewTypes(session, registry, subject),
    );
    return read as Promise<PermissionPreview[]>; // plain values come back by response key
  }
}
