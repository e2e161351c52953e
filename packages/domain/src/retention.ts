import { settingValueSql, type SettingDefinition } from '@plumbline/engine';

/** A setting that says after how many days something goes; 0 keeps all. */
export const retentionSetting = (key: string, label: string, help: string, days = 0): SettingDefinition => ({
  key,
  label,
  help: `${help} 0 keeps all.`,
  type: { kind: 'integer', min: 0, max: 36_500 },
  default: days,
  levels: ['ORGANIZATION', 'DEPLOYMENT'],
});

/** SQL of the organizations that let something go, with the instant since when they keep it; `days` while nobody decided. */
export const retentionSql = (key: string, days = 0): string =>
  `SELECT o.id, now() - d.days * interval '1 day' AS since FROM core_organization o
   CROSS JOIN LATERAL (SELECT coalesce((${settingValueSql(`'${key}'`, 'o.id')})::int, ${days}) AS days) d WHERE d.days > 0`;
