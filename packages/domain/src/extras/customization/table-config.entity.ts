import { BaseObject, bool, entity, int, ref, text, textList } from '@plumbline/kit';
import type { User } from '../../users/user.entity.ts';

/** Columns and order of a list kept under a name, as imports bring them; lists offer them among the saved views. */
@entity('extras.TableConfig', {
  administratorsOnly: true,
  order: ['weight', 'name'],
  matchBy: ['objectType', 'table', 'name', 'user'],
  navGroup: 'Customization',
})
export class TableConfig extends BaseObject {
  @text({ max: 100 })
  table!: string;

  @text({ max: 100, natural: true, list: true })
  name!: string;

  @ref('users.User', { inverse: 'tableConfigs', optional: true, onDelete: 'setNull', list: true })
  user!: User | null;

  @int({ min: 0, max: 32_767, default: 1000 })
  weight!: number;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @bool({ default: true, list: true })
  shared!: boolean;

  @textList()
  columns!: readonly string[];

  @textList({ optional: true })
  ordering!: readonly string[] | null;

  @text({ max: 200, optional: true })
  description!: string | null;

  @text({ max: 100, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;
}
