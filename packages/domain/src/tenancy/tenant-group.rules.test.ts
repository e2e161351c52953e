import { codes, Plant } from '../../test/plant.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const tenant = (name: string, group: string | null) => plant.create('tenancy.Tenant', { name, slug: name, group });

test('names of tenants stand once per group, and once without group', async () => {
  const [a, b] = [await plant.named('tenancy.TenantGroup'), await plant.named('tenancy.TenantGroup')];
  for (const group of [a, b, null]) expect(codes(await tenant('acme', group))).toEqual([]);
  for (const group of [a, null]) expect((await tenant('acme', group)).errors[0]).toMatchObject({ code: 'DUPLICATE' });
});

test('a group is deleted only if its tenants can stand without it', async () => {
  const [a, b] = [await plant.named('tenancy.TenantGroup'), await plant.named('tenancy.TenantGroup')];
  await tenant('one', a);
  await tenant('two', b);
  await tenant('two', null);
  expect(codes(await plant.remove('tenancy.TenantGroup', b))).toEqual(['ids.0 IN_USE']);
  expect(codes(await plant.remove('tenancy.TenantGroup', a))).toEqual([]);
});

test('two groups whose tenants share a name are not deleted together', async () => {
  const [a, b] = [await plant.named('tenancy.TenantGroup'), await plant.named('tenancy.TenantGroup')];
  await tenant('twin', a);
  await tenant('twin', b);
  expect(codes(await plant.remove('tenancy.TenantGroup', a, b))).toHaveLength(1);
});

test('a group is not its own ancestor', async () => {
  const upper = await plant.named('tenancy.TenantGroup');
  const lower = await plant.named('tenancy.TenantGroup', { parent: upper });
  expect((await plant.update('tenancy.TenantGroup', { id: upper, parent: lower })).errors).toHaveLength(1);
});
