import type { Actor, Work, Writer } from '@plumbline/engine';
import { didYouMean, InvalidInput, type Problem } from '@plumbline/kit';
import { keeperOf } from '../../users/keeper.ts';
import { isId } from '../../users/session.commands.ts';
import { personOf } from './person.ts';
import { seenAmong, type ObjectName } from './seen.queries.ts';

/** What people put on objects for themselves: a bookmark, or the wish to hear of their changes. */
export type Mark = 'extras.Bookmark' | 'extras.ObjectSubscription';

/** Objects that one request marks at most. */
const MOST = 1_000;

/** What a person asks for. */
export interface MarkWish {
  readonly mark: Mark;
  readonly type: string;
  readonly ids: readonly string[];
  /** Whether the marks are put or taken away. */
  readonly on: boolean;
}

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
};

const TABLES: Readonly<Record<Mark, string>> = {
  'extras.Bookmark': 'extras_bookmark',
  'extras.ObjectSubscription': 'extras_object_subscription',
};

/** Ids of the person's marks on objects. */
const marksOn = async (work: Work, { mark, type, ids }: MarkWish, userId: string): Promise<string[]> => {
  const rows =
    mark === 'extras.Bookmark'
      ? await work.sql<{ id: string }>`
          SELECT m.id FROM extras_bookmark m WHERE m.organization_id = ${work.org} AND m.user_id = ${userId}::uuid
            AND m.object_type = ${type} AND m.object_id = ANY (${ids}::uuid[])`
      : await work.sql<{ id: string }>`
          SELECT m.id FROM extras_object_subscription m
          WHERE m.organization_id = ${work.org} AND m.user_id = ${userId}::uuid
            AND m.object_type = ${type} AND m.object_id = ANY (${ids}::uuid[])`;
  return rows.map(({ id }) => id);
};

const put = async (work: Work, { mark, type, ids }: MarkWish, userId: string): Promise<void> => {
  const rows = ids.map((objectId) => ({ objectType: type, objectId, user: { id: userId } }));
  await work.upsert(mark, rows, { path: (at) => `ids.${at}` });
};

const takeAway = async (work: Work, wish: MarkWish, userId: string): Promise<void> => {
  const ids = await marksOn(work, wish, userId);
  if (ids.length > 0) await work.delete(wish.mark, { ids });
};

/** Problems of ids that name nothing the person sees. */
const unseen = async (writer: Writer, actor: Actor, { type, ids }: MarkWish): Promise<Problem[]> => {
  const seen = await seenAmong(writer, actor, type, ids.filter(isId));
  const label = writer.engine.registry.model(type).label;
  return ids.flatMap((id, at) =>
    seen.has(id.toLowerCase())
      ? []
      : [{ path: `ids.${at}`, code: 'NOT_FOUND', message: `There is no ${label} with id "${id}".` }],
  );
};

/**
 * Puts a mark on objects that the person sees, or takes it away from any; all or none.
 *
 * @throws InvalidInput for types that there are not, and for more than 1,000 ids
 */
export const setMarks = async (
  writer: Writer,
  actor: Actor,
  given: MarkWish,
): Promise<{ readonly userErrors: readonly Problem[] }> => {
  const userId = personOf(actor);
  const { registry } = writer.engine;
  if (!registry.find(given.type))
    refuse(
      'type',
      `There is no type "${given.type}".${didYouMean(
        given.type,
        registry.models.map(({ name }) => name),
      )}`,
    );
  if (given.ids.length > MOST) refuse('ids', `Name at most ${MOST} objects.`);
  const problems = given.on ? await unseen(writer, actor, given) : [];
  if (problems.length > 0) return { userErrors: problems };
  const wish = { ...given, ids: [...new Set(given.ids.filter(isId).map((id) => id.toLowerCase()))] };
  if (wish.ids.length === 0) return { userErrors: [] };
  const { errors } = await writer.run(keeperOf(actor), { duringMaintenance: true }, (work) =>
    wish.on ? put(work, wish, userId) : takeAway(work, wish, userId),
  );
  return { userErrors: errors };
};

interface StoredMark extends ObjectName {
  readonly since: Date;
}

/** Marks that one answer holds at most. */
const LISTED = 500;

/** Objects that carry a mark of the person, the latest first, at most 500; whether they are seen is still to be asked. */
export const marksOf = ({ engine }: Writer, actor: Actor, mark: Mark): Promise<StoredMark[]> =>
  engine.dataSource.query<StoredMark[]>(
    `SELECT m.object_type AS type, m.object_id AS id, m.created AS since FROM ${TABLES[mark]} m
     WHERE m.organization_id = $1 AND m.user_id = $2 ORDER BY m.created DESC, m.id DESC LIMIT ${LISTED}`,
    [actor.organizationId, personOf(actor)],
  );

/** Which marks of the person an object carries. */
export const marksAt = async (
  { engine }: Writer,
  actor: Actor,
  { type, id }: ObjectName,
): Promise<{ readonly isBookmarked: boolean; readonly isWatched: boolean }> => {
  if (!isId(id)) return { isBookmarked: false, isWatched: false };
  const has = (table: string) =>
    `EXISTS (SELECT 1 FROM ${table} m WHERE m.organization_id = $1 AND m.user_id = $2 AND m.object_type = $3 AND m.object_id = $4)`;
  const [found] = await engine.dataSource.query<{ isBookmarked: boolean; isWatched: boolean }[]>(
    `SELECT ${has(TABLES['extras.Bookmark'])} AS "isBookmarked", ${has(TABLES['extras.ObjectSubscription'])} AS "isWatched"`,
    [actor.organizationId, personOf(actor), type, id],
  );
  return found ?? { isBookmarked: false, isWatched: false };
};
