import type { Actor, SavedIds, Work, Writer } from '@plumbline/engine';
import { Forbidden, Unauthenticated } from '@plumbline/kit';
import { newToken } from './secrets.ts';
import { isId } from './session.commands.ts';

const TOKEN = 'users.ApiToken';
const PERMISSION = 'users.ObjectPermission';

/** A token as its owner sees it; the secret itself is never read back. */
export interface StoredToken {
  readonly id: string;
  readonly keyId: string;
  readonly description: string | null;
  readonly created: Date;
  readonly expires: Date | null;
  readonly lastUsed: Date | null;
  readonly lastAddress: string | null;
  readonly enabled: boolean;
  readonly writeEnabled: boolean;
  readonly bulk: boolean;
  readonly allowedIps: readonly string[] | null;
  /** Names of the permissions it is narrowed to; none for all that its user may do. */
  readonly permissions: readonly string[];
}

/** A permission that reaches somebody. */
export interface OwnPermission {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

/** @throws Unauthenticated for actors that are no users */
export const ownId = ({ userId }: Actor): string => {
  if (userId === null) throw new Unauthenticated('Only users have an account.');
  return userId;
};

const LIST = `SELECT t.id, t.key_id AS "keyId", t.description, t.created, t.expires, t.last_used AS "lastUsed",
    t.last_address AS "lastAddress", t.enabled, t.write_enabled AS "writeEnabled", t.bulk, t.allowed_ips AS "allowedIps",
    ARRAY(SELECT p.name::text FROM users_object_permission_tokens l
      JOIN users_object_permission p ON p.organization_id = l.organization_id AND p.id = l.source_id
      WHERE l.organization_id = t.organization_id AND l.target_id = t.id ORDER BY p.name) AS permissions
  FROM users_api_token t WHERE t.organization_id = $1 AND t.user_id = $2 ORDER BY t.created DESC, t.id LIMIT 1000`;

/** API tokens of the actor in this organization, newest first, at most 1,000. */
export const ownTokens = async ({ engine }: Writer, actor: Actor): Promise<StoredToken[]> =>
  engine.dataSource.query<StoredToken[]>(LIST, [actor.organizationId, ownId(actor)]);

const PERMISSIONS = `SELECT p.id, p.name, p.description FROM users_object_permission p
  WHERE p.organization_id = $1 AND p.enabled AND ($3::boolean OR EXISTS (
    SELECT 1 FROM users_object_permission_users l
    WHERE l.organization_id = $1 AND l.source_id = p.id AND l.target_id = $2
  ) OR EXISTS (
    SELECT 1 FROM users_object_permission_groups l
    JOIN users_group_users g ON g.organization_id = l.organization_id AND g.source_id = l.target_id AND g.target_id = $2
    WHERE l.organization_id = $1 AND l.source_id = p.id))
  ORDER BY p.name, p.id LIMIT 1000`;

/** Permissions that reach the actor, by name: what its tokens may be narrowed to. Administrators may take any. */
export const ownPermissions = async ({ engine }: Writer, actor: Actor): Promise<OwnPermission[]> =>
  engine.dataSource.query<OwnPermission[]>(PERMISSIONS, [actor.organizationId, ownId(actor), actor.superuser]);

/** Ends tokens of the actor by id, all or none; those of others are not found. */
export const revokeTokens = async (work: Work, ids: readonly string[]): Promise<number> => {
  const known = ids.filter(isId);
  const own = await work.sql<{ id: string }>`
    SELECT t.id FROM users_api_token t
    WHERE t.organization_id = ${work.org} AND t.user_id = ${ownId(work.actor)}::uuid AND t.id = ANY (${known}::uuid[])`;
  const found = new Set(own.map(({ id }) => id));
  for (const [at, id] of ids.entries())
    if (!found.has(id.toLowerCase())) work.refuse(`ids.${at}`, 'NOT_FOUND', 'You have no API token with this id.');
  if (found.size < new Set(ids.map((id) => id.toLowerCase())).size) return 0;
  const deleted: SavedIds = await work.delete(TOKEN, { ids: [...found] });
  return deleted.length;
};

/** What a new token is made of. */
export interface TokenWish {
  readonly description: string | null;
  readonly expires: string | null;
  readonly writeEnabled: boolean;
  readonly bulk: boolean;
  readonly allowedIps: readonly string[] | null;
  /** Ids of permissions it is narrowed to; none for all that its user may do. */
  readonly permissions: readonly string[];
}

interface Narrowing {
  readonly id: string;
  readonly tokens: readonly string[];
}

/** Puts a token below permissions, so that it may do no more than they say. */
const narrow = async (work: Work, token: string, wanted: readonly Narrowing[]): Promise<void> => {
  const inputs = wanted.map(({ id, tokens }) => ({ id, tokens: [...tokens, token].map((one) => ({ id: one })) }));
  if (inputs.length > 0) await work.update(PERMISSION, inputs);
};

/** The permissions of a wish with the tokens they narrow already; refuses those out of reach. */
const narrowings = async (work: Work, ids: readonly string[], reach: ReadonlySet<string>): Promise<Narrowing[]> => {
  for (const [at, id] of ids.entries())
    if (!reach.has(id.toLowerCase()))
      work.refuse(`permissions.${at}`, 'NOT_FOUND', 'No permission with this id reaches you.');
  const wanted = ids.filter((id) => reach.has(id.toLowerCase()));
  if (wanted.length === 0) return [];
  return work.sql<Narrowing>`
    SELECT p.id, ARRAY(SELECT l.target_id::text FROM users_object_permission_tokens l
      WHERE l.organization_id = p.organization_id AND l.source_id = p.id) AS tokens
    FROM users_object_permission p WHERE p.organization_id = ${work.org} AND p.id = ANY (${wanted}::uuid[])
    FOR UPDATE OF p`;
};

/** @throws Forbidden where a token would get more than the caller may do */
const requireModest = ({ superuser, tokenGrants }: Actor, { bulk }: Pick<TokenWish, 'bulk'>): void => {
  if (tokenGrants) throw new Forbidden('A token that is narrowed to permissions makes no further tokens.');
  if (bulk && !superuser) throw new Forbidden('Only administrators make tokens that read in bulk.');
};

/**
 * Makes a token for the actor; gives its id and the secret, which is told this once.
 *
 * @throws Forbidden for bulk tokens of others than administrators, and for callers with a narrowed token
 */
export const makeToken = async (
  writer: Writer,
  actor: Actor,
  { permissions, ...wish }: TokenWish,
): Promise<{ readonly id: string | null; readonly token: string | null; readonly userErrors: readonly object[] }> => {
  requireModest(actor, wish);
  const secret = newToken();
  const reach = new Set(permissions.length > 0 ? (await ownPermissions(writer, actor)).map(({ id }) => id) : []);
  const row = { user: { id: ownId(actor) }, ...wish, secret };
  const { result, errors } = await writer.run(
    actor,
    { reason: 'tokenCreate', granted: [TOKEN, PERMISSION] },
    async (work) => {
      const wanted = await narrowings(work, permissions, reach);
      const [id] = await work.create(TOKEN, [row]);
      if (id) await narrow(work, id, wanted);
      return id ?? null;
    },
  );
  const id = errors.length > 0 ? null : (result ?? null);
  return { id, token: id === null ? null : secret, userErrors: errors };
};
