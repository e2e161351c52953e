import { BaseObject, bool, dateTime, entity, secret, text } from '@plumbline/kit';

/** A person or program that signs in; belongs to organizations by membership. */
@entity('users.User', {
  global: { kind: 'link', table: 'users_membership', column: 'user_id' },
  provides: 'users',
  display: ['username'],
  order: ['username'],
  matchBy: ['username'],
  unique: [['lower(username)']],
  navGroup: 'Administration',
  administration: true,
})
export class User extends BaseObject {
  @text({ max: 150, search: 100, list: true, natural: true })
  username!: string;

  @text({ max: 150, optional: true, list: true })
  firstName!: string | null;

  @text({ max: 150, optional: true, list: true })
  lastName!: string | null;

  @text({ max: 254, optional: true, list: true })
  email!: string | null;

  @bool({ default: true, list: true })
  isActive!: boolean;

  @bool({ default: false, list: true, label: 'administrator' })
  isSuperuser!: boolean;

  @bool({ default: false, help: 'The next sign-in with a password asks for a new one' })
  mustChangePassword!: boolean;

  @dateTime({ optional: true, derived: true })
  lastLogin!: string | null;

  /** Argon2id hash, or an imported PBKDF2 hash until the first sign-in; null when the user can't sign in with a password. */
  @secret({ optional: true, derived: true })
  passwordHash!: string | null;
}
