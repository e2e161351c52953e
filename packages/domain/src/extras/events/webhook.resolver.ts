import { scalars } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import {
  deliveryContent,
  replayDeliveries,
  testWebhook,
  webhookStates,
  type DeliveryContent,
  type WebhookContext,
  type WebhookState,
} from './webhook-verbs.queries.ts';

/** How things stand between the product and the other side of a webhook. */
@ObjectType({ simpleResolvers: true })
export class WebhookCircuit {
  @Field(() => ID)
  webhookId!: string;

  @Field(() => String, {
    description: 'closed: calls go out; open: the other side failed several times and is asked again later.',
  })
  circuit!: string;

  @Field(() => Int, { description: 'Failures in a row.' })
  failures!: number;

  @Field(() => scalars.DateTime, { nullable: true })
  openSince!: string | null;

  @Field(() => scalars.DateTime, { nullable: true })
  nextTry!: string | null;

  @Field(() => scalars.DateTime, { nullable: true })
  lastSuccess!: string | null;

  @Field(() => scalars.DateTime, { nullable: true })
  lastFailure!: string | null;

  @Field(() => String, { nullable: true })
  lastError!: string | null;

  @Field(() => Int, { description: 'Deliveries that wait.' })
  pending!: number;
}

/** What was sent and answered at last; credentials are masked, long bodies cut. */
@ObjectType({ simpleResolvers: true })
export class WebhookDeliveryContent {
  @Field(() => scalars.JSON, { nullable: true, description: 'What happened, as it was kept for the delivery.' })
  event!: unknown;

  @Field(() => scalars.JSON, { nullable: true, description: '`{ method, url, headers, body: { text, cut } }`' })
  request!: unknown;

  @Field(() => scalars.JSON, { nullable: true, description: '`{ status, statusText, headers, body: { text, cut } }`' })
  response!: unknown;

  @Field(() => String, { nullable: true, description: 'Why nothing is shown.' })
  withheld!: string | null;
}

/** What a call for a test came to. */
@ObjectType({ simpleResolvers: true })
export class WebhookTestPayload {
  @Field(() => Boolean)
  ok!: boolean;

  @Field(() => Int, { nullable: true, description: 'HTTP status.' })
  status!: number | null;

  @Field(() => String, { nullable: true })
  error!: string | null;

  @Field(() => Int)
  durationMs!: number;

  @Field(() => scalars.JSON, { nullable: true })
  request!: unknown;

  @Field(() => scalars.JSON, { nullable: true })
  response!: unknown;
}

/** Answer of `webhookDeliveryReplay`. */
@ObjectType({ simpleResolvers: true })
export class WebhookReplayPayload {
  @Field(() => [ID], { description: 'Deliveries that are sent once more.' })
  ids!: readonly string[];
}

const MOST = 1_000;

const atMost = (ids: readonly string[]): readonly string[] => {
  if (ids.length <= MOST) return ids;
  throw new InvalidInput([{ path: 'ids', code: 'BAD_USER_INPUT', message: `At most ${MOST} at once.` }]);
};

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const shown = ({ openSince, nextTry, lastSuccess, lastFailure, ...rest }: WebhookState): WebhookCircuit => ({
  ...rest,
  openSince: instant(openSince),
  nextTry: instant(nextTry),
  lastSuccess: instant(lastSuccess),
  lastFailure: instant(lastFailure),
});

/** Verbs of webhooks and their deliveries. */
@Resolver()
export class WebhookResolver {
  @Query(() => [WebhookCircuit], { description: 'How things stand with the other side of webhooks.' })
  async webhookCircuits(
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Ctx() context: WebhookContext,
  ): Promise<WebhookCircuit[]> {
    return (await webhookStates(context, atMost(ids))).map(shown);
  }

  @Query(() => WebhookDeliveryContent, { description: 'What was sent to a webhook and answered at last.' })
  webhookDeliveryContent(@Arg('id', () => ID) id: string, @Ctx() context: WebhookContext): Promise<DeliveryContent> {
    return deliveryContent(context, id);
  }

  @Mutation(() => WebhookReplayPayload, {
    description: 'Sends ended deliveries once more, under the same ids. Takes the right to change the webhook.',
  })
  async webhookDeliveryReplay(
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Ctx() context: WebhookContext,
  ): Promise<WebhookReplayPayload> {
    return { ids: await replayDeliveries(context, atMost(ids)) };
  }

  @Mutation(() => WebhookTestPayload, {
    description: 'Calls a webhook once with the event `test`. Takes the right to change the webhook.',
  })
  webhookTest(@Arg('id', () => ID) id: string, @Ctx() context: WebhookContext): Promise<WebhookTestPayload> {
    return testWebhook(context, id);
  }
}
