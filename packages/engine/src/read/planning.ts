import { InvalidInput, TooExpensive } from '@plumbline/kit';
import { getVariableValues, OperationTypeNode, visit, type DocumentNode } from 'graphql';
import type { ReadContext } from './context.ts';
import { isLookedUp } from './filter-probe.ts';
import { maySplit } from './level-sql.ts';
import { planRoot, type RootField } from './plan-root.ts';
import { Meter, type PlanScope } from './plan-scope.ts';
import { isRelation, type ListPlan, type Plan, type RootPlan, type RowPlan } from './plan.ts';
import { NOTHING_LATE } from './late.ts';
import type { ReadRequest } from './requests.ts';
import { collect, fragmentsOf, operationOf, type Selected } from './selection.ts';

const aliasCounts = new WeakMap<DocumentNode, number>();

const aliasesIn = (document: DocumentNode): number => {
  const known = aliasCounts.get(document);
  if (known !== undefined) return known;
  let count = 0;
  visit(document, { Field: (node) => void (count += node.alias ? 1 : 0) });
  aliasCounts.set(document, count);
  return count;
};

/** A query ready to be planned. */
export interface QueryScope {
  readonly scope: PlanScope;
  readonly selected: Selected;
}

/**
 * Coerces variables and merges the root selection; null for what graphql-js must word.
 *
 * @throws TooExpensive with more aliases than allowed.
 */
export const queryScope = (
  base: Pick<PlanScope, 'schema' | 'registry' | 'limits' | 'seenFields'>,
  request: ReadRequest,
): QueryScope | null => {
  const operation = operationOf(request.document, request.operationName);
  const query = base.schema.getQueryType();
  if (operation?.operation !== OperationTypeNode.QUERY || !query) return null;
  const coerced = getVariableValues(base.schema, operation.variableDefinitions ?? [], request.variables ?? {});
  if (coerced.errors) return null;
  const aliases = aliasesIn(request.document);
  const limit = base.limits.aliases;
  if (aliases > limit)
    throw new TooExpensive(`The document has ${aliases} aliases; at most ${limit} are allowed.`, {
      requested: aliases,
      limit,
    });
  const fragments = fragmentsOf(request.document);
  const scope = {
    ...base,
    actor: request.actor,
    lenient: false,
    ...NOTHING_LATE,
    fragments,
    variables: coerced.coerced,
  };
  return { scope, selected: collect(scope, query, [operation.selectionSet]) };
};

/** Plans every root field. @throws NotPlannable when one is resolved by code. */
export const planQuery = (fields: ReadonlyMap<string, RootField>, scope: PlanScope, selected: Selected): Plan => {
  const meter = new Meter();
  const roots = [...selected].map(([key, nodes]) => planRoot(scope, meter, fields, key, nodes));
  return { roots, cost: meter.cost, choiceSets: meter.choiceSets };
};

/** Outcome of one root field. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** Plans the root fields that are the reader's; a refusal fails its own field only. */
export const planEach = (fields: ReadonlyMap<string, RootField>, scope: PlanScope, selected: Selected) => {
  const meter = new Meter();
  const roots: RootPlan[] = [];
  const failed = new Map<string, Outcome>();
  for (const [key, nodes] of selected) {
    if (!fields.has(nodes[0]?.name.value ?? '')) continue;
    try {
      roots.push(planRoot(scope, meter, fields, key, nodes));
    } catch (error) {
      failed.set(key, { error });
    }
  }
  return { meter, roots, failed };
};

const isFlat = (row: RowPlan): boolean => !row.items.some(isRelation);

/** Whether conditions are written as they are, without a lookup before. */
const isCompared = ({ model, query, filter }: Pick<ListPlan, 'model' | 'query' | 'filter'>): boolean =>
  query === null && (filter === null || !isLookedUp(model, filter));

/** Whether a plan takes one statement, which needs no transaction around it. */
export const isOneStatement = (context: ReadContext, { roots, choiceSets }: Plan): boolean => {
  const [root] = roots;
  if (roots.length !== 1 || !root || choiceSets.size > 0) return false;
  if (root.kind === 'single') return isFlat(root.row);
  if (root.kind === 'aggregate') return isCompared(root.aggregate);
  if (root.kind !== 'list') return false;
  const { list } = root;
  const flat = list.items.every((item) => {
    if (item.kind === 'nodes') return isFlat(item.row);
    return item.kind !== 'edges' || item.items.every((e) => e.kind !== 'node' || isFlat(e.row));
  });
  const isOnePhase = list.page.from === null && !maySplit(context, list);
  return flat && list.wantsRows !== list.wantsTotal && isOnePhase && isCompared(list);
};

/** Plans an export: the one list of a query, to its end. @throws InvalidInput when the query holds anything else. */
export const planWhole = (
  fields: ReadonlyMap<string, RootField>,
  scope: PlanScope,
  selected: Selected,
): { readonly list: ListPlan; readonly plan: Plan } => {
  const limits = { ...scope.limits, cost: Number.MAX_SAFE_INTEGER };
  const plan = planQuery(fields, { ...scope, limits }, selected);
  const [root] = plan.roots;
  if (root?.kind !== 'list' || plan.roots.length > 1 || root.list.page.backward)
    throw new InvalidInput([{ path: 'query', code: 'BAD_USER_INPUT', message: 'The query must hold one list.' }]);
  const page = { ...root.list.page, size: Number.MAX_SAFE_INTEGER };
  return { plan, list: { ...root.list, page, wantsMore: false } };
};
