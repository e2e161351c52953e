import { BaseObject, dateTime, entity, int, json, ref, secret, text, textList, uuid } from '@plumbline/kit';
import type { User } from './user.entity.ts';

/** A link by which people without an account see one object, or the rows of a list, until it ends. */
@entity('users.ShareLink', {
  readOnly: true,
  administratorsOnly: true,
  display: ['name'],
  order: ['-created'],
  sqlIndexes: [{ name: 'key', sql: '(key_id)' }],
  navGroup: 'Administration',
})
export class ShareLink extends BaseObject {
  @text({ max: 200, natural: true, list: true })
  name!: string;

  /** Whose rights decide what it shows. */
  @ref('users.User', { inverse: false, onDelete: 'cascade', list: true, immutable: true })
  sharer!: User;

  @text({ max: 100, list: true, immutable: true, label: 'type', help: 'Full type name such as dcim.Device' })
  sharedType!: string;

  @uuid({ optional: true, immutable: true, label: 'object', help: 'Id of the one object; empty for rows of a list' })
  sharedId!: string | null;

  @json({ optional: true, immutable: true, help: 'Filter of the list, as lists take it' })
  filter!: unknown;

  @text({ max: 500, optional: true, immutable: true, label: 'search', help: 'Words that the rows of the list hold' })
  words!: string | null;

  @textList({
    optional: true,
    immutable: true,
    label: 'sorted by',
    help: 'Fields, with "-" before those that count down',
  })
  orderBy!: readonly string[] | null;

  @textList({ optional: true, immutable: true, label: 'fields', help: 'Fields that are shown; empty for all' })
  shownFields!: readonly string[] | null;

  @dateTime({ list: true, immutable: true })
  expires!: string;

  @dateTime({ optional: true, list: true })
  revoked!: string | null;

  @dateTime({ optional: true, list: true, derived: true })
  lastOpened!: string | null;

  @int({ default: 0, list: true, derived: true })
  timesOpened!: number;

  /** What the link is found by; says nothing about its token. */
  @text({ max: 40, optional: true, derived: true })
  keyId!: string | null;

  /** SHA-256 of the token. */
  @secret({ optional: true, derived: true })
  digest!: string | null;
}
