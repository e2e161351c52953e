import { BaseObject, bool, entity, slug, text } from '@plumbline/kit';

/** One company, or one customer of a service provider: the hard boundary around all other rows. */
@entity('core.Organization', {
  global: { kind: 'self' },
  provides: 'organization',
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Administration',
  administration: true,
})
export class Organization extends BaseObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @slug({ search: 110, list: true })
  slug!: string;

  @text({ max: 200, optional: true, search: 500, list: true })
  description!: string | null;

  /** Nobody enters an organization that is switched off, and its tokens fail; organizationSetActive switches it. */
  @bool({ default: true, derived: true, list: true })
  isActive!: boolean;
}
