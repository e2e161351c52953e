import { codes, Plant } from '../../test/plant.ts';
import { changeSettings } from '@plumbline/engine';
import { ENFORCE_GLOBAL_UNIQUE } from './unique-scope.rules.ts';

let plant: Plant;

beforeEach(async () => {
  plant = await Plant.open();
});
afterEach(() => plant?.close());

const enforce = (isEnforced: boolean) =>
  changeSettings(plant.writer, plant.actor, [{ key: ENFORCE_GLOBAL_UNIQUE, value: isEnforced, version: null }], {
    level: 'ORGANIZATION',
    reason: null,
    dryRun: false,
  });
const prefix = (text: string) => plant.create('ipam.Prefix', { prefix: text });
const address = (text: string, role: string | null = null) => plant.create('ipam.IpAddress', { address: text, role });

test('equal prefixes and addresses come in while duplicates outside VRFs are allowed', async () => {
  expect([codes(await prefix('10.0.0.0/24')), codes(await address('10.0.0.1/24'))]).toEqual([[], []]);
  expect(codes(await enforce(false))).toEqual([]);
  expect([codes(await prefix('10.0.0.0/24')), codes(await address('10.0.0.1/24'))]).toEqual([[], []]);
});

test('duplicates are refused again once there are none, and by the database itself', async () => {
  await enforce(false);
  await prefix('10.0.0.0/24');
  await address('10.0.0.1/24');
  expect(codes(await enforce(true))).toEqual([]);
  expect(codes(await prefix('10.0.0.0/24'))).toEqual(['input.0.prefix PREFIX_DUPLICATE']);
  const without = plant.without(['ipam.Prefix ipam.prefix.1', 'ipam.IpAddress ipam.ipaddress.2']);
  const again = await without.run(plant.actor, {}, (work) =>
    work.create('ipam.IpAddress', [{ address: '10.0.0.1/32' }]),
  );
  expect(codes(again)).toEqual([expect.stringMatching(/ADDRESS_DUPLICATE$/)]);
});

test('while there are duplicates the refusal lists them and nothing changes', async () => {
  await enforce(false);
  for (const text of ['10.0.9.0/24', '10.0.9.0/24', '10.0.10.0/24']) await prefix(text);
  for (const text of ['10.0.1.1/24', '10.0.1.1/32']) await address(text);
  for (const role of ['vip', 'anycast']) await address('10.0.2.1/24', role);
  const { errors } = await enforce(true);
  expect(errors).toMatchObject([
    {
      path: 'input.0.value',
      code: 'DUPLICATE',
      details: {
        duplicates: [
          { value: '10.0.1.1', count: 2, numbers: [1, 2] },
          { value: '10.0.9.0/24', count: 2, numbers: [1, 2] },
        ],
      },
    },
  ]);
  expect(codes(await prefix('10.0.10.0/24'))).toEqual([]);
});

test('what is in VRFs is left alone', async () => {
  const vrf = await plant.make('ipam.Vrf', { name: 'strict' });
  await plant.make('ipam.Prefix', { prefix: '10.0.0.0/24', vrf });
  await enforce(false);
  expect(codes(await plant.create('ipam.Prefix', { prefix: '10.0.0.0/24', vrf }))).toEqual([
    'input.0.prefix PREFIX_DUPLICATE',
  ]);
});

test('a duplicate that comes in while they are forbidden is either refused or seen', async () => {
  await enforce(false);
  await prefix('10.0.0.0/24');
  const outcomes = await Promise.all([enforce(true), prefix('10.0.0.0/24')]);
  expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});
