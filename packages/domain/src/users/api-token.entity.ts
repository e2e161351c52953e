import { BaseObject, bool, dateTime, entity, ref, secret, text, textList } from '@plumbline/kit';
import type { User } from './user.entity.ts';

/** A key with which a program acts as a user in one organization. */
@entity('users.ApiToken', {
  global: { kind: 'column', column: 'organization_id' },
  display: ['keyId'],
  order: ['-created'],
  matchBy: ['keyId'],
  unique: [['keyId']],
  navGroup: 'Administration',
  administration: true,
})
export class ApiToken extends BaseObject {
  @ref('users.User', { inverse: 'apiTokens', onDelete: 'cascade', list: true, immutable: true })
  user!: User;

  /** Public part of the token, by which it is found. */
  @text({ max: 40, list: true, derived: true })
  keyId!: string;

  /** SHA-256 of the secret part. */
  @secret({ derived: true })
  digest!: string;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;

  @dateTime({ optional: true, list: true })
  expires!: string | null;

  @dateTime({ optional: true, list: true, derived: true })
  lastUsed!: string | null;

  /** Address it was last used from. */
  @text({ max: 50, optional: true, derived: true })
  lastAddress!: string | null;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @bool({ default: true, list: true })
  writeEnabled!: boolean;

  @bool({ default: false, help: 'May read pages of up to 100,000 rows' })
  bulk!: boolean;

  @textList({ optional: true, help: 'Networks the token may be used from; empty for any' })
  allowedIps!: readonly string[] | null;
}
