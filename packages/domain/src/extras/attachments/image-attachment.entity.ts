import { BaseObject, bigint, ref, entity, int, text, uuid } from '@plumbline/kit';
import type { File } from '../../core/file.entity.ts';

/** A picture of an object. */
@entity('extras.ImageAttachment', {
  display: ['name'],
  order: ['name'],
  matchBy: ['objectType', 'objectId', 'name'],
  navGroup: 'Customization',
  attaches: { feature: 'images', inverse: 'images' },
})
export class ImageAttachment extends BaseObject {
  @text({ max: 100, immutable: true, list: true, help: 'Full type name such as dcim.Device' })
  objectType!: string;

  @uuid({ immutable: true })
  objectId!: string;

  @int({ min: 0, max: 32_767, list: true, unit: 'px' })
  imageHeight!: number;

  @int({ min: 0, max: 32_767, list: true, unit: 'px' })
  imageWidth!: number;

  @bigint({ min: 0, optional: true, unit: 'B' })
  imageSize!: string | null;

  @text({ max: 50, natural: true, optional: true, search: 100, list: true })
  name!: string | null;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;

  /** The picture, in the file store; null when an import brought no media. */
  @ref('core.File', { optional: true, onDelete: 'setNull', list: true })
  image!: File | null;

  /** Where the picture lay in the system it came from. */
  @text({ max: 200, optional: true, derived: true, logged: true })
  imagePath!: string | null;
}
