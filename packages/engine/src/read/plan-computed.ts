import type { FieldSpec } from '@plumbline/kit';
import { kindOf } from '@plumbline/kit';
import type { FieldNode } from 'graphql';
import type { ComputedField } from '../registry/computed.ts';
import type { Model } from '../registry/model.ts';
import { computedColumn, type ComputedArguments } from './computed.ts';
import { addCost, argumentsOf, invalid, typeOf, type Meter, type Place, type PlanScope } from './plan-scope.ts';
import type { Frame, Item } from './plan.ts';

const argumentValue = (spec: FieldSpec, value: unknown, path: string): unknown => {
  if (value === undefined || value === null) return null;
  const read = kindOf(spec.kind).parse(value, spec);
  if (read.ok) return read.value;
  throw invalid(`${path}.${spec.key}`, `${spec.key} ${read.problem}`);
};

/** Values of a field's arguments by name, null where left out. @throws InvalidInput for a value outside its limits */
const argumentsFor = (
  scope: PlanScope,
  model: Model,
  field: ComputedField,
  node: FieldNode,
  path: string,
): ComputedArguments => {
  const given = argumentsOf(scope, typeOf(scope, model.type), node);
  return Object.fromEntries(field.arguments.map((spec) => [spec.key, argumentValue(spec, given[spec.key], path)]));
};

/**
 * Plans a computed field as a column of its row; the column of a reference holds the id of its target.
 *
 * Each value costs as much as an object, since it reads other rows.
 */
export const planComputed = (
  scope: PlanScope,
  meter: Meter,
  model: Model,
  frame: Frame,
  key: string,
  node: FieldNode,
  place: Place,
): { readonly field: ComputedField; readonly column: number } | null => {
  const field = model.computed.get(node.name.value);
  if (!field) return null;
  const path = place.path === '' ? key : `${place.path}.${key}`;
  const given = argumentsFor(scope, model, field, node, path);
  addCost(scope, meter, Math.max(1, place.rows), path);
  return { field, column: frame.columns.add(computedColumn(model, frame.alias, field, given)) };
};

/** The item of a computed value. */
export const computedItem = (key: string, field: ComputedField, column: number): Item => ({
  kind: 'value',
  key,
  column,
  form: field.type?.json ?? 'plain',
  nullable: field.nullable,
});
