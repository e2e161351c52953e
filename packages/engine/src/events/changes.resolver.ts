import { InvalidInput } from '@plumbline/kit';
import { endable } from './endable.ts';
import { Arg, Ctx, Field, ID, Int, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { Actor } from '../actor.ts';
import type { ApiContext } from '../bind/graphql/resolvers.ts';
import { scalars } from '../bind/graphql/scalars.ts';
import type { FieldChange } from '../changes/record.ts';
import type { Registry } from '../registry/model.ts';
import type { ChangeFeed } from './feed.ts';
import type { ChangeNotice, Wanted } from './feed-tell.ts';
import type { LiveHub } from './hub.ts';

/**
 * Context of subscriptions, over a websocket.
 *
 * A subscription of a domain or a plugin is a type-graphql method: `@Subscription(() => T, { subscribe: ({ context,
 * args }) => endable((signal) => generator) })`, an async generator that waits for notices of `live` and reads what it tells anew, with the
 * actor of `renew`, which throws once the caller may no longer listen.
 */
export interface LiveContext extends ApiContext {
  readonly live: LiveHub;
  readonly feed: ChangeFeed;
  /** The registry that names of types are looked up in. */
  readonly registry: Registry;
  /** The caller with the rights of this moment. @throws Unauthenticated, Forbidden when the session or token has ended */
  readonly renew: () => Promise<Actor>;
}

/** One committed change, or how far things are. */
@ObjectType({ simpleResolvers: true })
export class ChangeEvent implements Omit<ChangeNotice, 'sequence'> {
  @Field(() => String, { description: 'Number of the event: what `since` goes on after.' })
  sequence!: string;

  @Field(() => String, {
    description:
      'create, update, delete, reveal, job_started, job_completed, job_failed, job_errored or job_cancelled; position when there was nothing to tell up to this number.',
  })
  action!: string;

  @Field(() => String, { nullable: true, description: 'Full name of the type.' })
  type!: string | null;

  @Field(() => ID, { nullable: true })
  id!: string | null;

  @Field(() => Int, { nullable: true })
  number!: number | null;

  @Field(() => String, { nullable: true, description: 'What the object was called.' })
  display!: string | null;

  @Field(() => scalars.JSON, {
    nullable: true,
    description: 'What an update changed, as `[{ name, before, after }]`; null without a right to the change log.',
  })
  fields!: readonly FieldChange[] | null;

  @Field(() => String, { nullable: true })
  actorName!: string | null;

  @Field(() => String, { nullable: true })
  source!: string | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => ID, { nullable: true })
  changeSetId!: string | null;

  @Field(() => String, { nullable: true, description: 'Instant of the change, RFC 3339.' })
  at!: string | null;
}

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
};

const typesOf = (registry: Registry, names: readonly string[] | null | undefined): ReadonlySet<string> | null => {
  if (!names) return null;
  const known = names.map(
    (name) =>
      (registry.find(name) ?? registry.byType.get(name))?.name ??
      refuse('types', `There is no type "${name.slice(0, 100)}".`),
  );
  return new Set(known);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The filter of the only type, or filters by type. */
const filtersOf = (
  registry: Registry,
  types: ReadonlySet<string> | null,
  filter: unknown,
): ReadonlyMap<string, unknown> => {
  if (filter === null || filter === undefined) return new Map();
  if (!isObject(filter)) return refuse('filter', 'A filter is an object.');
  const [only, ...others] = types ?? [];
  if (only !== undefined && others.length === 0 && !Object.hasOwn(filter, only)) return new Map([[only, filter]]);
  const entries = Object.entries(filter);
  const unknown = entries.find(([name]) => !registry.find(name));
  if (unknown) return refuse(`filter.${unknown[0]}`, 'Filters are named by full names of types.');
  return new Map(entries);
};

const sinceOf = (text: string | null | undefined): number | null => {
  if (text === null || text === undefined) return null;
  const value = Number(text);
  return /^\d{1,15}$/.test(text) && Number.isSafeInteger(value)
    ? value
    : refuse('since', 'since is the number of an event.');
};

interface ChangesArgs {
  readonly types?: readonly string[] | null;
  readonly filter?: unknown;
  readonly since?: string | null;
}

async function* changesOf(
  { feed, registry, renew }: LiveContext,
  args: ChangesArgs,
  signal: AbortSignal,
): AsyncGenerator<ChangeNotice> {
  const types = typesOf(registry, args.types);
  const wanted: Wanted = { types, filters: filtersOf(registry, types, args.filter) };
  for await (const notices of feed.listen({ ...wanted, since: sinceOf(args.since), renew, signal })) yield* notices;
}

/** What happens, as it happens. */
@Resolver()
export class ChangesResolver {
  @Subscription(() => ChangeEvent, {
    description:
      'Committed changes of objects that the caller sees, in their order, and events of jobs. After a lost connection `since` goes on where the last event was: nothing is missed or told twice.',
    subscribe: ({ args, context }) =>
      endable((signal) => changesOf(context as LiveContext, args as ChangesArgs, signal)),
  })
  changes(
    @Root() notice: ChangeNotice,
    @Ctx() _context: ApiContext,
    @Arg('types', () => [String], { nullable: true, description: 'Full names of types; all when absent.' })
    _types?: readonly string[] | null,
    @Arg('filter', () => scalars.JSON, {
      nullable: true,
      description:
        'Filter as lists take it, for the one type that is named; or filters by full name of the type. Compared with the object after the change, or before a delete.',
    })
    _filter?: unknown,
    @Arg('since', () => String, { nullable: true, description: 'Number of the last event that was received.' })
    _since?: string | null,
  ): ChangeEvent {
    return { ...notice, sequence: String(notice.sequence) };
  }
}
