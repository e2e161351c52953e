import type { Model, Registry } from '../registry/model.ts';

/** A column that holds sealed values. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** Name of the type and of the field, as values are bound to them. */
  readonly type: string;
  readonly field: string;
}

/** Rows of other systems without a model are sealed whole, since secrets may lie in any of their columns. */
export const RAW_ROWS: SealedPlace = {
  table: 'core_raw_row',
  column: 'payload',
  type: 'core.RawRow',
  field: 'payload',
};

const ofModel = (model: Model): SealedPlace[] =>
  [...model.scalars.values()].flatMap(({ name, column, spec }) => {
    if (spec.secret !== true || spec.derived === true) return []; // derived ones are digests, which nobody opens
    if (model.global !== null) throw new Error(`${model.name}.${name}: only rows of an organization can have secrets.`);
    return [{ table: model.table, column, type: model.name, field: name }];
  });

/** All columns that hold sealed values. @throws Error for a secret of a type that belongs to no organization */
export const sealedPlaces = (registry: Registry): readonly SealedPlace[] => [
  ...registry.models.flatMap(ofModel),
  RAW_ROWS,
];
