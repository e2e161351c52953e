import { applyConfiguration, type ConfigurationReport } from '../../src/exchange/netbox/configuration.ts';
import { Plant } from '../plant.ts';

let plant: Plant;
beforeAll(async () => void (plant = await Plant.open()), 300_000);
afterAll(() => plant.close());

const apply = (text: string, dryRun = false, superuser = true): Promise<ConfigurationReport> =>
  applyConfiguration(plant.writer, { ...plant.actor, superuser }, text, dryRun);

const stored = (): Promise<unknown> =>
  plant.dataSource.query('SELECT key, value FROM core_setting WHERE value IS NOT NULL ORDER BY key');

const TEXT = `SECRET_KEY = 'hunter2'
PREFER_IPV4 = True
ENFORCE_GLOBAL_UNIQUE = False
POWERFEED_DEFAULT_VOLTAGE = 230
POWERFEED_DEFAULT_AMPERAGE = 'many'
POWERFEED_DEFAULT_MAX_UTILIZATION = int('80')
`;

test('what has a place is set, the rest is named without its value', async () => {
  const rehearsed = await apply(TEXT, true);
  expect(await stored()).toEqual([]);
  const report = await apply(TEXT);
  expect(report).toEqual(rehearsed);
  expect(report).toMatchObject({
    set: [
      { name: 'ENFORCE_GLOBAL_UNIQUE', setting: 'ipam.enforceGlobalUnique', value: false },
      { name: 'POWERFEED_DEFAULT_VOLTAGE', setting: 'dcim.powerFeedVoltage', value: 230 },
      { name: 'PREFER_IPV4', setting: 'ipam.preferIpv4', value: true },
    ],
    refused: [{ name: 'POWERFEED_DEFAULT_AMPERAGE' }],
    computed: ['POWERFEED_DEFAULT_MAX_UTILIZATION'],
    unplaced: ['SECRET_KEY'],
  });
  expect(JSON.stringify(report)).not.toContain('hunter2');
  expect(await stored()).toEqual([
    { key: 'dcim.powerFeedVoltage', value: 230 },
    { key: 'ipam.enforceGlobalUnique', value: false },
    { key: 'ipam.preferIpv4', value: true },
  ]);
});

test('only administrators change settings', async () => {
  await expect(apply(TEXT, false, false)).rejects.toThrow('administrators');
});
