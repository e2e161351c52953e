import { JOBS_AT_ONCE, REVEAL_REASON, type SettingDefinition } from '@plumbline/engine';
import { retentionSetting } from '../retention.ts';

const LEVELS = ['ORGANIZATION', 'DEPLOYMENT'] as const;

const text = (key: string, label: string, help: string, max = 10_000): SettingDefinition => ({
  key,
  label,
  help,
  type: { kind: 'text', max },
  default: '',
  levels: LEVELS,
});

const document = (
  key: string,
  label: string,
  help: string,
  initial: Readonly<Record<string, unknown>> | readonly unknown[],
): SettingDefinition => ({
  key,
  label,
  help,
  type: { kind: 'json', shape: Array.isArray(initial) ? 'list' : 'object', max: 200_000 },
  default: initial,
  levels: LEVELS,
});

const number = (
  key: string,
  label: string,
  help: string,
  [min, initial, max]: readonly [min: number, initial: number, max: number],
): SettingDefinition => ({ key, label, help, type: { kind: 'integer', min, max }, default: initial, levels: LEVELS });

/** Setting that holds the validators of an imported configuration, by type. */
export const CUSTOM_VALIDATORS = 'core.customValidators';

/** Setting that holds the conditions under which rows may be deleted, by type. */
export const PROTECTION_RULES = 'core.protectionRules';

/** Settings that hold texts shown to people, by place. */
export const BANNERS = {
  maintenance: 'core.bannerMaintenance',
  login: 'core.bannerLogin',
  top: 'core.bannerTop',
  bottom: 'core.bannerBottom',
} as const;

/** Settings that say how long history is kept. */
export const RETENTION = {
  changes: 'core.changelogRetention',
  keepEnds: 'core.changelogKeepEnds',
  actors: 'core.changelogActorDays',
  jobs: 'core.jobRetention',
} as const;

/** Setting under which only administrators write. */
export const MAINTENANCE = 'core.maintenanceMode';

/** Setting that says which addresses links on pages may have. */
export const URL_SCHEMES = {
  key: 'core.urlSchemes',
  label: 'schemes of links',
  help: 'Schemes that custom links may have; others are shown without leading anywhere.',
  type: { kind: 'json', shape: 'list', max: 10_000 },
  default: ['http', 'https', 'mailto'],
  levels: LEVELS,
} as const satisfies SettingDefinition;

/** Setting that holds the hour at which the mail of a day goes out. */
export const MAIL_HOUR = 'core.mailHour';

/** Setting that holds the address of a map. */
export const MAPS_URL = 'core.mapsUrl';

const FORM = '{ "dcim.Site": [{ "name": { "minLength": 3 } }] }';

/** Settings of the whole product. */
export const coreSettings: readonly SettingDefinition[] = [
  retentionSetting(RETENTION.changes, 'days of the change log', 'Days after which change records are removed.'),
  {
    key: RETENTION.keepEnds,
    label: 'first and last change',
    help: 'Whether the creation and the last change of an object outlive the days of the change log.',
    type: { kind: 'boolean' },
    default: false,
    levels: LEVELS,
  },
  retentionSetting(
    RETENTION.actors,
    'days of names in the change log',
    'Days after which change records no longer say who made them.',
  ),
  {
    key: REVEAL_REASON,
    label: 'reason for showing secrets',
    help: 'Whether a reason has to be given before a secret is shown.',
    type: { kind: 'choice', values: ['optional', 'required'] },
    default: 'optional',
    levels: LEVELS,
  },
  retentionSetting(RETENTION.jobs, 'days of jobs', 'Days after which ended jobs are removed.'),
  number(JOBS_AT_ONCE, 'jobs at once', 'Jobs that run at once for the organization; 0 sets no limit.', [0, 0, 1_000]),
  {
    key: MAINTENANCE,
    label: 'maintenance',
    help: 'While it lasts, only administrators may change anything.',
    type: { kind: 'boolean' },
    default: false,
    levels: LEVELS,
    policy: 'maintenance',
  },
  {
    ...text(BANNERS.maintenance, 'banner of the maintenance', 'What people are told during the maintenance.'),
    policy: 'maintenanceNotice',
  },
  text(BANNERS.login, 'banner of the sign-in', 'What people are told where they sign in.'),
  text(BANNERS.top, 'banner above pages', 'What people are told above every page.'),
  text(BANNERS.bottom, 'banner below pages', 'What people are told below every page.'),
  {
    ...document(
      PROTECTION_RULES,
      'protection rules',
      `By type, what has to hold before a row may be deleted: ${FORM}`,
      {},
    ),
    policy: 'protection',
  },
  {
    ...document(
      CUSTOM_VALIDATORS,
      'validators',
      `By type, what values have to satisfy when they are written: ${FORM}`,
      {},
    ),
    policy: 'validators',
  },
  text('core.smtpServer', 'mail server', 'Name or address of the server that mail goes through.', 255),
  number('core.smtpPort', 'port of the mail server', 'TCP port of the mail server.', [1, 25, 65_535]),
  text('core.smtpUsername', 'user at the mail server', 'Name with which mail is handed in.', 255),
  text(
    'core.smtpPassword',
    'place of the mail password',
    'Where the password lies, as env:NAME or file:PATH; never the password itself, since settings are shown.',
    500,
  ),
  text('core.smtpFrom', 'sender of mail', 'Address that mail comes from.', 255),
  {
    key: 'core.smtpEncryption',
    label: 'encryption of mail',
    help: 'How the connection to the mail server is encrypted.',
    type: { kind: 'choice', values: ['none', 'starttls', 'tls'] },
    default: 'none',
    levels: LEVELS,
  },
  number('core.smtpTimeout', 'patience with the mail server', 'Seconds to wait for the mail server.', [1, 10, 600]),
  number(MAIL_HOUR, 'hour of daily mail', 'Hour of the day, in UTC, at which the mail of a day goes out.', [0, 6, 23]),
  URL_SCHEMES,
  text(MAPS_URL, 'maps', 'Address of a map, to which latitude and longitude of a place are added.', 500),
  number(
    'core.pageSize',
    'rows of a page',
    'Rows that a list loads at once, for who chose no other number.',
    [1, 50, 1_000],
  ),
  document('core.userPreferences', 'preferences of new users', 'What a person starts with who has chosen nothing.', {}),
];
