import { changeSettings } from '@plumbline/engine';
import { domains } from '../src/index.ts';
import { Desk, type Variables } from './desk.ts';

let desk: Desk;
beforeEach(async () => void (desk = await Desk.open()));
afterEach(() => desk.close());

const UNIQUE = 'ipam.enforceGlobalUnique';
const IPV4 = 'ipam.preferIpv4';

const CHANGE = `mutation ($input: [SettingInput!]!, $level: SettingLevel, $dryRun: Boolean) {
  settingsUpdate(input: $input, level: $level, reason: "tested", dryRun: $dryRun) {
    settings { key value source version deploymentVersion } dryRun userErrors { path code message details }
  }
}`;

interface Changed {
  readonly settings: readonly object[];
  readonly userErrors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

const change = async (input: readonly object[], more: Variables = {}): Promise<Changed> => {
  const { data, errors } = await desk.execute(CHANGE, { input, level: 'ORGANIZATION', dryRun: false, ...more });
  expect(errors).toBeUndefined();
  return data?.['settingsUpdate'] as Changed;
};

const held = async (): Promise<unknown> => {
  const { data } = await desk.execute('{ settings { key value source } }');
  return data?.['settings'];
};

const DEFAULTS = domains
  .flatMap(({ settings }) => settings)
  .map((setting) => ({ key: setting.key, value: setting.default, source: 'DEFAULT' }))
  .toSorted((a, b) => (a.key < b.key ? -1 : 1));

test('all settings are listed with their defaults until somebody decides', async () => {
  expect(await held()).toEqual(DEFAULTS);
});

test('an organization goes before the deployment, and a value taken back lets it hold again', async () => {
  expect((await change([{ key: IPV4, value: true }], { level: 'DEPLOYMENT' })).settings).toEqual([
    { key: IPV4, value: true, source: 'DEPLOYMENT', version: 0, deploymentVersion: 1 },
  ]);
  expect((await change([{ key: IPV4, value: false }])).settings).toEqual([
    { key: IPV4, value: false, source: 'ORGANIZATION', version: 1, deploymentVersion: 1 },
  ]);
  expect((await change([{ key: IPV4, value: null }])).settings).toEqual([
    { key: IPV4, value: true, source: 'DEPLOYMENT', version: 2, deploymentVersion: 1 },
  ]);
});

test('everything wrong with a change is told at once, and nothing of it is stored', async () => {
  const { settings, userErrors } = await change([
    { key: 'ipam.preferIpv', value: true },
    { key: IPV4, value: 'yes' },
    { key: IPV4, value: true },
    { key: UNIQUE, value: false },
  ]);
  expect(settings).toEqual([]);
  expect(userErrors.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'input.0.key: There is no setting "ipam.preferIpv". Did you mean "ipam.preferIpv4"?',
    'input.1.value: IPv4 first takes true or false, not "yes".',
    'input.2.key: ipam.preferIpv4 is changed twice.',
  ]);
  const { userErrors: misplaced } = await change([{ key: UNIQUE, value: false }], { level: 'DEPLOYMENT' });
  expect(misplaced).toMatchObject([{ path: 'input.0.key', code: 'BAD_USER_INPUT' }]);
  expect(await held()).toEqual(DEFAULTS);
});

test('a rehearsal changes nothing', async () => {
  expect(await change([{ key: IPV4, value: true }], { dryRun: true })).toMatchObject({ userErrors: [], dryRun: true });
  expect(await held()).toEqual(DEFAULTS);
});

test('the history names who changed what and why, and an earlier value can come back', async () => {
  for (const value of [true, false]) await change([{ key: IPV4, value }]);
  const restored = await desk.execute(
    `mutation { settingRestore(key: "${IPV4}", version: 1) { settings { value version } userErrors { code } } }`,
  );
  expect(restored.data?.['settingRestore']).toEqual({ settings: [{ value: true, version: 3 }], userErrors: [] });
  const { data } = await desk.execute(`{ settingHistory(key: "${IPV4}") { version value reason changedByName } }`);
  expect(data?.['settingHistory']).toEqual([
    { version: 3, value: true, reason: 'Restored version 1.', changedByName: 'tester' },
    { version: 2, value: false, reason: 'tested', changedByName: 'tester' },
    { version: 1, value: true, reason: 'tested', changedByName: 'tester' },
  ]);
  const missing = await desk.execute(
    `mutation { settingRestore(key: "${IPV4}", version: 9) { settings { key } userErrors { code path } } }`,
  );
  expect(missing.data?.['settingRestore']).toEqual({
    settings: [],
    userErrors: [{ code: 'NOT_FOUND', path: 'version' }],
  });
});

test('a setting that moved on since it was read is not overwritten', async () => {
  await change([{ key: IPV4, value: true, version: 0 }]);
  const { userErrors } = await change([{ key: IPV4, value: false, version: 0 }]);
  expect(userErrors).toMatchObject([{ path: 'input.0', code: 'STALE_WRITE' }]);
  expect(await held()).toContainEqual({ key: IPV4, value: true, source: 'ORGANIZATION' });
});

test('global uniqueness moves what is stored along, or names the rows that are in the way', async () => {
  const prefix = (text: string) => desk.plant.create('ipam.Prefix', { prefix: text });
  await change([{ key: UNIQUE, value: false }]);
  for (const text of ['10.0.0.0/24', '10.0.0.0/24']) expect((await prefix(text)).errors).toEqual([]);
  const refused = await change([
    { key: UNIQUE, value: true },
    { key: IPV4, value: true },
  ]);
  expect(refused).toMatchObject({
    settings: [],
    userErrors: [
      {
        path: 'input.0.value',
        code: 'DUPLICATE',
        message: '10.0.0.0/24 (#1, #2) occur more than once outside VRFs; remove the duplicates first.',
      },
    ],
  });
  expect(await held()).toContainEqual({ key: IPV4, value: false, source: 'DEFAULT' });
  await desk.plant.dataSource.query('DELETE FROM ipam_prefix WHERE number = 2');
  expect((await change([{ key: UNIQUE, value: null }])).userErrors).toEqual([]);
  expect((await prefix('10.0.0.0/24')).errors).toMatchObject([{ code: 'PREFIX_DUPLICATE' }]);
});

test('a change is read at once by requests that are answered elsewhere', async () => {
  const elsewhere = desk.plant.without([]);
  const options = { level: 'ORGANIZATION', reason: null, dryRun: false } as const;
  await changeSettings(elsewhere, desk.plant.actor, [{ key: IPV4, value: true, version: null }], options);
  expect(await held()).toContainEqual({ key: IPV4, value: true, source: 'ORGANIZATION' });
  expect((await desk.plant.run((work) => work.settings(IPV4))).result).toBe(true);
});

test('only administrators change settings', async () => {
  const { plant } = desk;
  const options = { level: 'ORGANIZATION', reason: null, dryRun: false } as const;
  const member = { ...plant.actor, superuser: false };
  expect(() => changeSettings(plant.writer, member, [{ key: IPV4, value: true, version: null }], options)).toThrow(
    'Only administrators',
  );
});
