import { BaseObject, bool, entity, int, text } from '@plumbline/kit';

/** Order and look of a heading under which custom fields are shown; fields name it in `groupName`. */
@entity('extras.CustomFieldGroup', {
  matchBy: ['name'],
  unique: [['name']],
  order: ['weight', 'name'],
  navGroup: 'Customization',
  features: ['owner'],
})
export class CustomFieldGroup extends BaseObject {
  @text({ max: 50, natural: true, search: 100, list: true })
  name!: string;

  @int({ min: 0, default: 100, list: true, help: 'Order among the groups' })
  weight!: number;

  @bool({ default: false, list: true, label: 'collapsed', help: 'Shown closed until somebody opens it' })
  isCollapsed!: boolean;

  @text({ max: 200, optional: true, list: true, search: 500 })
  description!: string | null;
}
