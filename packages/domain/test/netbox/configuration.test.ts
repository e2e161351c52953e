import { type NetboxImportReport } from '../../src/index.ts';
import { importDesk } from './import-desk.ts';
import { named, type Rows } from './small-dump.ts';

const desk = importDesk();
const { load, all } = desk;

type Report = NonNullable<NetboxImportReport['configuration']>;

const apply = async (configuration: string, dryRun = false): Promise<Report | undefined> =>
  (await load({}, { configuration, dryRun })).configuration;

const stored = (): Promise<unknown> => all('SELECT key, value FROM core_setting WHERE value IS NOT NULL ORDER BY key');

const TEXT = `SECRET_KEY = 'hunter2'
PREFER_IPV4 = True
ENFORCE_GLOBAL_UNIQUE = False
POWERFEED_DEFAULT_VOLTAGE = 230
POWERFEED_DEFAULT_AMPERAGE = 'many'
POWERFEED_DEFAULT_MAX_UTILIZATION = int('80')
EMAIL = {'SERVER': 'mail.example.net', 'PORT': 587, 'USE_TLS': True, 'PASSWORD': 'hunter3'}
CUSTOM_VALIDATORS = {
    'dcim.site': ({'name': {'min_length': 5, 'regex': '^[A-Z]'}, 'region.name': {'neq': 'Nowhere'}}, 'my.Validator'),
    'acme.widget': [{'name': {'required': True}}],
}
PROTECTION_RULES = {'dcim.Site': [{'status': {'eq': 'decommissioning'}}]}
`;

const SETTINGS = [
  {
    key: 'core.customValidators',
    value: { 'dcim.Site': [{ name: { minLength: 5, regex: '^[A-Z]' }, 'region.name': { neq: 'Nowhere' } }] },
  },
  { key: 'core.protectionRules', value: { 'dcim.Site': [{ status: { eq: 'decommissioning' } }] } },
  { key: 'core.smtpEncryption', value: 'starttls' },
  { key: 'core.smtpPort', value: 587 },
  { key: 'core.smtpServer', value: 'mail.example.net' },
  { key: 'dcim.powerFeedVoltage', value: 230 },
  { key: 'ipam.enforceGlobalUnique', value: false },
  { key: 'ipam.preferIpv4', value: true },
];

test('what has a place is set, the rest is named without its value, and a second run changes nothing', async () => {
  const rehearsed = await apply(TEXT, true);
  expect(await stored()).toEqual([]);
  const report = await apply(TEXT);
  expect(report).toEqual(rehearsed);
  expect(report).toMatchObject({
    refused: [{ name: 'POWERFEED_DEFAULT_AMPERAGE' }],
    computed: ['POWERFEED_DEFAULT_MAX_UTILIZATION'],
    unplaced: ['SECRET_KEY'],
    left: [
      'CUSTOM_VALIDATORS: dcim.site: my.Validator is code.',
      'CUSTOM_VALIDATORS: acme.widget: there is no such type.',
      'EMAIL: the PASSWORD is a secret and is not kept with settings.',
    ],
  });
  expect(report?.set.map(({ setting }) => setting).toSorted()).toEqual(SETTINGS.map(({ key }) => key));
  expect(JSON.stringify(report)).not.toContain('hunter');
  expect(await stored()).toEqual(SETTINGS);
  const versions = 'SELECT count(*)::int AS n FROM core_setting_history';
  const before = await all(versions);
  expect((await apply(TEXT))?.set).toEqual([]);
  expect(await all(versions)).toEqual(before);
});

