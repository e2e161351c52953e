import { mayAct, type Actor, type GraphSession, type Model, type Registry } from '@plumbline/engine';
import { Forbidden, InvalidInput } from '@plumbline/kit';
import { actionsOf } from './permission-check.ts';
import { actorByNow, grantsOfGroup, grantsOfPermission, type Ask } from './rights.queries.ts';

/** Whose rights are asked about: exactly one of the three. */
export interface PreviewSubject {
  readonly userId: string | null;
  readonly groupId: string | null;
  readonly permissionId: string | null;
}

/** What somebody sees of a type, and may do to some of its rows. */
export interface TypePreview {
  readonly type: string;
  readonly count: number;
  readonly samples: readonly string[];
  readonly actions: readonly string[];
}

const SAMPLES = 3;

const refusal = (path: string, message: string, code = 'BAD_USER_INPUT') => new InvalidInput([{ path, code, message }]);

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const NOBODY = {
  superuser: false,
  tokenGrants: null,
  delegated: [],
  readOnly: true,
  bulk: false,
  tokenId: null,
} as const;

/**
 * An actor that has nothing but one permission, and no more than the caller has: who may pass a permission on sees what
 * it comes to within the own reach. Names in its predicate stand for the caller.
 *
 * @throws Forbidden for tokens that may do less than their user
 */
const permissionActor = async (ask: Ask, actor: Actor, permissionId: string): Promise<Actor> => {
  if (actor.tokenGrants) throw new Forbidden('A token that is narrowed to permissions shows no previews.');
  const grants = await grantsOfPermission(ask, actor.organizationId, permissionId);
  return { ...actor, ...NOBODY, grants, tokenGrants: actor.superuser ? null : actor.grants };
};

/**
 * An actor that reads as the user would, or as a member of the group with nothing besides, or with one permission.
 *
 * `seesPermission` tells whether the caller sees a permission.
 *
 * @throws Forbidden for users and groups, for others than administrators; InvalidInput for anything but one subject of the organization.
 */
export const subjectActor = async (
  ask: Ask,
  actor: Actor,
  { userId, groupId, permissionId }: PreviewSubject,
  seesPermission: (id: string) => Promise<boolean>,
): Promise<Actor> => {
  if ([userId, groupId, permissionId].filter((id) => id !== null).length !== 1)
    throw refusal('', 'Give a user, a group or a permission.');
  if (permissionId !== null) {
    if (UUID.test(permissionId) && (await seesPermission(permissionId)))
      return permissionActor(ask, actor, permissionId);
    throw refusal('permissionId', `There is no object permission with id "${permissionId}".`, 'NOT_FOUND');
  }
  if (!actor.superuser) throw new Forbidden('Only administrators see what others would see.');
  const base: Actor = { ...actor, ...NOBODY, grants: [] };
  if (userId !== null) {
    const found = UUID.test(userId) ? await actorByNow(ask, { ...base, userId }) : null;
    if (!found) throw refusal('userId', `There is no active user with id "${userId}" here.`, 'NOT_FOUND');
    return { ...found, readOnly: true };
  }
  const grants = UUID.test(groupId ?? '') ? await grantsOfGroup(ask, actor.organizationId, groupId ?? '') : null;
  if (!grants) throw refusal('groupId', `There is no group with id "${groupId}".`, 'NOT_FOUND');
  return { ...base, userId: null, grants, bindings: { user: null, tenants: [], sites: [] } };
};

const actionsFor = (actor: Actor, model: Model): string[] =>
  [...actionsOf([model])].filter((action) => mayAct(actor, model, action));

/** Types the actor may do anything to, with what is seen of them: two statements per type. */
export const previewTypes = async (session: GraphSession, registry: Registry, actor: Actor): Promise<TypePreview[]> => {
  const previews: TypePreview[] = [];
  for (const model of registry.models) {
    const actions = actionsFor(actor, model);
    if (actions.length === 0) continue;
    const isSeen = actions.includes('view');
    const count = isSeen ? await session.count(model.name) : 0;
    const rows = count > 0 ? await session.list(model.name, ['display'], { limit: SAMPLES }) : [];
    previews.push({ type: model.name, count, samples: rows.map(({ values }) => values[0] ?? ''), actions });
  }
  return previews;
};
