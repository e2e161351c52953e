import { BaseObject, entity, text } from '@plumbline/kit';

/** Owners that belong together. */
@entity('users.OwnerGroup', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Administration',
})
export class OwnerGroup extends BaseObject {
  @text({ max: 100, natural: true, list: true })
  name!: string;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
