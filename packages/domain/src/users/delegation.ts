import type { FilterJson, Grant } from '@plumbline/engine';

const PERMISSION = 'users.ObjectPermission';

/** Permissions that one chain of delegation holds at most, with the one that was not passed on. */
export const LONGEST_CHAIN = 8;

/** What a permission says and whom it reaches, for delegates; narrowing API tokens of others is no part of it. */
export const DELEGATE_FIELDS: readonly string[] = [
  'name',
  'description',
  'enabled',
  'parent',
  'delegable',
  'objectTypes',
  'actions',
  'predicate',
  'fields',
  'users',
  'groups',
];

const grant = (
  type: string,
  actions: readonly string[],
  predicate: FilterJson,
  fields: readonly string[] | null = null,
): Grant => ({ objectTypes: [type], actions, predicate, fields });

/**
 * What comes with permissions, by id, that somebody may pass on: to see them and all below them, to write those below,
 * and to see whom those below reach.
 */
export const delegatedGrants = (ids: readonly string[]): readonly Grant[] => {
  if (ids.length === 0) return [];
  const reach = { or: ids.map((id) => ({ inTreeOf: { id } })) };
  const below = { and: [reach, { id: { notIn: ids } }] };
  const named = { objectPermissions: { some: below } };
  return [
    grant(PERMISSION, ['view'], reach),
    grant(PERMISSION, ['add', 'change', 'delete'], below, DELEGATE_FIELDS),
    grant('users.User', ['view'], named),
    grant('users.Group', ['view'], named),
  ];
};
