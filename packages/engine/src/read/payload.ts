import { getNamedType, isObjectType, type GraphQLResolveInfo } from 'graphql';
import type { Model } from '../registry/model.ts';
import { planRow } from './plan-row.ts';
import type { Meter, PlanScope } from './plan-scope.ts';
import { NotPlannable, SELF, type RowPlan } from './plan.ts';
import { collect, setsBelow } from './selection.ts';

/** Plans every `nodes` selected in the payload of a mutation field, by response key. */
export const planPayload = (
  scope: PlanScope,
  meter: Meter,
  model: Model,
  rows: number,
  info: GraphQLResolveInfo,
): Map<string, RowPlan> => {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) throw new NotPlannable('the payload is no object type');
  const plans = new Map<string, RowPlan>();
  for (const [key, nodes] of collect(scope, type, setsBelow(info.fieldNodes))) {
    if (nodes[0]?.name.value !== 'nodes') continue;
    const row = planRow(scope, meter, model, setsBelow(nodes), {
      path: `${String(info.path.key)}.${key}`,
      rows: Math.max(2, rows),
      depth: 0,
    });
    row.idColumn = row.columns.add(`${SELF}.id`);
    plans.set(key, row);
  }
  return plans;
};
