import { BaseObject, choice, entity, longText, ref, STANDARD, text, uuid } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';
import { journalEntryKind } from '../customization-choices.ts';

/** A dated note on an object. */
@entity('extras.JournalEntry', {
  display: ['number'],
  order: ['-created'],
  matchBy: ['number'],
  navGroup: 'Operations',
  attaches: { feature: 'journal', inverse: 'journalEntries' },
  features: STANDARD,
})
export class JournalEntry extends BaseObject {
  @text({ max: 100, immutable: true, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;

  @uuid({ immutable: true })
  objectId!: string;

  @ref('users.User', { optional: true, onDelete: 'setNull', immutable: true, help: 'Who wrote it; set by the server' })
  author!: User | null;

  /** User name of the author, which stays when the account is gone. */
  @text({ max: 150, optional: true, immutable: true, list: true, label: 'written by', help: 'Set by the server' })
  authorName!: string | null;

  @choice(journalEntryKind, { max: 30, default: 'info', list: true })
  kind!: string;

  @longText({ search: 5000, list: true })
  comments!: string;
}
