import type { Actor } from '@plumbline/engine';
import { randomUUID } from 'node:crypto';
import { actorByNow, RIGHTS_COLUMN, rightsOf, TOKEN_GRANTS_COLUMN, type StoredRights } from '../../src/index.ts';
import { Plant } from '../plant.ts';

const PERMISSION = 'users.ObjectPermission';
let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const ask = async <T>(text: string, values: readonly unknown[]) =>
  (await plant.dataSource.query(text, [...values])) as T[];

const actorOf = (userId: string, tokenId: string | null = null): Actor => ({
  ...plant.actor,
  superuser: false,
  userId,
  tokenId,
});

const byNow = (userId: string, tokenId: string | null = null) => actorByNow(ask, actorOf(userId, tokenId));

/** Names of the types that an actor was granted anything on. */
const typesOf = (actor: Actor | null): string[] => actor?.grants.flatMap(({ objectTypes }) => objectTypes) ?? [];

const permission = (rest: object) => ({
  name: plant.name('permission'),
  objectTypes: ['dcim.Site'],
  actions: ['view'],
  ...rest,
});

const token = (user: string, rest: object = {}) =>
  plant.make('users.ApiToken', { user, secret: plant.name('a-secret-that-is-long-enough'), ...rest });

test('a user holds what permissions give by name and by group', async () => {
  const [one, other] = [await plant.user(), await plant.user()];
  const group = await plant.make('users.Group', { name: plant.name('group'), users: [one] });
  await plant.all(PERMISSION, [
    permission({ users: [one], predicate: { status: { eq: 'active' } }, fields: ['name'] }),
    permission({ objectTypes: ['dcim.*'], actions: ['view', 'change'], groups: [group] }),
    permission({ objectTypes: ['dcim.Rack'], users: [one], enabled: false }),
    permission({ objectTypes: ['dcim.Device'], users: [other] }),
  ]);
  const actor = await byNow(one);
  expect(actor?.grants).toEqual([
    { objectTypes: ['dcim.Site'], actions: ['view'], predicate: { status: { eq: 'active' } }, fields: ['name'] },
    { objectTypes: ['dcim.*'], actions: ['view', 'change'], predicate: null, fields: null },
  ]);
  expect(actor).toMatchObject({ superuser: false, tokenGrants: null, bindings: { user: one, tenants: [], sites: [] } });
  expect(typesOf(await byNow(other))).toEqual(['dcim.Device']);
});

test('imported conditions that nobody translated grant nothing', async () => {
  const user = await plant.user();
  await plant.import(PERMISSION, permission({ users: [user], constraints: { name: 'x' } }));
  expect(typesOf(await byNow(user))).toEqual([]);
});

test('an import tells of permissions whose conditions have no counterpart', async () => {
  const problem = 'Site has no field "nothing".';
  const { findings } = await plant.import(
    PERMISSION,
    permission({ enabled: false, constraints: { nothing: 1 }, problem }),
  );
  expect(findings).toMatchObject([{ code: 'PERMISSION_NOT_TRANSLATED', message: problem, objectType: PERMISSION }]);
});

test('permissions of another organization grant nothing here', async () => {
  const user = await plant.user();
  const organization = randomUUID();
  const query = (text: string, values: unknown[]) => plant.dataSource.query(text, values);
  await query("INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 2, 'Other', 'other')", [
    organization,
  ]);
  await query('INSERT INTO users_membership (user_id, organization_id) VALUES ($1, $2)', [user, organization]);
  const there = { ...plant.actor, organizationId: organization };
  const made = await plant.writer.run(there, {}, (work) => work.create(PERMISSION, [permission({ users: [user] })]));
  expect(made.errors).toEqual([]);
  expect(typesOf(await byNow(user))).toEqual([]);
  expect(typesOf(await actorByNow(ask, { ...actorOf(user), organizationId: organization }))).toEqual(['dcim.Site']);
});

