import { BaseObject, dateTime, entity, json, text, uuid } from '@plumbline/kit';

/** Something that happened to accounts, rights or secrets: a sign-in, a lock-out, a token, a reveal. */
@entity('users.SecurityEvent', {
  handMade: true,
  readOnly: true,
  administratorsOnly: true,
  table: 'users_security_event',
  order: ['-happenedAt'],
  display: ['kind', 'subject'],
  displayJoin: ' ',
  navGroup: 'Administration',
})
export class SecurityEvent extends BaseObject {
  @dateTime({ list: true })
  happenedAt!: string;

  @text({ max: 50, list: true, help: 'login, loginFailed, lockout, tokenCreated, revealed and the like' })
  kind!: string;

  /** What it is about: a user name, the public part of a token, a permission. */
  @text({ max: 300, optional: true, list: true })
  subject!: string | null;

  @uuid({ optional: true })
  subjectId!: string | null;

  /** Name of who did it; at sign-in the name that was given. */
  @text({ max: 300, list: true })
  actorName!: string;

  @uuid({ optional: true })
  actorUserId!: string | null;

  @uuid({ optional: true })
  actorTokenId!: string | null;

  /** Address it came from; null for work that no request asked for. */
  @text({ max: 50, optional: true, list: true })
  address!: string | null;

  @text({ max: 300, optional: true })
  userAgent!: string | null;

  @text({ max: 100 })
  requestId!: string;

  @json({ optional: true })
  details!: unknown;
}
