import { BaseObject, bool, entity, int, json, ref, slug, text, textList } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** A view of a list kept under a name: what it filters, shows and sorts by; each person's own unless shared. */
@entity('extras.SavedFilter', {
  administratorsOnly: true,
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

  @json({ help: 'Parameters of an imported filter as they were; {} for others' })
  parameters!: unknown;

  @json({ optional: true, help: 'Filter as lists of the API take it; empty for all rows' })
  filter!: unknown;

  @text({ max: 500, optional: true, label: 'search', help: 'Words that the rows hold' })
  words!: string | null;

  @textList({ optional: true, help: 'Fields that are shown, in order; empty for the usual ones' })
  columns!: readonly string[] | null;

  @textList({ optional: true, label: 'sorted by', help: 'Fields, with "-" before those that count down' })
  orderBy!: readonly string[] | null;

  @text({ max: 20, optional: true, help: 'compact, regular or comfortable' })
  density!: string | null;

  /** What the browser shows in its filter bar; `filter` says the same to the API. */
  @text({ max: 4000, optional: true, help: 'The filter as addresses of pages write it' })
  tokens!: string | null;

  @bool({ default: false, list: true, label: 'default', help: 'Lists of its types open with it' })
  isDefault!: boolean;

  @text({ max: 200, optional: true })
  description!: string | null;
}
