import { derive, type Draft, type Work } from '@plumbline/engine';
import { distinct, isGiven, textOf } from '../../lookup.queries.ts';

const FOREIGN = 'A note is by who writes it; only administrators name another author.';

/** Whether the note names somebody other than its writer, which administrators alone may. */
const isForeign = (draft: Draft, { actor }: Work): boolean =>
  !actor.superuser && isGiven(draft, 'author') && textOf(draft.after, 'author') !== actor.userId;

/** User names by id, one statement. */
const usernames = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  const rows = await work.sql<{ id: string; username: string }>`
    SELECT u.id, u.username FROM users_user u
    JOIN users_membership m ON m.user_id = u.id AND m.organization_id = ${work.org}
    WHERE u.id = ANY (${ids}::uuid[])`;
  return new Map(rows.map(({ id, username }) => [id, username]));
};

/** Sets who writes: the caller, or for administrators and imports whom they name. */
const setAuthor = (draft: Draft, work: Work): void => {
  if (work.trusted) return;
  if (isForeign(draft, work)) draft.refuse('author', 'FORBIDDEN', FOREIGN);
  else if (!isGiven(draft, 'author')) draft.set('author', work.actor.userId);
};

/** Imports say themselves what the author was called. */
const keepsName = (draft: Draft, work: Work): boolean => work.trusted && isGiven(draft, 'authorName');

/** A note is by who writes it, and keeps their user name when the account is gone. */
export const takeAuthor = derive('extras.JournalEntry', {
  name: 'extras.journalentry.1.author',
  from: ['author', 'authorName'],
  fill: async (drafts, work) => {
    const made = drafts.filter(({ action }) => action === 'create');
    for (const draft of made) setAuthor(draft, work);
    const unnamed = made.filter((draft) => !keepsName(draft, work));
    const names = await usernames(work, distinct(unnamed.map((draft) => textOf(draft.after, 'author'))));
    for (const draft of unnamed) {
      const author = textOf(draft.after, 'author');
      const own = work.trusted || isGiven(draft, 'author') ? null : work.actor.name;
      draft.set('authorName', author === null ? own : (names.get(author) ?? null));
    }
  },
});