test('tenants and sites of a member are those listed and those below their groups', async () => {
  const user = await plant.user();
  const top = await plant.named('tenancy.TenantGroup');
  const below = await plant.named('tenancy.TenantGroup', { parent: top });
  const [own, grouped] = [await plant.named('tenancy.Tenant'), await plant.named('tenancy.Tenant', { group: below })];
  await plant.named('tenancy.Tenant');
  const region = await plant.named('dcim.Region');
  const inRegion = await plant.named('dcim.Site', { region: await plant.named('dcim.Region', { parent: region }) });
  const siteGroup = await plant.named('dcim.SiteGroup');
  const [inGroup, site] = [await plant.named('dcim.Site', { group: siteGroup }), await plant.named('dcim.Site')];
  await plant.make('users.MemberScope', {
    user,
    tenants: [own],
    tenantGroups: [top],
    sites: [site],
    regions: [region],
    siteGroups: [siteGroup],
  });
  const actor = await byNow(user);
  expect(actor?.bindings?.tenants.toSorted()).toEqual([own, grouped].toSorted());
  expect(actor?.bindings?.sites.toSorted()).toEqual([inRegion, inGroup, site].toSorted());
});

test('a token with permissions of its own is held to them, even when all of them are switched off', async () => {
  const user = await plant.user();
  await plant.make(PERMISSION, permission({ users: [user], objectTypes: ['*'] }));
  const [free, held, off] = [await token(user), await token(user), await token(user)];
  await plant.all(PERMISSION, [permission({ tokens: [held] }), permission({ tokens: [off], enabled: false })]);
  const tokenGrants = async (id: string) => (await byNow(user, id))?.tokenGrants?.map(({ objectTypes }) => objectTypes);
  expect(await tokenGrants(free)).toBeUndefined();
  expect(await tokenGrants(held)).toEqual([['dcim.Site']]);
  expect(await tokenGrants(off)).toEqual([]);
});

test("an administrator needs no grants, and a token of permissions holds the administrator's programs to them", async () => {
  const user = await plant.user();
  await ask('UPDATE users_user SET is_superuser = true WHERE id = $1', [user]);
  const id = await token(user);
  expect(await byNow(user)).toMatchObject({ superuser: true, grants: [] });
  await plant.make(PERMISSION, permission({ tokens: [id] }));
  expect(await byNow(user, id)).toMatchObject({
    superuser: false,
    grants: [{ objectTypes: ['*'], actions: ['*'], predicate: null, fields: null }],
    tokenGrants: [{ objectTypes: ['dcim.Site'] }],
  });
});

test('accounts, memberships, tokens and organizations that are gone or off have no rights left', async () => {
  const user = await plant.user();
  const [id, disabled, expired] = [
    await token(user),
    await token(user, { enabled: false }),
    await token(user, { expires: '2020-01-01T00:00:00Z' }),
  ];
  expect(await byNow(user, id)).not.toBeNull();
  for (const gone of [disabled, expired, randomUUID()]) expect(await byNow(user, gone)).toBeNull();
  await ask('UPDATE users_user SET is_active = false WHERE id = $1', [user]);
  expect(await byNow(user, id)).toBeNull();
  const left = await plant.user();
  await ask('DELETE FROM users_membership WHERE user_id = $1', [left]);
  expect(await byNow(left)).toBeNull();
  expect(await actorByNow(ask, plant.actor)).toBe(plant.actor);
});

test('the columns of an identity hold no more than a row', async () => {
  const user = await plant.user();
  const id = await token(user);
  const rows = await ask<StoredRights>(
    `SELECT ${RIGHTS_COLUMN}, ${TOKEN_GRANTS_COLUMN} FROM users_user u, core_organization o, users_api_token t WHERE u.id = $1 AND o.id = $2 AND t.id = $3`,
    [user, plant.actor.organizationId, id],
  );
  expect(rows.map((row) => rightsOf(user, row))).toEqual([
    { superuser: false, grants: [], tokenGrants: null, bindings: { user, tenants: [], sites: [] }, delegated: [] },
  ]);
});
