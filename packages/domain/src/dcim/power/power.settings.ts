import type { SettingDefinition, Work } from '@plumbline/engine';

const LEVELS = ['ORGANIZATION', 'DEPLOYMENT'] as const;

/** What a feed is when its input does not say. */
export const powerSettings: readonly SettingDefinition[] = [
  {
    key: 'dcim.powerFeedVoltage',
    label: 'voltage of power feeds',
    help: 'Volts of a feed that is saved without a voltage.',
    type: { kind: 'integer', min: 1, max: 32_767 },
    default: 120,
    levels: LEVELS,
  },
  {
    key: 'dcim.powerFeedAmperage',
    label: 'amperage of power feeds',
    help: 'Amperes of a feed that is saved without an amperage.',
    type: { kind: 'integer', min: 1, max: 32_767 },
    default: 15,
    levels: LEVELS,
  },
  {
    key: 'dcim.powerFeedMaxUtilization',
    label: 'utilization of power feeds',
    help: 'Percent of its power that a feed may give, where it is saved without a limit.',
    type: { kind: 'integer', min: 1, max: 100 },
    default: 80,
    levels: LEVELS,
  },
];

const DEFAULTS: Readonly<Record<string, SettingDefinition | undefined>> = {
  voltage: powerSettings[0],
  amperage: powerSettings[1],
  maxUtilization: powerSettings[2],
};

/** Fields of a feed that have a setting. */
export const FEED_DEFAULTS = Object.keys(DEFAULTS);

/** The value a field of a feed takes when it is left out. */
export const feedDefault = async (work: Work, field: string): Promise<unknown> => {
  const setting = DEFAULTS[field];
  return setting ? ((await work.settings(setting.key)) ?? setting.default) : null;
};
