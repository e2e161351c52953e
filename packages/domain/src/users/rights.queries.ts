import type { Actor, Bindings, Grant } from '@plumbline/engine';
import { delegatedGrants, LONGEST_CHAIN } from './delegation.ts';

/** A permission as JSON of a grant, without its braces. */
const grantJson = (alias: string): string => `'objectTypes', ${alias}.object_types, 'actions', ${alias}.actions,
      'predicate', ${alias}.predicate, 'fields', CASE WHEN cardinality(${alias}.fields) > 0 THEN ${alias}.fields END`;

/** Permissions whose imported conditions are not translated would grant too much. */
const holds = (alias: string): string =>
  `${alias}.enabled AND (${alias}.constraints IS NULL OR ${alias}.predicate IS NOT NULL)`;

const PARTS = 'f.parent_id, f.object_types, f.actions, f.predicate, f.fields, f.constraints, f.enabled, f.delegable';

/** Permissions above `p`, nearest first, and whether all of them may be passed on; a chain without an end holds not. */
const ABOVE = `SELECT json_agg(json_build_object(${grantJson('a')}) ORDER BY a.depth) AS grants,
      bool_and(${holds('a')} AND a.delegable) AND bool_or(a.parent_id IS NULL) AS holds
    FROM (WITH RECURSIVE above AS (
        SELECT ${PARTS}, 1 AS depth FROM users_object_permission f
        WHERE f.organization_id = p.organization_id AND f.id = p.parent_id
        UNION ALL
        SELECT ${PARTS}, b.depth + 1 FROM above b
        JOIN users_object_permission f ON f.organization_id = p.organization_id AND f.id = b.parent_id
        WHERE b.depth < ${LONGEST_CHAIN - 1})
      SELECT * FROM above) a`;

/** Permissions as a list of grants, each with those it was passed on from. */
const listSql = (subject: string): string => `(SELECT coalesce(json_agg(json_build_object(
      ${grantJson('p')}, 'within', w.grants, 'passOn', CASE WHEN p.delegable THEN p.id END) ORDER BY p.number), '[]')
    FROM users_object_permission p LEFT JOIN LATERAL (${ABOVE}) w ON p.parent_id IS NOT NULL
    WHERE p.organization_id = o.id AND ${holds('p')} AND (p.parent_id IS NULL OR w.holds) AND (${subject}))`;

const linked = (table: string, target: string): string =>
  `SELECT 1 FROM users_object_permission_${table} l WHERE l.organization_id = o.id AND l.source_id = p.id AND l.target_id = ${target}`;

const GRANTS = listSql(`EXISTS (${linked('users', 'u.id')}) OR EXISTS (
      SELECT 1 FROM users_object_permission_groups l
      JOIN users_group_users g ON g.organization_id = l.organization_id AND g.source_id = l.target_id AND g.target_id = u.id
      WHERE l.organization_id = o.id AND l.source_id = p.id)`);

const scoped = (list: string, column: string): string =>
  `SELECT l.target_id AS ${column} FROM users_member_scope_${list} l WHERE l.organization_id = o.id AND l.source_id = s.id`;

/** Rows of a table whose tree of groups holds one that is listed. */
const belowSql = (list: string, table: string, reference: string, tree: string): string =>
  `SELECT r.id FROM ${table} r JOIN ${tree} g ON g.organization_id = o.id AND g.id = r.${reference}
      WHERE r.organization_id = o.id AND g.tree_path && ARRAY(${scoped(list, 'id')})`;

const TENANTS = `ARRAY(${scoped('tenants', 'id')}
      UNION ${belowSql('tenant_groups', 'tenancy_tenant', 'group_id', 'tenancy_tenant_group')})`;

const SITES = `ARRAY(${scoped('sites', 'id')}
      UNION ${belowSql('regions', 'dcim_site', 'region_id', 'dcim_region')}
      UNION ${belowSql('site_groups', 'dcim_site', 'group_id', 'dcim_site_group')})`;

const BINDINGS = `(SELECT json_build_object('tenants', ${TENANTS}, 'sites', ${SITES})
    FROM users_member_scope s WHERE s.organization_id = o.id AND s.user_id = u.id)`;

/**
 * Column `rights` of a statement with the user `u` and the organization `o`: grants by user and group, and what their
 * names stand for. Administrators need none.
 */
export const RIGHTS_COLUMN = `CASE WHEN u.is_superuser THEN NULL
    ELSE json_build_object('grants', ${GRANTS}, 'bindings', ${BINDINGS}) END AS rights`;

/** Column "tokenGrants" of a statement with the API token `t` besides; null for a token without permissions of its own. */
export const TOKEN_GRANTS_COLUMN = `CASE WHEN EXISTS (
      SELECT 1 FROM users_object_permission_tokens l WHERE l.organization_id = o.id AND l.target_id = t.id)
    THEN ${listSql(`EXISTS (${linked('tokens', 't.id')})`)} END AS "tokenGrants"`;

/** A permission as the columns give it. */
interface StoredGrant extends Omit<Grant, 'within'> {
  readonly within?: readonly Grant[] | null;
  /** Its id, when those it reaches may pass it on. */
  readonly passOn?: string | null;
}

