import { CUSTOM_VALIDATORS, PROTECTION_RULES } from '../../../core/core.settings.ts';
import { PREFER_IPV4 } from '../../../dcim/device/device.settings.ts';
import { ENFORCE_GLOBAL_UNIQUE } from '../../../ipam/unique-scope.rules.ts';
import { conditionsOf } from './validators.ts';

/** What a parameter becomes: values by setting, and what of it stays behind. */
export interface Placed {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly left?: readonly string[];
}

/** Reads the value of a parameter. */
export type Place = (value: unknown) => Placed;

const as =
  (setting: string): Place =>
  (value) => ({ settings: { [setting]: value } });

/** Days, where nothing means for ever. */
const retention =
  (setting: string): Place =>
  (value) => ({ settings: { [setting]: value ?? 0 } });

const blankable =
  (setting: string): Place =>
  (value) => ({ settings: { [setting]: value ?? '' } });

const conditions =
  (setting: string): Place =>
  (value) => {
    const { byType, left } = conditionsOf(value);
    return { settings: { [setting]: byType }, left };
  };

/** A text in NetBox's admin pages holds the list with commas. */
const list =
  (setting: string): Place =>
  (value) => ({
    settings: { [setting]: typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value },
  });

type Mail = Readonly<Record<string, unknown>>;

const encryptionOf = (mail: Mail): string => {
  if (mail['USE_SSL'] === true) return 'tls';
  return mail['USE_TLS'] === true ? 'starttls' : 'none';
};

/** Parts of `EMAIL` by setting. */
const MAIL: Readonly<Record<string, string>> = {
  SERVER: 'core.smtpServer',
  PORT: 'core.smtpPort',
  USERNAME: 'core.smtpUsername',
  FROM_EMAIL: 'core.smtpFrom',
  TIMEOUT: 'core.smtpTimeout',
};

const mail: Place = (value) => {
  if (typeof value !== 'object' || value === null) return { settings: {}, left: ['EMAIL: a dict was expected.'] };
  const given = value as Mail;
  const settings = Object.fromEntries(
    Object.entries(MAIL).flatMap(([name, setting]) => (given[name] === undefined ? [] : [[setting, given[name]]])),
  );
  const left = given['PASSWORD'] ? ['EMAIL: the PASSWORD is a secret and is not kept with settings.'] : [];
  return { settings: { ...settings, 'core.smtpEncryption': encryptionOf(given) }, left };
};

/** Parameters of NetBox's `configuration.py` and of its configuration pages that have a place here. */
export const PLACES: Readonly<Record<string, Place>> = {
  ALLOWED_URL_SCHEMES: list('core.urlSchemes'),
  BANNER_BOTTOM: blankable('core.bannerBottom'),
  BANNER_LOGIN: blankable('core.bannerLogin'),
  BANNER_MAINTENANCE: blankable('core.bannerMaintenance'),
  BANNER_TOP: blankable('core.bannerTop'),
  CHANGELOG_RETAIN_CREATE_LAST_UPDATE: as('core.changelogKeepEnds'),
  CHANGELOG_RETENTION: retention('core.changelogRetention'),
  CUSTOM_VALIDATORS: conditions(CUSTOM_VALIDATORS),
  DEFAULT_USER_PREFERENCES: as('core.userPreferences'),
  EMAIL: mail,
  ENFORCE_GLOBAL_UNIQUE: as(ENFORCE_GLOBAL_UNIQUE),
  JOB_RETENTION: retention('core.jobRetention'),
  MAINTENANCE_MODE: as('core.maintenanceMode'),
  MAPS_URL: blankable('core.mapsUrl'),
  PAGINATE_COUNT: as('core.pageSize'),
  POWERFEED_DEFAULT_AMPERAGE: as('dcim.powerFeedAmperage'),
  POWERFEED_DEFAULT_MAX_UTILIZATION: as('dcim.powerFeedMaxUtilization'),
  POWERFEED_DEFAULT_VOLTAGE: as('dcim.powerFeedVoltage'),
  PREFER_IPV4: as(PREFER_IPV4),
  PROTECTION_RULES: conditions(PROTECTION_RULES),
};
