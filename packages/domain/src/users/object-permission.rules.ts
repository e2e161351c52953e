import { derive, rule, type DomainRule, type Row } from '@plumbline/engine';
import { permissionProblems, type PermissionText } from './permission-check.ts';

const PERMISSION = 'users.ObjectPermission';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean => value === null || value === undefined;

const textOf = (row: Row): PermissionText => ({
  objectTypes: (row['objectTypes'] ?? []) as readonly string[], // text list
  actions: (row['actions'] ?? []) as readonly string[], // text list
  predicate: row['predicate'] ?? null,
  fields: (row['fields'] ?? null) as readonly string[] | null, // text list
});

const grantsSomething = rule(PERMISSION, {
  name: 'users.objectpermission.1',
  when: ['objectTypes', 'actions', 'predicate', 'fields'],
  check: (drafts, work) => {
    for (const draft of drafts) {
      const text = textOf(draft.after);
      if (text.actions.length === 0)
        draft.refuse('actions', 'REQUIRED', 'A permission grants at least one action, such as view.');
      for (const { field, message } of permissionProblems(work.registry, text))
        draft.refuse(field, 'BAD_USER_INPUT', message);
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

/** Imported conditions say which rows were meant: without a filter in their place every row would be granted. */
const conditionsAreTranslated = rule(PERMISSION, {
  name: 'users.objectpermission.4.translated',
  when: ['enabled', 'constraints', 'predicate'],
  check: (drafts) => {
    for (const draft of drafts) {
      const { enabled, constraints, predicate } = draft.after;
      if (enabled === true && !isEmpty(constraints) && isEmpty(predicate))
        draft.refuse(
          'enabled',
          'BAD_USER_INPUT',
          'The imported conditions are not translated: say in the filter which rows are meant, or clear them.',
        );
    }
  },
});

const noProblemLeft = derive(PERMISSION, {
  name: 'users.objectpermission.problem',
  from: ['enabled'],
  fill: (drafts) => {
    for (const draft of drafts) if (draft.after['enabled'] === true) draft.set('problem', null);
  },
});

/** Only an import sets a problem, for which what rules refuse is a finding: its report names the permission. */
const problemIsTold = rule(PERMISSION, {
  name: 'users.objectpermission.5.told',
  when: ['problem'],
  check: (drafts) => {
    for (const draft of drafts)
      if (!isEmpty(draft.after['problem']))
        draft.refuse('problem', 'PERMISSION_NOT_TRANSLATED', String(draft.after['problem']));
  },
});

/** Rules of permissions. */
export const objectPermissionRules: readonly DomainRule[] = [
  noProblemLeft,
  grantsSomething,
  constraintsAreConditions,
  conditionsAreTranslated,
  problemIsTold,
];
