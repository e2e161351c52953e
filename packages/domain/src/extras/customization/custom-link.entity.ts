import { BaseObject, bool, choice, entity, int, longText, text, textList } from '@plumbline/kit';
import { customLinkButtonClass } from '../customization-choices.ts';

/** A link shown on objects of some types. */
@entity('extras.CustomLink', {
  order: ['groupName', 'weight', 'name'],
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Customization',
  features: ['owner'],
})
export class CustomLink extends BaseObject {
  @textList({ help: 'Full type names such as dcim.Device', list: true })
  objectTypes!: readonly string[];

  @text({ max: 100, natural: true, list: true })
  name!: string;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @longText()
  linkText!: string;

  @longText()
  linkUrl!: string;

  @int({ min: 0, max: 32_767, default: 100, list: true })
  weight!: number;

  @text({ max: 50, optional: true, list: true })
  groupName!: string | null;

  @choice(customLinkButtonClass, { max: 30, default: 'default' })
  buttonClass!: string;

  @bool({ default: false })
  newWindow!: boolean;
}