/** What the columns say. */
export interface StoredRights {
  /** Null for administrators. */
  readonly rights: {
    readonly grants: readonly StoredGrant[];
    readonly bindings: Pick<Bindings, 'tenants' | 'sites'> | null;
  } | null;
  /** Absent where no API token is asked about. */
  readonly tokenGrants?: readonly StoredGrant[] | null;
}

/** An actor's part that says what it may do. */
export type ActorRights = Required<Pick<Actor, 'superuser' | 'grants' | 'tokenGrants' | 'bindings' | 'delegated'>>;

const EVERYTHING: Grant = { objectTypes: ['*'], actions: ['*'], predicate: null, fields: null };

/** Rights that were handed out last, by what the columns said. */
const handedOut = new Map<string, ActorRights>();
const MOST_KEPT = 500;
/** Characters; longer ones are made anew each time. */
const LONGEST_KEPT = 20_000;

const grantsOf = (stored: readonly StoredGrant[]): readonly Grant[] =>
  stored.map(({ passOn: _, within = null, ...grant }) => (within === null ? grant : { ...grant, within }));

/** Rights as an actor carries them: a token with permissions of its own holds an administrator's token to them, too. */
const readRights = (userId: string, { rights, tokenGrants = null }: StoredRights): ActorRights => {
  const { tenants = [], sites = [] } = rights?.bindings ?? {};
  const bindings = { user: userId, tenants, sites };
  const own = tokenGrants && grantsOf(tokenGrants);
  if (rights === null)
    return {
      superuser: own === null,
      grants: own === null ? [] : [EVERYTHING],
      tokenGrants: own,
      bindings,
      delegated: [],
    };
  const passedOn = own === null ? rights.grants.flatMap(({ passOn }) => passOn ?? []) : [];
  const delegated = delegatedGrants(passedOn);
  return { superuser: false, grants: grantsOf(rights.grants), tokenGrants: own, bindings, delegated };
};

/** As the columns say; the same objects for the same rights, so that what is worked out from them is kept. */
export const rightsOf = (userId: string, { rights, tokenGrants = null }: StoredRights): ActorRights => {
  const key = JSON.stringify([userId, rights, tokenGrants]);
  const known = handedOut.get(key);
  const made = known ?? readRights(userId, { rights, tokenGrants });
  if (key.length > LONGEST_KEPT) return made;
  handedOut.delete(key);
  handedOut.set(key, made);
  if (handedOut.size > MOST_KEPT) handedOut.delete(handedOut.keys().next().value ?? '');
  return made;
};

const CURRENT = `SELECT ${RIGHTS_COLUMN}, ${TOKEN_GRANTS_COLUMN}, t.write_enabled AS "mayWrite"
  FROM users_user u
  JOIN users_membership m ON m.user_id = u.id
  JOIN core_organization o ON o.id = m.organization_id AND o.is_active
  LEFT JOIN users_api_token t ON t.id = $3 AND t.user_id = u.id AND t.organization_id = o.id
    AND t.enabled AND (t.expires IS NULL OR t.expires > now())
  WHERE u.id = $1 AND u.is_active AND o.id = $2 AND ($3::uuid IS NULL OR t.id IS NOT NULL)`;

/** Runs a statement. */
export type Ask = <T>(text: string, values: readonly unknown[]) => Promise<readonly T[]>;

/**
 * An actor with the rights of this moment, for work that was asked for earlier.
 *
 * Null when the account, its membership or its token is gone or switched off. Actors without an account stay as they are.
 */
export const actorByNow = async (ask: Ask, actor: Actor): Promise<Actor | null> => {
  if (actor.userId === null) return actor;
  const values = [actor.userId, actor.organizationId, actor.tokenId];
  const [found] = await ask<StoredRights & { readonly mayWrite: boolean | null }>(CURRENT, values);
  if (!found) return null;
  const readOnly = actor.readOnly || found.mayWrite === false;
  return { ...actor, ...rightsOf(actor.userId, found), readOnly };
};

const OF_PERMISSION = `SELECT ${listSql('p.id = $1')} AS grants FROM core_organization o WHERE o.id = $2`;

/** What a permission of the organization grants, with those it was passed on from; nothing while it is switched off. */
export const grantsOfPermission = async (
  ask: Ask,
  organizationId: string,
  permissionId: string,
): Promise<readonly Grant[]> => {
  const [found] = await ask<{ readonly grants: readonly StoredGrant[] }>(OF_PERMISSION, [permissionId, organizationId]);
  return grantsOf(found?.grants ?? []);
};

const OF_GROUP = `SELECT ${listSql(`EXISTS (${linked('groups', 'g.id')})`)} AS grants
  FROM users_group g JOIN core_organization o ON o.id = g.organization_id WHERE g.id = $1 AND o.id = $2`;

/** Grants that a group of the organization gives its members; null when there is no such group. */
export const grantsOfGroup = async (
  ask: Ask,
  organizationId: string,
  groupId: string,
): Promise<readonly Grant[] | null> => {
  const [found] = await ask<{ readonly grants: readonly StoredGrant[] }>(OF_GROUP, [groupId, organizationId]);
  return found ? grantsOf(found.grants) : null;
};
