import { entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** What a contact is to an object. */
@entity('tenancy.ContactRole', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Tenancy',
  features: STANDARD,
})
export class ContactRole extends OrganizationalObject {}
