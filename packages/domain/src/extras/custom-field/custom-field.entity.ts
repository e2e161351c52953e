import { bool, choice, entity, int, longText, text, textList } from '@plumbline/kit';
import { customFieldFilterLogic, customFieldType, customFieldUiEditable, customFieldUiVisible } from '../choices.ts';
import { ValueLimits } from './value-limits.ts';

const PATTERN = '[a-zA-Z0-9]+(?:_[a-zA-Z0-9]+)*_?|_(?:[a-zA-Z0-9]+(?:_[a-zA-Z0-9]+)*_?)?';
const PATTERN_HELP = 'must hold only letters, digits and single underscores.';

/** A field that administrators add to objects of some types. */
@entity('extras.CustomField', {
  provides: 'customFields',
  display: ['name'],
  matchBy: ['name'],
  unique: [['name']],
  order: ['groupName', 'weight', 'name'],
  navGroup: 'Customization',
  features: ['owner'],
})
export class CustomField extends ValueLimits {
  @text({ max: 50, search: 100, list: true, pattern: PATTERN, patternHelp: PATTERN_HELP })
  name!: string;

  @choice(customFieldType, { default: 'text', list: true, immutable: true })
  type!: string;

  @textList({ list: true, help: 'Full type names such as dcim.Device' })
  objectTypes!: readonly string[];

  @text({ max: 50, optional: true, search: 100, list: true })
  label!: string | null;

  @text({ max: 50, optional: true, list: true, help: 'Heading under which the field is shown' })
  groupName!: string | null;

  @bool({ default: false, list: true })
  required!: boolean;

  @bool({ default: false, help: 'No two objects of a type have the same value' })
  unique!: boolean;

  @int({ min: 0, default: 1000, help: 'Smaller is a better match; 0 is not searched' })
  searchWeight!: number;

  @choice(customFieldFilterLogic, { default: 'loose' })
  filterLogic!: string;

  @int({ min: 0, default: 100, help: 'Order among the fields of a group' })
  weight!: number;

  @choice(customFieldUiVisible, { default: 'always', label: 'visible' })
  uiVisible!: string;

  @choice(customFieldUiEditable, { default: 'yes', label: 'editable' })
  uiEditable!: string;

  @bool({ default: false, label: 'copied when cloning' })
  isCloneable!: boolean;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;

  @longText({ optional: true, search: 5000 })
  comments!: string | null;
}
