import { didYouMean } from '@plumbline/kit';
import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import type { Model, Registry } from '../registry/model.ts';
import {
  aggregatePath,
  checkFunction,
  type AggregateItem,
  type AggregatePath,
  type AggregatePlan,
} from './aggregate.ts';
import { names } from './extensions.ts';
import { requireSeen } from './field-rights.ts';
import { parseFilter } from './filter/parse.ts';
import { conditionsOf } from './conditions.ts';
import { pageSize, planConnection } from './plan-list.ts';
import { planRow } from './plan-row.ts';
import {
  argumentsOf,
  filterOptions,
  invalid,
  Meter,
  type Args,
  type Place,
  type PlanScope,
  typeOf,
} from './plan-scope.ts';
import { NotPlannable, SELF, type RootPlan, type RowPlan } from './plan.ts';
import type { HitItem, SearchPlan } from './search.ts';
import { collect, setsBelow } from './selection.ts';

/** What a root field of the schema reads. */
export type RootField =
  | { readonly kind: 'one' | 'many' | 'aggregate'; readonly model: Model }
  | { readonly kind: 'node' | 'object' | 'search' };

/** The root fields the read path answers, by name. */
export const rootFields = (registry: Registry): ReadonlyMap<string, RootField> =>
  new Map<string, RootField>([
    ...registry.models.flatMap((model): [string, RootField][] => [
      [model.one, { kind: 'one', model }],
      [model.many, { kind: 'many', model }],
      [names.aggregate(model), { kind: 'aggregate', model }],
    ]),
    ['node', { kind: 'node' }],
    ['object', { kind: 'object' }],
    ['search', { kind: 'search' }],
  ]);

type Json = Record<string, unknown>;

const refFilter = (scope: PlanScope, target: Model, ref: Json, path: string): Json => {
  const given = Object.entries(ref).filter(([, value]) => value !== undefined && value !== null);
  const [entry] = given;
  if (given.length !== 1 || !entry) throw invalid(path, 'Name the row by exactly one of id, number and key.');
  const [name, value] = entry;
  if (name === 'key') return keyFilter(scope, target, value as Json, `${path}.key`);
  return { [name]: { eq: value } };
};

const keyPart = (scope: PlanScope, model: Model, name: string, value: unknown, path: string): Json => {
  const edge = model.edges.get(name);
  if (value === null) return { [name]: { isNull: true } };
  if (edge?.kind === 'one') return { [name]: refFilter(scope, scope.registry.model(edge.target), value as Json, path) };
  if (edge?.kind !== 'arc') return { [name]: { eq: value } };
  const arms = Object.entries(value as Json).flatMap(([arm, ref]) => {
    const target = edge.arms.find((a) => a.arm === arm)?.target;
    return target && ref
      ? [[arm, refFilter(scope, scope.registry.model(target), ref as Json, `${path}.${arm}`)] as const]
      : [];
  });
  return { [name]: Object.fromEntries(arms) };
};

/** A natural key as a filter. */
const keyFilter = (scope: PlanScope, model: Model, key: Json, path: string): Json => {
  const parts = Object.entries(key).filter(([, value]) => value !== undefined);
  if (parts.length === 0) throw invalid(path, `The key is empty; it takes ${model.matchBy.join(', ')}.`);
  return Object.assign(
    {},
    ...parts.map(([name, value]) => keyPart(scope, model, name, value, `${path}.${name}`)),
  ) as Json;
};

const planOne = (
  scope: PlanScope,
  meter: Meter,
  model: Model,
  key: string,
  nodes: readonly FieldNode[],
  args: Args,
): RootPlan => {
  const input = refFilter(scope, model, args as Json, key);
  const filter = parseFilter(model, input, filterOptions(scope), key);
  if (!filter) throw invalid(key, 'Name the row by exactly one of id, number and key.');
  meter.cost += 1;
  return {
    kind: 'single',
    key,
    row: planRow(scope, meter, model, setsBelow(nodes), { path: key, rows: 1, depth: 0 }),
    filter,
  };
};

const pathOf = (scope: PlanScope, model: Model, name: string, at: string): AggregatePath => {
  const path = aggregatePath(scope.registry, model, name, at);
  const { edge, target, field } = path;
  if (edge) requireSeen(scope, model, edge.name);
  if (field) requireSeen(scope, target ?? model, field.name);
  return path;
};

const planAggregate = (
  scope: PlanScope,
  meter: Meter,
  model: Model,
  key: string,
  nodes: readonly FieldNode[],
  args: Args,
): AggregatePlan => {
  const { limits } = scope;
  const type = typeOf(scope, names.group);
  const groups = ((args['groupBy'] ?? []) as readonly string[]).map((name, i) =>
    pathOf(scope, model, name, `${key}.groupBy.${i}`),
  );
  const items = [...collect(scope, type, setsBelow(nodes))].map(([itemKey, [node]]): AggregateItem => {
    const kind = node?.name.value ?? '';
    if (kind === '__typename') return { kind: 'constant', key: itemKey, value: type.name };
    if (kind === 'key' || kind === 'count') return { kind, key: itemKey };
    if (!node || !['countDistinct', 'min', 'max', 'sum', 'avg'].includes(kind))
      throw new NotPlannable(`${type.name}.${kind}`);
    const at = `${key}.${itemKey}.field`;
    const path = pathOf(scope, model, String(argumentsOf(scope, type, node)['field']), at);
    checkFunction(kind as AggregateItem['kind'], path, at);
    return { kind: kind as 'min', key: itemKey, path };
  });
  const isTop = args['first'] !== undefined && args['first'] !== null;
  const size = isTop ? pageSize(scope, args['first'], `${key}.first`) : limits.page;
  meter.cost += groups.length === 0 ? 1 : size;
  return { model, ...conditionsOf(scope, model, args, key), groups, items, size, isTop };
};

