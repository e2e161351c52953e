import { many, named, type Refusal } from '../case.ts';

/** Tenants, users and their tokens. */
export const accountCases: readonly Refusal[] = [
  {
    title: 'a group does not go while its tenants would repeat others',
    proves: 'tenancy.tenantgroup.1',
    by: ['tenancy.TenantGroup tenancy.tenantgroup.1', 'uq tenancy.Tenant group,name', 'uq tenancy.Tenant group,slug'],
    model: 'tenancy.TenantGroup',
    verb: 'delete',
    slots: async (plant, count) => {
      const groups = await plant.all(
        'tenancy.TenantGroup',
        many(count * 2, () => named(plant)),
      );
      const tenants = groups.map((group) => ({ ...named(plant), group }));
      await plant.all('tenancy.Tenant', [
        ...tenants,
        ...tenants.slice(0, count).map(({ name, slug }) => ({ name, slug })),
      ]);
      return (at, fits) => ({ id: groups[fits ? count + at : at] });
    },
    refused: ['', 'IN_USE'],
  },
  {
    title: 'a token has a secret of some length',
    proves: 'users.token.1',
    by: ['users.ApiToken users.apitoken.2.secret'],
    model: 'users.ApiToken',
    slots: async (plant) => {
      const user = await plant.user();
      return (at, fits) => ({ user, secret: fits ? `a-secret-that-is-long-enough-${at}` : 'short' });
    },
    refused: ['secret', 'REQUIRED'],
  },
  {
    title: 'a token is used from networks',
    proves: null,
    by: ['users.ApiToken users.apitoken.4.networks'],
    model: 'users.ApiToken',
    slots: async (plant) => {
      const user = await plant.user();
      return (at, fits) => ({
        user,
        secret: `a-secret-of-the-network-${at}`,
        allowedIps: fits ? ['192.0.2.0/24', '2001:db8::1'] : ['192.0.2.0/24', 'anywhere'],
      });
    },
    refused: ['allowedIps', 'BAD_USER_INPUT'],
  },
  {
    title: 'a password has some length',
    proves: null,
    by: ['users.User create'],
    model: 'users.User',
    slots: async (plant) => (_, fits) => ({ username: plant.name('user'), password: fits ? 'long enough' : 'short' }),
    refused: ['password', 'PASSWORD_LENGTH'],
  },
  {
    title: 'a new password has some length',
    proves: null,
    by: ['users.User update'],
    model: 'users.User',
    verb: 'update',
    slots: async (plant, count) => {
      const users = await plant.all(
        'users.User',
        many(count, () => ({ username: plant.name('user') })),
      );
      return (at, fits) => ({ id: users[at], password: fits ? 'long enough' : 'short' });
    },
    refused: ['password', 'PASSWORD_LENGTH'],
  },
];
