import { BaseObject, choice, entity, ref, STANDARD, text, uuid } from '@plumbline/kit';
import { contactPriority } from './choices.ts';
import type { ContactRole } from './contact-role.entity.ts';
import type { Contact } from './contact.entity.ts';

/** A contact of an object. */
@entity('tenancy.ContactAssignment', {
  display: ['number'],
  order: ['contact', 'priority', 'role'],
  matchBy: ['objectType', 'objectId', 'contact', 'role'],
  unique: [['objectType', 'objectId', 'contact', 'role']],
  navGroup: 'Tenancy',
  attaches: { feature: 'contacts', inverse: 'contacts' },
  features: STANDARD,
})
export class ContactAssignment extends BaseObject {
  @text({ max: 100, immutable: true, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;

  @uuid({ immutable: true })
  objectId!: string;

  @ref('tenancy.Contact', { inverse: 'assignments', list: true })
  contact!: Contact;

  @ref('tenancy.ContactRole', { inverse: 'assignments', list: true })
  role!: ContactRole;

  @choice(contactPriority, { optional: true, list: true })
  priority!: string | null;
}
