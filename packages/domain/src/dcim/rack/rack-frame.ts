import { bigint, bool, choice, decimal, int, intChoice, PrimaryObject } from '@plumbline/kit';
import { rackDimensionUnit, rackWidth, weightUnit } from '../choices.ts';

/** Fields a rack takes over from its type. */
export const FRAME_FIELDS = [
  'formFactor',
  'width',
  'uHeight',
  'startingUnit',
  'descUnits',
  'outerWidth',
  'outerHeight',
  'outerDepth',
  'outerUnit',
  'mountingDepth',
  'weight',
  'weightUnit',
  'maxWeight',
] as const;

/** Dimensions shared by racks and rack types. */
export abstract class RackFrameObject extends PrimaryObject {
  @intChoice(rackWidth, { default: 19, unit: 'in', group: 'Dimensions' })
  width!: number;

  @int({ default: 42, min: 1, max: 100, unit: 'U', label: 'height', list: true, group: 'Dimensions' })
  uHeight!: number;

  @int({ default: 1, min: 1, group: 'Dimensions', help: 'Number of the lowest unit' })
  startingUnit!: number;

  @bool({ default: false, label: 'descending units', group: 'Dimensions', help: 'Unit 1 is at the top' })
  descUnits!: boolean;

  @int({ optional: true, min: 0, group: 'Dimensions' })
  outerWidth!: number | null;

  @int({ optional: true, min: 0, group: 'Dimensions' })
  outerHeight!: number | null;

  @int({ optional: true, min: 0, group: 'Dimensions' })
  outerDepth!: number | null;

  @choice(rackDimensionUnit, { optional: true, group: 'Dimensions' })
  outerUnit!: string | null;

  @int({ optional: true, min: 0, unit: 'mm', group: 'Dimensions', help: 'From front to rear rail' })
  mountingDepth!: number | null;

  @decimal({ digits: 8, scale: 2, optional: true, group: 'Weight' })
  weight!: string | null;

  @int({ optional: true, min: 0, group: 'Weight', help: 'Load the rack bears' })
  maxWeight!: number | null;

  @choice(weightUnit, { optional: true, group: 'Weight' })
  weightUnit!: string | null;

  /** The weight in grams. */
  @bigint({ optional: true, derived: true, unit: 'g' })
  absWeightG!: string | null;

  /** The maximum load in grams. */
  @bigint({ optional: true, derived: true, unit: 'g' })
  absMaxWeightG!: string | null;
}