const anyModel = (scope: PlanScope, name: unknown, path: string): Model => {
  const text = String(name);
  const model = scope.registry.find(text) ?? scope.registry.byType.get(text);
  if (model) return model;
  throw invalid(path, `There is no type "${text}".${didYouMean(text, scope.registry.byType.keys())}`);
};

/** Entities that fragments of a selection name. */
const namedModels = (scope: PlanScope, sets: readonly SelectionSetNode[], found = new Set<Model>()): Set<Model> => {
  const add = (name: string | undefined) => {
    const model = name === undefined ? undefined : scope.registry.byType.get(name);
    if (model) found.add(model);
  };
  for (const node of sets.flatMap((set) => set.selections)) {
    if (node.kind === Kind.FIELD) continue;
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : scope.fragments[node.name.value];
    add(fragment?.typeCondition?.name.value);
    if (fragment) namedModels(scope, [fragment.selectionSet], found);
  }
  return found;
};

/** Plans per entity of an object whose entity shows only when it is read; the dearest counts, before anything is run. */
const planAnyRow = (
  scope: PlanScope,
  meter: Meter,
  nodes: readonly FieldNode[],
  place: Place,
): ((model: Model) => RowPlan) => {
  const sets = setsBelow(nodes);
  const plan = (model: Model, own: Meter) => {
    const row = planRow(scope, own, model, sets, place);
    row.idColumn = row.columns.add(`${SELF}.id`);
    return row;
  };
  const plans = new Map<Model, RowPlan>();
  let cost = meter.cost;
  for (const model of namedModels(scope, sets)) {
    const own = new Meter(meter.cost, meter.choiceSets);
    plans.set(model, plan(model, own));
    cost = Math.max(cost, own.cost);
  }
  meter.cost = cost;
  return (model) => plans.get(model) ?? plan(model, new Meter());
};

const HIT_PARTS: ReadonlySet<string> = new Set(['type', 'field', 'value', 'score', 'reason']);

const isHitPart = (name: string): name is 'type' | 'field' | 'value' | 'score' | 'reason' => HIT_PARTS.has(name);

const planSearch = (
  scope: PlanScope,
  meter: Meter,
  key: string,
  nodes: readonly FieldNode[],
  args: Args,
): SearchPlan => {
  const type = typeOf(scope, names.hit);
  const text = String(args['text'] ?? '').trim();
  if (text === '' || text.includes('\0'))
    throw invalid(`${key}.text`, 'The search text is empty; give at least one character.');
  const size = pageSize(scope, args['first'] ?? 20, `${key}.first`);
  const asked = args['types'] as readonly string[] | null | undefined;
  const types = asked ? asked.map((t, i) => anyModel(scope, t, `${key}.types.${i}`).name) : null;
  meter.cost += size;
  const items = [...collect(scope, type, setsBelow(nodes))].map(([itemKey, below]): HitItem => {
    const name = below[0]?.name.value ?? '';
    if (name === '__typename') return { kind: 'constant', key: itemKey, value: type.name };
    if (isHitPart(name)) return { kind: name, key: itemKey };
    if (name !== 'object') throw new NotPlannable(`${type.name}.${name}`);
    return {
      kind: 'object',
      key: itemKey,
      rowOf: planAnyRow(scope, meter, below, { path: key, rows: Math.max(2, size), depth: 0 }),
    };
  });
  return { text, types, size, items };
};

const planNode = (scope: PlanScope, meter: Meter, key: string, nodes: readonly FieldNode[], args: Args): RootPlan => {
  const id = scope.registry.models[0]?.scalars
    .get('id')
    ?.type.parse(args['id'], { key: 'id', kind: 'uuid', optional: false });
  if (!id?.ok) throw invalid(`${key}.id`, `id ${id?.problem ?? 'is missing.'}`);
  meter.cost += 1;
  return {
    kind: 'node',
    key,
    id: String(id.value),
    rowOf: planAnyRow(scope, meter, nodes, { path: key, rows: 1, depth: 0 }),
  };
};

/** Plans one root field. */
export const planRoot = (
  scope: PlanScope,
  meter: Meter,
  fields: ReadonlyMap<string, RootField>,
  key: string,
  nodes: readonly FieldNode[],
): RootPlan => {
  const [node] = nodes;
  const query = scope.schema.getQueryType();
  const name = node?.name.value ?? '';
  if (name === '__typename') return { kind: 'constant', key, value: query?.name ?? 'Query' };
  const field = fields.get(name);
  if (!field || !query || !node) throw new NotPlannable(`${name} is resolved by code`);
  const args = argumentsOf(scope, query, node);
  const place = { path: '', rows: 1, depth: 0 };
  switch (field.kind) {
    case 'many':
      return {
        kind: 'list',
        key,
        list: planConnection(scope, meter, planRow, { model: null, edge: null, root: field.model, key, nodes, place }),
      };
    case 'one':
      return planOne(scope, meter, field.model, key, nodes, args);
    case 'aggregate':
      return { kind: 'aggregate', key, aggregate: planAggregate(scope, meter, field.model, key, nodes, args) };
    case 'search':
      return { kind: 'search', key, search: planSearch(scope, meter, key, nodes, args) };
    case 'node':
      return planNode(scope, meter, key, nodes, args);
    case 'object':
      return planOne(scope, meter, anyModel(scope, args['type'], `${key}.type`), key, nodes, {
        number: args['number'],
      });
    default:
      return field satisfies never;
  }
};
