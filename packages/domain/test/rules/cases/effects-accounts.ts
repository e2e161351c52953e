import { digestOf } from '../../../src/index.ts';
import { many, type Effect } from '../case.ts';

const secret = (n: number): string => `a-secret-that-is-long-enough-${n}`;

/** What the rules of users and tokens bring about. */
export const accountEffects: readonly Effect[] = [
  {
    title: 'a token has a key by which it is found',
    proves: 'users.token.1',
    by: 'users.ApiToken users.apitoken.1.key',
    act: async (plant, count) => {
      const user = await plant.user();
      const gives = () => ({ key_id: expect.any(String) as unknown });
      return {
        model: 'users.ApiToken',
        inputs: many(count, (n) => ({ user, secret: secret(n) })),
        table: 'users_api_token',
        gives,
      };
    },
  },
  {
    title: 'of a token only the digest is stored',
    proves: 'users.token.1',
    by: 'users.ApiToken users.apitoken.3.digest',
    act: async (plant, count) => {
      const user = await plant.user();
      const gives = (n: number) => ({ digest: digestOf(secret(n)) });
      return {
        model: 'users.ApiToken',
        inputs: many(count, (n) => ({ user, secret: secret(n) })),
        table: 'users_api_token',
        gives,
      };
    },
  },
  {
    title: 'a permission that is switched on has no problem left',
    proves: null,
    by: 'users.ObjectPermission users.objectpermission.problem',
    act: async (plant, count) => {
      const base = { objectTypes: ['dcim.Site'], actions: ['view'], enabled: false, problem: 'No such lookup.' };
      const rows = many(count, () => ({ ...base, name: plant.name('permission') }));
      const { result } = await plant.import('users.ObjectPermission', ...rows);
      const inputs = (result ?? []).map((id) => ({ id, enabled: true }));
      const gives = () => ({ enabled: true, problem: null });
      return { model: 'users.ObjectPermission', verb: 'update', inputs, table: 'users_object_permission', gives };
    },
  },
  {
    title: 'the security log learns of users',
    proves: null,
    by: 'users.User users.user.2.log',
    act: async (plant, count) => {
      const names = many(count, () => plant.name('user'));
      const gives = (n: number) => ({ kind: 'userCreated', subject: names[n], actor_name: 'tester' });
      const inputs = names.map((username) => ({ username }));
      return { model: 'users.User', inputs, table: 'users_security_event', column: 'subject_id', gives };
    },
  },
  {
    title: 'the security log learns of groups',
    proves: null,
    by: 'users.Group users.group.1.log',
    act: async (plant, count) => {
      const user = await plant.user();
      const names = many(count, () => plant.name('group'));
      const details = { action: 'create', added: [user], removed: [] };
      const gives = (n: number) => ({ kind: 'groupChanged', subject: names[n], details });
      const inputs = names.map((name) => ({ name, users: [user] }));
      return { model: 'users.Group', inputs, table: 'users_security_event', column: 'subject_id', gives };
    },
  },
  {
    title: 'the security log learns of permissions',
    proves: null,
    by: 'users.ObjectPermission users.objectpermission.8.log',
    act: async (plant, count) => {
      const user = await plant.user();
      const names = many(count, () => plant.name('permission'));
      const details = {
        action: 'create',
        name: '',
        enabled: true,
        delegable: false,
        objectTypes: ['dcim.Site'],
        actions: ['view'],
        users: [user],
      };
      const gives = (n: number) => ({
        kind: 'grantChanged',
        subject: names[n],
        details: { ...details, name: names[n] },
      });
      const inputs = names.map((name) => ({ name, objectTypes: ['dcim.Site'], actions: ['view'], users: [user] }));
      return { model: 'users.ObjectPermission', inputs, table: 'users_security_event', column: 'subject_id', gives };
    },
  },
  {
    title: 'the security log learns of tokens',
    proves: null,
    by: 'users.ApiToken users.apitoken.5.log',
    act: async (plant, count) => {
      const user = await plant.user();
      const inputs = many(count, (n) => ({ user, secret: secret(n) }));
      const gives = () => ({ kind: 'tokenCreated', details: { user, enabled: true, writeEnabled: true, bulk: false } });
      return { model: 'users.ApiToken', inputs, table: 'users_security_event', column: 'subject_id', gives };
    },
  },
  {
    title: 'objects get the default of a new field',
    proves: 'extras.customfield.5',
    by: 'extras.CustomField extras.customfield.5',
    act: async (plant, count) => {
      const id = await plant.named('ipam.Rir');
      const names = many(count, () => plant.name('f').replace('-', '_'));
      const inputs = names.map((name) => ({ name, type: 'integer', default: 7, objectTypes: ['ipam.Rir'] }));
      const custom_fields = Object.fromEntries(names.map((name) => [name, 7]));
      return { model: 'extras.CustomField', inputs, table: 'ipam_rir', ids: [id], gives: () => ({ custom_fields }) };
    },
  },
];
