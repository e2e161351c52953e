import { afterSave, type DomainRule, type Draft, type SecurityEvent, type SecurityEventKind } from '@plumbline/engine';
import { DELEGATE_FIELDS } from './delegation.ts';

const ALL = ['create', 'update', 'delete'] as const;

const changesOf = (draft: Draft, fields: readonly string[]): Readonly<Record<string, unknown>> | null =>
  draft.action === 'delete'
    ? null
    : Object.fromEntries(fields.filter((field) => draft.changed(field)).map((field) => [field, draft.after[field]]));

const USER_FIELDS = ['username', 'email', 'isActive', 'isSuperuser', 'mustChangePassword'];
const USER_KINDS = { create: 'userCreated', update: 'userChanged', delete: 'userRemoved' } as const;

const userEvent = (draft: Draft): SecurityEvent => ({
  kind: USER_KINDS[draft.action],
  subject: String(draft.after['username']),
  subjectId: draft.id,
  details: changesOf(draft, USER_FIELDS),
});

const idsOf = (row: Draft['before']): readonly string[] => (row?.['users'] ?? []) as readonly string[];

const groupEvent = (draft: Draft): SecurityEvent => {
  const [before, after] = [new Set(idsOf(draft.before)), new Set(draft.action === 'delete' ? [] : idsOf(draft.after))];
  return {
    kind: 'groupChanged',
    subject: String(draft.after['name']),
    subjectId: draft.id,
    details: {
      action: draft.action,
      added: [...after].filter((id) => !before.has(id)),
      removed: [...before].filter((id) => !after.has(id)),
    },
  };
};

const GRANT_FIELDS = [...DELEGATE_FIELDS, 'tokens'];

const grantEvent = (draft: Draft): SecurityEvent => ({
  kind: 'grantChanged',
  subject: String(draft.after['name']),
  subjectId: draft.id,
  details: { action: draft.action, ...changesOf(draft, GRANT_FIELDS) },
});

const TOKEN_FIELDS = ['enabled', 'writeEnabled', 'expires', 'allowedIps', 'bulk'];

const tokenKind = ({ action, after }: Draft): SecurityEventKind => {
  if (action === 'create') return 'tokenCreated';
  return action === 'delete' || after['enabled'] === false ? 'tokenRevoked' : 'tokenChanged';
};

const tokenEvent = (draft: Draft): SecurityEvent => ({
  kind: tokenKind(draft),
  subject: String(draft.after['keyId']),
  subjectId: draft.id,
  details: { user: draft.after['user'], ...changesOf(draft, TOKEN_FIELDS) },
});

/** What the security log learns of accounts, groups, permissions and tokens. */
export const securityLogRules: readonly DomainRule[] = [
  afterSave('users.User', {
    name: 'users.user.2.log',
    on: ALL,
    when: USER_FIELDS,
    run: (drafts, work) => work.noteSecurity(...drafts.map(userEvent)),
  }),
  afterSave('users.Group', {
    name: 'users.group.1.log',
    on: ALL,
    when: ['name', 'users'],
    run: (drafts, work) => work.noteSecurity(...drafts.map(groupEvent)),
  }),
  afterSave('users.ObjectPermission', {
    name: 'users.objectpermission.8.log',
    on: ALL,
    when: GRANT_FIELDS,
    run: (drafts, work) => work.noteSecurity(...drafts.map(grantEvent)),
  }),
  afterSave('users.ApiToken', {
    name: 'users.apitoken.5.log',
    on: ALL,
    when: TOKEN_FIELDS,
    run: (drafts, work) => work.noteSecurity(...drafts.map(tokenEvent)),
  }),
];
