import { choice, entity, json, ref, slug, text, STANDARD } from '@plumbline/kit';
import { rackFormFactor } from '../choices.ts';
import type { Manufacturer } from '../manufacturer.entity.ts';
import { RackFrameObject } from './rack-frame.ts';

/** A model of rack; its racks take the dimensions from it. */
@entity('dcim.RackType', {
  display: ['model'],
  order: ['model'],
  matchBy: ['manufacturer', 'model'],
  unique: [['manufacturer', 'model'], ['manufacturer', 'slug'], ['slug']],
  navGroup: 'Racks',
  features: [...STANDARD, 'images'],
})
export class RackType extends RackFrameObject {
  @choice(rackFormFactor, { list: true, group: 'Dimensions' })
  formFactor!: string;

  @ref('dcim.Manufacturer', { inverse: 'rackTypes', list: true })
  manufacturer!: Manufacturer;

  @text({ max: 100, search: 100, list: true, natural: true })
  model!: string;

  @slug({ search: 110 })
  slug!: string;

  /** Keys of the library's file that have no field of their own; an export gives them back. */
  @json({ optional: true, derived: true, filter: false, sort: false })
  libraryExtras!: unknown;
}
