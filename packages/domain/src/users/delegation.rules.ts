import { rule, type DomainRule, type Draft, type Work } from '@plumbline/engine';
import { linkOf, placesOf, type Place } from './delegation-chain.queries.ts';
import { widerThan } from './delegation-check.ts';
import { DELEGATE_FIELDS, LONGEST_CHAIN } from './delegation.ts';
import { USER_SETTINGS } from './users.settings.ts';

const PERMISSION = 'users.ObjectPermission';

const refusePlace = (draft: Draft, { above: [parent], length }: Place): void => {
  if (parent?.delegable === false)
    draft.refuse(
      'parent',
      'BAD_USER_INPUT',
      `"${parent.name}" may not be passed on, so that nothing below it would grant anything; set its \`delegable\` first.`,
    );
  if (length > LONGEST_CHAIN)
    draft.refuse(
      'parent',
      'BAD_USER_INPUT',
      `This would make ${length} permissions passed on one from the other; ${LONGEST_CHAIN} are the most.`,
    );
};

/** A permission says no more than those it is passed on from. */
const saysNoMore = rule(PERMISSION, {
  name: 'users.objectpermission.6.within',
  when: ['parent', 'delegable', 'objectTypes', 'actions', 'fields'],
  check: async (drafts, work) => {
    const own = drafts.filter(({ after }) => (after['parent'] ?? null) !== null);
    if (own.length === 0) return;
    for (const [draft, place] of await placesOf(work, drafts)) {
      const moved = draft.changed('parent');
      if (moved) refusePlace(draft, place);
      const said = (field: string) => moved || draft.changed(field);
      for (const { field, message } of widerThan(work.registry, linkOf(draft), place.above))
        if (said(field)) draft.refuse(field, 'BAD_USER_INPUT', message);
    }
  },
});

const listOf = (row: Draft['before'], field: string): readonly string[] => (row?.[field] ?? []) as readonly string[]; // ids

const added = (draft: Draft, field: 'users' | 'groups'): readonly string[] => {
  const before = new Set(listOf(draft.before, field));
  return listOf(draft.after, field).filter((id) => !before.has(id));
};

/** Those of the groups that hold the actor. */
const ownGroups = async (work: Work, drafts: readonly Draft[]): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(drafts.flatMap((draft) => added(draft, 'groups')))];
  if (ids.length === 0) return new Set();
  const rows = await work.sql<{ id: string }>`
    SELECT x.source_id AS id FROM users_group_users x
    WHERE x.organization_id = ${work.org} AND x.target_id = ${work.actor.userId}::uuid
      AND x.source_id = ANY (${ids}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
};

const KEEPS = 'so that it ends when your own does; ask an administrator';

/** A delegate reaches others: what reached the delegate as well would outlast the right it was passed on from. */
const refuseOneself = (work: Work, draft: Draft, own: ReadonlySet<string>): void => {
  if (work.actor.userId !== null && added(draft, 'users').includes(work.actor.userId))
    draft.refuse('users', 'FORBIDDEN', `You may not give yourself what you pass on, ${KEEPS}.`);
  if (added(draft, 'groups').some((id) => own.has(id)))
    draft.refuse('groups', 'FORBIDDEN', `You may not give what you pass on to a group that you belong to, ${KEEPS}.`);
};

/** Whether those who hold delegable permissions may pass them on here. */
export const mayDelegate = async (work: Work): Promise<boolean> => {
  const { key, default: initial } = USER_SETTINGS.delegation;
  return work.actor.superuser || ((await work.settings(key)) ?? initial) === true;
};

/** What is said where delegation is switched off. */
export const DELEGATION_OFF = 'Passing on permissions is switched off here. Ask an administrator.';

const delegatesPassOn = rule(PERMISSION, {
  name: 'users.objectpermission.7.delegates',
  on: ['create', 'update', 'delete'],
  when: DELEGATE_FIELDS, // a token that is put below a permission is no such write
  check: async (drafts, work) => {
    if (work.actor.superuser) return;
    const isOn = await mayDelegate(work);
    const groups = await ownGroups(work, drafts);
    for (const draft of drafts) {
      if (!isOn) draft.refuse('', 'FORBIDDEN', DELEGATION_OFF);
      if (draft.action === 'delete') continue;
      if ((draft.after['parent'] ?? null) === null && (draft.before === null || draft.changed('parent')))
        draft.refuse(
          'parent',
          'REQUIRED',
          'Name the permission that you pass on: you write permissions below it only.',
        );
      refuseOneself(work, draft, groups);
    }
  },
});

/** Rules of permissions that are passed on. */
export const delegationRules: readonly DomainRule[] = [saysNoMore, delegatesPassOn];
