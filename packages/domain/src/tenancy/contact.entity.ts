import { entity, PrimaryObject, refs, STANDARD, text, url } from '@plumbline/kit';
import type { ContactGroup } from './contact-group.entity.ts';

/** A person or desk to call. */
@entity('tenancy.Contact', {
  matchBy: ['name'],
  navGroup: 'Tenancy',
  features: STANDARD,
})
export class Contact extends PrimaryObject {
  @refs('tenancy.ContactGroup', { inverse: 'contacts', list: true })
  groups!: ContactGroup[];

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 100, optional: true, search: 300, list: true })
  title!: string | null;

  @text({ max: 50, optional: true, search: 300, list: true })
  phone!: string | null;

  @text({
    max: 254,
    optional: true,
    search: 300,
    list: true,
    pattern: '[^@\\s]+@[^@\\s]+',
    patternHelp: 'must be an e-mail address.',
  })
  email!: string | null;

  @text({ max: 200, optional: true, search: 300 })
  address!: string | null;

  @url({ optional: true, search: 300 })
  link!: string | null;
}
