import { bigint, choice, decimal, entity, json, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import { weightUnit } from '../choices.ts';
import type { Manufacturer } from '../manufacturer.entity.ts';
import { moduleAirflow } from '../part-choices.ts';
import type { ModuleTypeProfile } from './module-type-profile.entity.ts';

/** A model of a module: line card, power supply, transceiver. */
@entity('dcim.ModuleType', {
  display: ['model'],
  order: ['manufacturer', 'model'],
  matchBy: ['manufacturer', 'model'],
  unique: [['manufacturer', 'model']],
  navGroup: 'Module types',
  features: [...STANDARD, 'images'],
})
export class ModuleType extends PrimaryObject {
  @decimal({ digits: 8, scale: 2, optional: true, group: 'Weight' })
  weight!: string | null;

  @choice(weightUnit, { optional: true, group: 'Weight' })
  weightUnit!: string | null;

  @bigint({ min: 0, optional: true, derived: true, unit: 'g' })
  absWeightG!: string | null;

  @ref('dcim.ModuleTypeProfile', { inverse: 'moduleTypes', optional: true, list: true })
  profile!: ModuleTypeProfile | null;

  @ref('dcim.Manufacturer', { inverse: 'moduleTypes', list: true })
  manufacturer!: Manufacturer;

  @text({ max: 100, search: 100, list: true })
  model!: string;

  @text({ max: 50, optional: true, search: 200, list: true })
  partNumber!: string | null;

  @choice(moduleAirflow, { optional: true, list: true })
  airflow!: string | null;

  @json({ optional: true })
  attributeData!: unknown;

  /** Keys of the library's file that have no field of their own; an export gives them back. */
  @json({ optional: true, derived: true, filter: false, sort: false })
  libraryExtras!: unknown;
}