test('choices extend sets or replace their labels, with colours; built-in values stay', async () => {
  const text = `FIELD_CHOICES = {
    'dcim.Site.status': (
        ('active', 'In use', 'green'),
        ('staged', 'Staged', 'purple'),
    ),
    'dcim.Device.status+': [('burning', 'On fire', 'red'), ('Parked', (('lent', 'Lent'),))],
    'dcim.Module.airflow+': [('sideways', 'Sideways')],
    'circuits.Circuit.commit_rate': [(1000, '1 Mbps')],
    'extras.EventRule.action_type+': [('mail', 'Mail')],
}`;
  const report = await apply(text);
  expect(report?.choices).toEqual([
    {
      key: 'dcim.Site.status',
      choiceSet: 'dcim.siteStatus',
      values: 2,
      changed: 2,
      problem: null,
      stay: ['planned', 'staging', 'decommissioning', 'retired'],
    },
    { key: 'dcim.Device.status+', choiceSet: 'dcim.deviceStatus', values: 2, changed: 2, problem: null, stay: [] },
    { key: 'dcim.Module.airflow+', choiceSet: 'dcim.moduleAirflow', values: 1, changed: 1, problem: null, stay: [] },
    {
      key: 'circuits.Circuit.commit_rate',
      choiceSet: null,
      values: 0,
      changed: 0,
      stay: [],
      problem: 'There are no choices of this name here.',
    },
    {
      key: 'extras.EventRule.action_type+',
      choiceSet: 'extras.eventRuleAction',
      values: 0,
      changed: 0,
      stay: [],
      problem: 'The set takes no further values: mail.',
    },
  ]);
  expect(
    await all("SELECT value, label, color FROM extras_choice WHERE choice_set = 'dcim.deviceStatus' ORDER BY 1"),
  ).toEqual([
    { value: 'burning', label: 'On fire', color: 'red' },
    { value: 'lent', label: 'Lent', color: null },
  ]);
  const made = await desk.plant.create('dcim.Site', { name: 'A', slug: 'a', status: 'staged' });
  expect(made.errors).toEqual([]);
  expect((await apply(text))?.choices.map(({ changed }) => changed)).toEqual([0, 0, 0, 0, 0]);
});

const revisions = [
  { id: 1, created: '2023-01-01 00:00:00+00', comment: '', data: '{"PREFER_IPV4": true, "BANNER_TOP": "old"}' },
  {
    id: 2,
    created: '2023-02-01 00:00:00+00',
    comment: 'Spring',
    data: '{"BANNER_TOP": "new", "JOB_RETENTION": null, "POWERFEED_DEFAULT_VOLTAGE": 400}',
  },
];

test('the version of the configuration pages that holds becomes settings, once; the file goes before it', async () => {
  const tables = { dcim_site: [named(7, 'Main site', { status: 'active' })], core_configrevision: revisions };
  const report = await load(tables, { configuration: 'POWERFEED_DEFAULT_VOLTAGE = 230' });
  const expected = [
    { key: 'core.bannerTop', value: 'new' },
    { key: 'core.jobRetention', value: 0 },
    { key: 'dcim.powerFeedVoltage', value: 230 },
  ];
  expect(await stored()).toEqual(expected);
  expect(report.tables.find(({ table }) => table === 'core_configrevision')).toMatchObject({
    read: 2,
    created: 1,
    waiting: 1,
  });
  expect(
    await all(
      "SELECT DISTINCT reason FROM core_setting_history WHERE setting_id IN (SELECT id FROM core_setting WHERE key = 'core.bannerTop')",
    ),
  ).toEqual([{ reason: 'Import from NetBox, configuration revision 2: Spring' }]);
  await desk.plant.dataSource.query(`UPDATE core_setting SET value = '"mine"' WHERE key = 'core.bannerTop'`);
  const again = await load(tables);
  expect(again.configuration).toBeUndefined();
  expect(again.tables.find(({ table }) => table === 'core_configrevision')).toMatchObject({ unchanged: 1, waiting: 1 });
  const newer = [
    { id: 1, active: 't', ...revisions[0] },
    { active: 'f', ...revisions[1] },
  ];
  await load({ ...tables, core_configrevision: newer as Rows });
  expect(await stored()).toContainEqual({ key: 'core.bannerTop', value: 'old' });
});

test('only administrators change settings', async () => {
  await expect(load({}, { configuration: TEXT, ...desk.ordinary })).rejects.toThrow('administrators');
  const report = await load({ core_configrevision: revisions }, desk.ordinary);
  expect(report.configuration).toBeUndefined();
  expect(await stored()).toEqual([]);
});
