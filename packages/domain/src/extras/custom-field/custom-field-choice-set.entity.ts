import { BaseObject, bool, choice, entity, json, text } from '@plumbline/kit';
import { customFieldChoiceSetBase } from '../choices.ts';

/** Values that select custom fields offer. */
@entity('extras.CustomFieldChoiceSet', {
  provides: 'customFieldChoiceSets',
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Customization',
  features: ['owner'],
})
export class CustomFieldChoiceSet extends BaseObject {
  @text({ max: 100, natural: true, list: true, search: 100 })
  name!: string;

  @choice(customFieldChoiceSetBase, { optional: true, list: true })
  baseChoices!: string | null;

  @json({ optional: true, help: 'List of pairs: value, label' })
  extraChoices!: unknown;

  @json({ optional: true, help: 'Colour by value' })
  choiceColors!: unknown;

  @bool({ default: false })
  orderAlphabetically!: boolean;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
