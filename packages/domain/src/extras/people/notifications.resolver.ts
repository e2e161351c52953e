import { endable, generatedType, scalars, type LiveContext } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import {
  Arg,
  Ctx,
  Field,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { AccountContext } from '../../users/account.resolver.ts';
import { followUnread } from './live-unread.queries.ts';
import {
  ownNotifications,
  settleNotifications,
  type NotificationFate,
  type StoredNotification,
} from './notifications.commands.ts';

/** What becomes of notifications, as an enum of the API. */
export const NotificationFates = { READ: 'read', UNREAD: 'unread', DELETED: 'deleted' } as const;
registerEnumType(NotificationFates, { name: 'NotificationFate', description: 'What becomes of notifications.' });

/** What the person who asks was told of one object. */
@ObjectType({ simpleResolvers: true })
export class OwnNotification {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Full name of the type of the object.' })
  type!: string;

  @Field(() => ID)
  objectId!: string;

  @Field(() => Int, { nullable: true, description: 'Number of the object.' })
  number!: number | null;

  @Field(() => String, { description: 'What the object was called then.' })
  display!: string;

  @Field(() => String, { description: 'What happened last, such as `object_updated` or `job_failed`.' })
  eventType!: string;

  @Field(() => String, { nullable: true, description: 'Who did it.' })
  actorName!: string | null;

  @Field(() => String, { nullable: true })
  message!: string | null;

  @Field(() => Int, { description: 'Events it stands for since it was last read.' })
  events!: number;

  @Field(() => scalars.DateTime, { description: 'When the latest of it happened.' })
  at!: string;

  @Field(() => scalars.DateTime, { nullable: true, description: 'Null while it is unread.' })
  read!: string | null;
}

/** One page of one's own notifications. */
@ObjectType({ simpleResolvers: true })
export class OwnNotificationPage {
  @Field(() => Int, { description: 'How many match, on all pages.' })
  total!: number;

  @Field(() => Int, { description: 'How many of all are unread.' })
  unread!: number;

  @Field(() => [OwnNotification])
  items!: readonly OwnNotification[];
}

/** Answer of `notificationsSettle`. */
@ObjectType({ simpleResolvers: true })
export class NotificationsPayload {
  @Field(() => Int, { description: 'How many notifications changed.' })
  count!: number;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

const shown = ({ at, read, ...rest }: StoredNotification): OwnNotification => ({
  ...rest,
  at: at.toISOString(),
  read: read?.toISOString() ?? null,
});

/** Notifications of oneself; nobody reads those of others. */
@Resolver()
export class NotificationsResolver {
  @Query(() => OwnNotificationPage, { description: "One's own notifications, the latest first." })
  async ownNotifications(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('offset', () => Int, { defaultValue: 0 }) offset: number,
    @Arg('unreadOnly', () => Boolean, { defaultValue: false }) unreadOnly: boolean,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<OwnNotificationPage> {
    const { items, ...counts } = await ownNotifications(writer, actor, { first, offset, unreadOnly });
    return { ...counts, items: items.map(shown) };
  }

  @Mutation(() => NotificationsPayload, {
    description: "Marks one's own notifications as read or unread, or deletes them: those named, else all.",
  })
  notificationsSettle(
    @Arg('to', () => NotificationFates) to: NotificationFate,
    @Arg('ids', () => [ID], { nullable: true, description: 'All when left out.' }) ids: readonly string[] | null,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<NotificationsPayload> {
    return settleNotifications(writer, actor, ids ?? null, to);
  }

  @Subscription(() => Int, {
    description: "How many of one's own notifications are unread: at once, and whenever that changes.",
    subscribe: ({ context }) => endable((signal) => followUnread(context as LiveContext & AccountContext, signal)),
  })
  unreadNotifications(@Root() unread: number): number {
    return unread;
  }
}
