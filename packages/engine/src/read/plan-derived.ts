import type { FieldNode } from 'graphql';
import type { DerivedEdge } from '../registry/derived.ts';
import type { Model } from '../registry/model.ts';
import { addCost, below, type Meter, type Place, type PlanScope } from './plan-scope.ts';
import { SELF, type Frame, type RelationItem, type RowPlan } from './plan.ts';

/** Plans what a selection reads of the rows of one entity that an edge leads to. */
type PlanTarget = (model: Model, place: Place) => RowPlan;

const targetPlans = (
  scope: PlanScope,
  edge: DerivedEdge,
  place: Place,
  planTarget: PlanTarget,
): ReadonlyMap<string, RowPlan> =>
  new Map(
    edge.targets.map((name) => {
      const row = planTarget(scope.registry.model(name), place);
      row.idColumn = row.columns.add(`${SELF}.id`);
      return [name, row];
    }),
  );

/**
 * Plans a field that a loader fills.
 *
 * A value costs as much as an object and an edge as many as it usually has, since how many there are shows only when
 * the loader ran; what it finds in all is held against the limit then.
 */
export const planDerived = (
  scope: PlanScope,
  meter: Meter,
  model: Model,
  frame: Frame,
  key: string,
  nodes: readonly FieldNode[],
  place: Place,
  planTarget: PlanTarget,
): RelationItem | null => {
  const field = model.derived.get(nodes[0]?.name.value ?? '');
  if (!field) return null;
  const path = place.path === '' ? key : `${place.path}.${key}`;
  const idColumn = frame.columns.add(`${frame.alias}.id`);
  const rows = Math.max(1, place.rows) * (field.kind === 'edge' ? field.expected : 1);
  addCost(scope, meter, rows, path);
  if (field.kind === 'value') return { kind: 'derived', key, idColumn, field, targets: null };
  const targets = targetPlans(scope, field, below(scope, place, key, Math.max(2, rows)), planTarget);
  return { kind: 'derived', key, idColumn, field, targets };
};
