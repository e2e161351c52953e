import { generatedType, scalars } from '@plumbline/engine';
import { NotFound, type Problem } from '@plumbline/kit';
import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { MarkedObject, OwnPayload } from './marks.resolver.ts';
import { partsOf, type PeopleContext } from './person.ts';
import { namedObjects } from './seen.queries.ts';
import { deleteView, saveView, watchView, type ViewWish } from './views.commands.ts';
import { mayChangeView, runView, viewById, viewsOf, type StoredView } from './views.queries.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a saved view is to be. */
@ArgsType()
class ViewArgs {
  @Field(() => ID, { nullable: true, description: 'The view that is changed; a new one when left out.' })
  id?: string | null;

  @Field(() => String, { description: 'Full type name such as dcim.Device.' })
  type!: string;

  @Field(() => String)
  name!: string;

  @Field(() => scalars.JSON, { nullable: true, description: 'Filter, as the list itself takes it.' })
  filter?: Json | null;

  @Field(() => String, { nullable: true, description: 'Words that the rows hold, as lists take them.' })
  query?: string | null;

  @Field(() => String, { nullable: true, description: 'The filter as the browser writes it into addresses.' })
  tokens?: string | null;

  @Field(() => [String], { nullable: true, description: 'Fields that are shown, in order.' })
  columns?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Fields, with "-" before those that count down.' })
  orderBy?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'compact, regular or comfortable.' })
  density?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether everybody may open it who may see the type.' })
  shared!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether lists of the type open with it: for oneself, and when it is shared for who chose no other.',
  })
  isDefault!: boolean;
}

/** A view of a list that the person who asks may open. */
@ObjectType({ simpleResolvers: true })
export class SavedView {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String, { description: '`VIEW`, or `COLUMNS` for columns alone that an import brought.' })
  kind!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String], { description: 'Full names of the types whose lists it is for.' })
  types!: readonly string[];

  @Field(() => scalars.JSON, { nullable: true })
  filter!: unknown;

  @Field(() => String, { nullable: true })
  query!: string | null;

  @Field(() => String, { nullable: true })
  tokens!: string | null;

  @Field(() => [String], { nullable: true })
  columns!: readonly string[] | null;

  @Field(() => [String], { nullable: true })
  orderBy!: readonly string[] | null;

  @Field(() => String, { nullable: true })
  density!: string | null;

  @Field(() => scalars.JSON, { nullable: true, description: 'Parameters of a filter that an import brought.' })
  parameters!: unknown;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => Boolean)
  shared!: boolean;

  @Field(() => Boolean)
  isDefault!: boolean;

  @Field(() => Boolean)
  isOwn!: boolean;

  @Field(() => Boolean, { description: 'Whether one may change and delete it.' })
  mayChange!: boolean;

  @Field(() => Boolean, { description: 'Whether one hears of changes of what it shows.' })
  isWatched!: boolean;

  @Field(() => String, { nullable: true, description: 'User name of its owner.' })
  ownerName!: string | null;
}

/** One page of what a saved view shows. */
@ObjectType({ simpleResolvers: true })
export class SavedViewPage {
  @Field(() => Int)
  total!: number;

  @Field(() => [MarkedObject])
  objects!: readonly MarkedObject[];
}

/** Answer of `savedViewSave`. */
@ObjectType({ simpleResolvers: true })
export class SavedViewPayload {
  @Field(() => ID, { nullable: true })
  id!: string | null;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

const wishOf = (args: ViewArgs): ViewWish => ({
  id: args.id ?? null,
  type: args.type,
  name: args.name,
  filter: args.filter ?? null,
  words: args.query ?? null,
  tokens: args.tokens ?? null,
  columns: args.columns ?? null,
  orderBy: args.orderBy ?? null,
  density: args.density ?? null,
  description: args.description ?? null,
  shared: args.shared,
  isDefault: args.isDefault,
});

const shown = ({ writer, actor }: PeopleContext, view: StoredView): SavedView => {
  const { words, ownerId, rowVersion: _, ...rest } = view;
  return { ...rest, query: words, isOwn: ownerId === actor.userId, mayChange: mayChangeView(writer, actor, view) };
};

/** Rows of a view that one answer holds at most. */
const MOST_ROWS = 1_000;

/** Views of lists that people keep under a name. */
@Resolver()
export class ViewsResolver {
  @Query(() => [SavedView], {
    description: 'Views of lists of a type that one may open: own ones, and those that are shared.',
  })
  async savedViews(
    @Arg('type', () => String, { description: 'Full type name such as dcim.Device.' }) type: string,
    @Ctx() context: PeopleContext,
  ): Promise<SavedView[]> {
    return (await viewsOf(context.writer, context.actor, type)).map((view) => shown(context, view));
  }

  @Query(() => SavedViewPage, { description: 'What a saved view shows to oneself now, in its order.' })
  async savedViewRows(
    @Arg('id', () => ID) id: string,
    @Arg('type', () => String, { description: 'One of its types.' }) type: string,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('offset', () => Int, { defaultValue: 0 }) offset: number,
    @Ctx() context: PeopleContext,
  ): Promise<SavedViewPage> {
    const view = await viewById(context.writer, context.actor, id);
    const model = view?.types.includes(type) === true ? context.writer.engine.registry.find(type) : undefined;
    if (!view || !model) throw new NotFound('There is no saved view of this type with this id.', 'id');
    const page = { first: Math.min(Math.max(first, 1), MOST_ROWS), offset: Math.max(offset, 0) };
    const { total, ids } = await runView(partsOf(context), context.actor, model, view, page);
    const names = await namedObjects(
      partsOf(context),
      context.actor,
      ids.map((row) => ({ type, id: row })),
    );
    return { total, objects: names.map((object) => ({ ...object, since: null })) };
  }

  @Mutation(() => SavedViewPayload, { description: 'Keeps a view of a list under a name, or changes one.' })
  savedViewSave(@Args(() => ViewArgs) args: ViewArgs, @Ctx() context: PeopleContext): Promise<SavedViewPayload> {
    return saveView(partsOf(context), context.actor, wishOf(args));
  }

  @Mutation(() => OwnPayload, { description: 'Deletes a saved view; those who watched it hear of it no longer.' })
  async savedViewDelete(@Arg('id', () => ID) id: string, @Ctx() { writer, actor }: PeopleContext): Promise<OwnPayload> {
    return { userErrors: await deleteView(writer, actor, id) };
  }

  @Mutation(() => OwnPayload, { description: 'Lets one hear of changes of what a saved view shows, or no longer.' })
  async savedViewWatch(
    @Arg('id', () => ID) id: string,
    @Arg('on', () => Boolean, { defaultValue: true }) on: boolean,
    @Ctx() { writer, actor }: PeopleContext,
  ): Promise<OwnPayload> {
    return { userErrors: await watchView(writer, actor, id, on) };
  }
}
