import { BaseObject, color, entity, int, text, textList } from '@plumbline/kit';

/** A free label for objects of any or of chosen types. */
@entity('extras.Tag', {
  provides: 'tags',
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  order: ['weight', 'name'],
  navGroup: 'Customization',
  features: ['owner'],
})
export class Tag extends BaseObject {
  @text({ max: 100, search: 100, natural: true, list: true })
  name!: string;

  @text({
    search: 110,
    max: 100,
    pattern: '[-\\p{L}\\p{N}_]+',
    patternHelp: 'must hold only letters, digits, "-" and "_".',
    list: true,
  })
  slug!: string;

  @color({ default: '9e9e9e', list: true })
  color!: string;

  @int({ min: 0, default: 1000, list: true })
  weight!: number;

  @text({ max: 200, optional: true, search: 500, list: true })
  description!: string | null;

  @textList({ optional: true, help: 'Full type names such as dcim.Device; empty for all types' })
  objectTypes!: readonly string[] | null;
}
