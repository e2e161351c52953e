import { generatedType, scalars } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { marksAt, marksOf, setMarks, type Mark } from './marks.commands.ts';
import { partsOf, type PeopleContext } from './person.ts';
import { namedObjects } from './seen.queries.ts';

/** An object that the person who asks has marked, or that a saved view shows. */
@ObjectType({ simpleResolvers: true })
export class MarkedObject {
  @Field(() => String, { description: 'Full name of the type.' })
  type!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => Int, { nullable: true })
  number!: number | null;

  @Field(() => String)
  display!: string;

  @Field(() => scalars.DateTime, { nullable: true, description: 'When it was marked.' })
  since!: string | null;
}

/** What the person who asks has put on one object. */
@ObjectType({ simpleResolvers: true })
export class OwnMarks {
  @Field(() => Boolean)
  isBookmarked!: boolean;

  @Field(() => Boolean, { description: 'Whether one hears of its changes.' })
  isWatched!: boolean;
}

/** Answer of verbs that change what people keep for themselves. */
@ObjectType({ simpleResolvers: true })
export class OwnPayload {
  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];
}

const listed = async (context: PeopleContext, mark: Mark): Promise<MarkedObject[]> => {
  const { actor } = context;
  const marks = await marksOf(context.writer, actor, mark);
  const since = new Map(marks.map((each) => [`${each.type} ${each.id}`, each.since]));
  const objects = await namedObjects(partsOf(context), actor, marks);
  return objects.map((object) => ({
    ...object,
    since: since.get(`${object.type} ${object.id}`)?.toISOString() ?? null,
  }));
};

/** Bookmarks, and objects whose changes people want to hear of. */
@Resolver()
export class MarksResolver {
  @Query(() => [MarkedObject], { description: "One's own bookmarks, as far as one sees the objects; newest first." })
  ownBookmarks(@Ctx() context: PeopleContext): Promise<MarkedObject[]> {
    return listed(context, 'extras.Bookmark');
  }

  @Query(() => [MarkedObject], { description: 'Objects one watches, as far as one sees them; newest first.' })
  ownWatches(@Ctx() context: PeopleContext): Promise<MarkedObject[]> {
    return listed(context, 'extras.ObjectSubscription');
  }

  @Query(() => OwnMarks, { description: 'What one has put on an object oneself.' })
  ownMarks(
    @Arg('type', () => String, { description: 'Full type name such as dcim.Device.' }) type: string,
    @Arg('id', () => ID) id: string,
    @Ctx() { writer, actor }: PeopleContext,
  ): Promise<OwnMarks> {
    return marksAt(writer, actor, { type, id });
  }

  @Mutation(() => OwnPayload, { description: 'Keeps objects one sees at hand, or no longer; all named or none.' })
  objectBookmark(
    @Arg('type', () => String, { description: 'Full type name such as dcim.Device.' }) type: string,
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Arg('on', () => Boolean, { defaultValue: true }) on: boolean,
    @Ctx() { writer, actor }: PeopleContext,
  ): Promise<OwnPayload> {
    return setMarks(writer, actor, { mark: 'extras.Bookmark', type, ids, on });
  }

  @Mutation(() => OwnPayload, {
    description: 'Lets one hear of changes of objects one sees, or no longer; all named or none.',
  })
  objectWatch(
    @Arg('type', () => String, { description: 'Full type name such as dcim.Device.' }) type: string,
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Arg('on', () => Boolean, { defaultValue: true }) on: boolean,
    @Ctx() { writer, actor }: PeopleContext,
  ): Promise<OwnPayload> {
    return setMarks(writer, actor, { mark: 'extras.ObjectSubscription', type, ids, on });
  }
}
