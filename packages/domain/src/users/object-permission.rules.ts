import { rule, type DomainRule } from '@plumbline/engine';
import { didYouMean } from '@plumbline/kit';

const PERMISSION = 'users.ObjectPermission';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const grantsSomething = rule(PERMISSION, {
  name: 'users.objectpermission.1',
  when: ['objectTypes', 'actions'],
  check: (drafts, work) => {
    const known = work.registry.models.map(({ name }) => name);
    const names = new Set(known);
    for (const draft of drafts) {
      const types = (draft.after['objectTypes'] ?? []) as readonly string[]; // text list
      const actions = (draft.after['actions'] ?? []) as readonly string[]; // text list
      const unknown = types.find((type) => !names.has(type));
      if (unknown !== undefined)
        draft.refuse('objectTypes', 'BAD_USER_INPUT', `There is no type "${unknown}".${didYouMean(unknown, known)}`);
      if (actions.length === 0)
        draft.refuse('actions', 'REQUIRED', 'A permission grants at least one action, such as view.');
    }
  },
});

const constraintsAreConditions = rule(PERMISSION, {
  name: 'users.objectpermission.2',
  when: ['constraints'],
  check: (drafts) => {
    for (const draft of drafts) {
      const constraints = draft.after['constraints'] ?? null;
      const parts: readonly unknown[] = Array.isArray(constraints) ? constraints : [constraints];
      if (constraints !== null && !parts.every(isObject))
        draft.refuse(
          'constraints',
          'BAD_USER_INPUT',
          'Conditions are an object, or a list of objects of which one holds.',
        );
    }
  },
});

/** Rules of permissions. */
export const objectPermissionRules: readonly DomainRule[] = [grantsSomething, constraintsAreConditions];
