import { BaseObject, bool, entity, int, json, ref, slug, text, textList } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** A list filter kept under a name. */
@entity('extras.SavedFilter', {
  order: ['weight', 'name'],
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Customization',
  features: ['owner'],
})
export class SavedFilter extends BaseObject {
  @textList({ help: 'Full type names such as dcim.Device', list: true })
  objectTypes!: readonly string[];

  @text({ max: 100, natural: true, list: true })
  name!: string;

  @slug()
  slug!: string;

  @ref('users.User', { inverse: 'savedFilters', optional: true, onDelete: 'setNull', list: true })
  user!: User | null;

  @int({ min: 0, max: 32_767, default: 100 })
  weight!: number;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @bool({ default: true, list: true })
  shared!: boolean;

  @json()
  parameters!: unknown;

  @text({ max: 200, optional: true })
  description!: string | null;
}
