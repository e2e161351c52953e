import { mayAct, type Actor, type GraphSession, type Model, type Registry } from '@plumbline/engine';
import { Forbidden, InvalidInput } from '@plumbline/kit';
import { actionsOf } from './permission-check.ts';
import { actorByNow, grantsOfGroup, type Ask } from './rights.queries.ts';

/** Whose rights are asked about: exactly one of the two. */
export interface PreviewSubject {
  readonly userId: string | null;
  readonly groupId: string | null;
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
 * An actor that reads as the user would, or as a member of the group with nothing besides.
 *
 * @throws Forbidden for others than administrators; InvalidInput for anything but one user or group of the organization.
 */
export const subjectActor = async (ask: Ask, actor: Actor, { userId, groupId }: PreviewSubject): Promise<Actor> => {
  if (!actor.superuser) throw new Forbidden('Only administrators see what others would see.');
  if ((userId === null) === (groupId === null)) throw refusal('', 'Give either a user or a group.');
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
