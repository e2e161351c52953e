import { BaseObject, bigint, dateTime, entity, int, ref, text, uuid } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** What a person was told of: one row for each object, which later news of it bring up to date. */
@entity('extras.Notification', {
  administratorsOnly: true,
  display: ['objectRepr'],
  order: ['-created'],
  matchBy: ['objectType', 'objectId', 'user'],
  unique: [['objectType', 'objectId', 'user']],
  navGroup: 'Operations',
  sqlIndexes: [
    { name: 'unread', sql: '(organization_id, user_id, happened_at DESC) WHERE read IS NULL' },
    { name: 'mail', sql: '(mail_due) WHERE mail_due IS NOT NULL' },
  ],
})
export class Notification extends BaseObject {
  @dateTime({ optional: true, list: true })
  read!: string | null;

  @ref('users.User', { inverse: 'notifications', onDelete: 'cascade', list: true })
  user!: User;

  @text({ max: 100, immutable: true, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;

  @uuid({ immutable: true })
  objectId!: string;

  @text({ max: 200, list: true })
  objectRepr!: string;

  @text({ max: 50, list: true })
  eventType!: string;

  @int({ optional: true, min: 1, help: 'Number of the object, which outlives it' })
  objectNumber!: number | null;

  /** Who did what it tells of last. */
  @text({ max: 200, optional: true, list: true })
  actorName!: string | null;

  /** What the latest news say besides, such as the error of a job. */
  @text({ max: 500, optional: true })
  message!: string | null;

  /** When the latest of it happened; null for imported rows. */
  @dateTime({ optional: true, list: true })
  happenedAt!: string | null;

  /** Events it stands for since it was last read. */
  @int({ min: 1, default: 1 })
  events!: number;

  /** Number of the latest event it tells of, so that none is told twice. */
  @bigint({ min: 0, optional: true })
  lastEvent!: string | null;

  /** When it goes out by mail; null once it went, or when its reader wants no mail. */
  @dateTime({ optional: true, derived: true })
  mailDue!: string | null;

  /** Tries at mailing it that failed. */
  @int({ min: 0, default: 0, derived: true })
  mailTries!: number;

  @text({ max: 500, optional: true, derived: true })
  mailError!: string | null;
}
