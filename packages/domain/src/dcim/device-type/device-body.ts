import { bigint, bool, choice, decimal, json, PrimaryObject } from '@plumbline/kit';
import { deviceWidth, weightUnit } from '../choices.ts';

/** Space and weight of a device. */
export abstract class DeviceBody extends PrimaryObject {
  @decimal({
    digits: 4,
    scale: 1,
    default: '1.0',
    min: 0,
    list: true,
    label: 'height',
    unit: 'U',
    help: 'Steps of 0.5; 0 takes no units',
  })
  uHeight!: string;

  @choice(deviceWidth, { default: 'full', help: 'Two of half width share a unit' })
  width!: string;

  @bool({ default: true, label: 'full depth', help: 'Blocks both faces of the rack' })
  isFullDepth!: boolean;

  @bool({ default: false, help: 'Does not count as used space' })
  excludeFromUtilization!: boolean;

  @decimal({ digits: 8, scale: 2, optional: true, group: 'Weight' })
  weight!: string | null;

  @choice(weightUnit, { optional: true, group: 'Weight' })
  weightUnit!: string | null;

  /** The weight in grams. */
  @bigint({ optional: true, derived: true, unit: 'g' })
  absWeightG!: string | null;

  /** Keys of the library's file that have no field of their own; an export gives them back. */
  @json({ optional: true, derived: true, filter: false, sort: false })
  libraryExtras!: unknown;
}
