import type { Actor, Grant, Model, Work, Writer } from '@plumbline/engine';
import { Forbidden, InvalidInput, type Problem } from '@plumbline/kit';
import { keeperOf } from './keeper.ts';
import { ownId } from './own-token.commands.ts';
import { digestOf, randomSecret, tokenKey } from './secrets.ts';
import { isId } from './session.commands.ts';
import { requireSharing } from './share-link.queries.ts';
import { readShared, shareableFields, type ShareSource } from './share-read.queries.ts';
import { seenOf, type SharedContent } from './share-view.ts';
import { problem, shareableModel, usualEnd, wishProblems, type ShareWish } from './share-wish.ts';

const LINK = 'users.ShareLink';

/** What became of a wish: the token, told this once, or why there is none. */
export interface ShareMade {
  readonly id: string | null;
  readonly token: string | null;
  readonly expires: string | null;
  readonly userErrors: readonly Problem[];
}

const EVERYTHING: Grant = { objectTypes: ['*'], actions: ['*'], predicate: null, fields: null };

/** The caller as a visitor of the link would read. */
const asVisitor =
  (actor: Actor) =>
  (tokenGrants: readonly Grant[]): Actor => ({
    ...actor,
    superuser: false,
    grants: actor.superuser ? [EVERYTHING] : actor.grants,
    tokenGrants,
    readOnly: true,
    bulk: false,
  });

/** What opening the link would come to: refusals of what the caller does not see, or of what does not fit. */
const openingProblems = async (
  source: ShareSource,
  actor: Actor,
  model: Model,
  content: SharedContent,
): Promise<readonly Problem[]> => {
  try {
    const { organizationId } = actor;
    const shown = await readShared(source, { content, organizationId, actorFor: asVisitor(actor), offset: 0 });
    return shown ? [] : [problem('id', `There is no ${model.label} with this id.`, 'NOT_FOUND')];
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof Forbidden)
      return error.problems.map(({ path, ...rest }) => ({ ...rest, path: path.replace(/^\w+\./, '') }));
    throw error;
  }
};

/** @throws Forbidden for tokens that may do less than their user, whose rights a link would have */
const requireOwnRights = ({ tokenGrants }: Actor): void => {
  if (tokenGrants) throw new Forbidden('A token that is narrowed to permissions makes no links.');
};

const store = async (
  work: Work,
  { userId }: Actor,
  wish: ShareWish & { readonly expires: string },
  token: string,
): Promise<string | null> => {
  const { name, type, rowId, filter, words, orderBy, fields } = wish;
  const expires = new Date(wish.expires).toISOString();
  const shared = { sharedType: type, sharedId: rowId, filter, words, orderBy, shownFields: fields };
  const [id] = await work.create(LINK, [{ name: name.trim(), sharer: { id: userId }, ...shared, expires }], {
    path: () => '',
  });
  if (!id) return null;
  await work.sql`
    UPDATE users_share_link l SET key_id = ${tokenKey(token)}, digest = ${digestOf(token)}
    WHERE l.organization_id = ${work.org} AND l.id = ${id}::uuid`;
  const details = { type, object: rowId, fields, expires };
  await work.noteSecurity({ kind: 'shared', subject: name.trim(), subjectId: id, details });
  return id;
};

/** What makes links. */
export interface ShareParts extends Pick<ShareSource, 'reader' | 'pool'> {
  readonly writer: Writer;
}

/**
 * Makes a link to one object, or to the rows of a list; everybody may who sees them.
 *
 * The token has 256 random bits, is told this once, and only its digest is stored.
 *
 * @throws InvalidInput for types that can't be shared; Forbidden for narrowed tokens, and where sharing is switched off
 */
export const makeShareLink = async (
  { writer, reader, pool }: ShareParts,
  actor: Actor,
  given: ShareWish,
  now = Date.now(),
): Promise<ShareMade> => {
  requireOwnRights(actor);
  ownId(actor);
  const source = { registry: writer.engine.registry, reader, pool };
  const model = shareableModel(source.registry, given.type);
  await requireSharing(writer, actor);
  const all = seenOf(actor, model, await shareableFields(source, actor.organizationId, model));
  const expires = given.expires ?? usualEnd(now);
  const wish = { ...given, type: model.name, expires };
  const none = { id: null, token: null, expires: null };
  const wrong = wishProblems(all, model, wish, now);
  const problems = wrong.length > 0 ? wrong : await openingProblems(source, actor, model, wish);
  if (problems.length > 0) return { ...none, userErrors: problems };
  const token = randomSecret();
  const { result, errors } = await writer.run(keeperOf(actor), { reason: 'shareLinkCreate', behalf: actor }, (work) =>
    store(work, actor, wish, token),
  );
  return errors.length > 0 || !result
    ? { ...none, userErrors: errors }
    : { id: result, token, expires: new Date(expires).toISOString(), userErrors: [] };
};

interface Owned {
  readonly id: string;
  readonly name: string;
  readonly revoked: Date | null;
}

const revoke = async (work: Work, ids: readonly string[], { userId, superuser }: Actor): Promise<number> => {
  const owned = await work.sql<Owned>`
    SELECT l.id, l.name, l.revoked FROM users_share_link l
    WHERE l.organization_id = ${work.org} AND l.id = ANY (${ids.filter(isId)}::uuid[])
      AND (l.sharer_id = ${userId}::uuid OR ${superuser}::boolean) FOR UPDATE`;
  const found = new Set(owned.map(({ id }) => id));
  for (const [at, id] of ids.entries())
    if (!found.has(id.toLowerCase())) work.refuse(`ids.${at}`, 'NOT_FOUND', 'There is no share link with this id.');
  if (found.size < new Set(ids.map((id) => id.toLowerCase())).size) return 0;
  const open = owned.filter(({ revoked }) => revoked === null);
  if (open.length === 0) return 0;
  const revoked = new Date().toISOString();
  await work.update(
    LINK,
    open.map(({ id }) => ({ id, revoked })),
  );
  await work.noteSecurity(
    ...open.map(({ id, name }) => ({ kind: 'shareRevoked' as const, subject: name, subjectId: id })),
  );
  return open.length;
};

/** Ends links by id, all or none: one's own, for administrators those of everybody. */
export const revokeShareLinks = async (
  writer: Writer,
  actor: Actor,
  ids: readonly string[],
): Promise<{ readonly revoked: number; readonly userErrors: readonly Problem[] }> => {
  requireOwnRights(actor);
  ownId(actor);
  const { result, errors } = await writer.run(keeperOf(actor), { reason: 'shareLinkRevoke' }, (work) =>
    revoke(work, ids, actor),
  );
  return { revoked: errors.length > 0 ? 0 : (result ?? 0), userErrors: errors };
};
