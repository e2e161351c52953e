import { settingValueSql, type SettingDefinition } from '@plumbline/engine';

/** Whether links for people without an account may be made, and work. */
export const SHARE_LINKS = {
  key: 'users.shareLinks',
  label: 'share links',
  help: 'Whether people may share what they see by links that open without an account. Off, links that exist show nothing.',
  type: { kind: 'boolean' },
  default: true,
  levels: ['ORGANIZATION', 'DEPLOYMENT'],
} as const satisfies SettingDefinition;

/** Whether sharing is on in an organization, as SQL over its id. */
export const sharingIsOnSql = (organization: string): string =>
  `coalesce((${settingValueSql(`'${SHARE_LINKS.key}'`, organization)})::boolean, ${SHARE_LINKS.default})`;
