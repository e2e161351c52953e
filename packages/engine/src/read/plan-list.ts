import type { FieldNode, SelectionSetNode } from 'graphql';
import type { ManyEdge, ManyToManyEdge, Model } from '../registry/model.ts';
import { askedOrder, conditionsOf, savedViewOf } from './conditions.ts';
import { decodeCursor } from './cursor.ts';
import { names } from './extensions.ts';
import { requireSeen } from './field-rights.ts';
import { orderOf, type OrderTerm } from './order.ts';
import {
  addCost,
  argumentsOf,
  below,
  invalid,
  type Args,
  type Meter,
  type Place,
  type PlanScope,
  typeOf,
} from './plan-scope.ts';
import {
  NotPlannable,
  ownFrame,
  type Frame,
  type RowPlan,
  type ConnectionItem,
  type EdgeItem,
  type ListPlan,
  type Page,
  type PageInfoPart,
} from './plan.ts';
import { collect, setsBelow } from './selection.ts';

/** A connection field as selected. */
export interface ConnectionField {
  /** Model whose field this is; null for a root list. */
  readonly model: Model | null;
  readonly edge: ManyEdge | ManyToManyEdge | null;
  /** Entity of a root list. */
  readonly root?: Model;
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly place: Place;
}

/** Rows of one page as asked for. @throws InvalidInput outside 0 to the actor's largest page. */
export const pageSize = (scope: PlanScope, asked: unknown, path: string): number => {
  const most = scope.actor.bulk ? scope.limits.bulkPage : scope.limits.page;
  if (asked === undefined || asked === null) return scope.limits.defaultPage;
  const size = Number(asked);
  if (size < 0) throw invalid(path, `A page can't hold ${size} rows.`);
  if (size > most)
    throw invalid(
      path,
      `A page holds at most ${most} rows; ${size} were asked for. Page with "after", or use a bulk export.`,
    );
  return size;
};

const pageOf = (scope: PlanScope, args: Args, terms: readonly OrderTerm[], path: string, isSingle: boolean): Page => {
  const { first, last, after, before, offset } = args as Record<string, number | string | null | undefined>;
  const has = (value: unknown) => value !== undefined && value !== null;
  if (!isSingle && [last, after, before, offset].some(has))
    throw invalid(path, 'Cursors, "last" and "offset" work on lists below a single row only; here use "first".');
  if (has(first) && has(last)) throw invalid(path, 'Ask for "first" or "last", not both.');
  if ((has(first) && has(before)) || (has(last) && has(after)))
    throw invalid(path, '"first" goes with "after", and "last" with "before".');
  if (has(after) && has(before)) throw invalid(path, 'Ask for "after" or "before", not both.');
  if (has(offset) && (has(after) || has(before) || has(last))) throw invalid(path, '"offset" goes with "first" only.');
  if (Number(offset ?? 0) < 0) throw invalid(`${path}.offset`, `The offset can't be ${String(offset)}.`);
  const backward = has(last) || has(before);
  const cursor = after ?? before;
  return {
    size: pageSize(scope, backward ? last : first, `${path}.${backward ? 'last' : 'first'}`),
    backward,
    from: typeof cursor === 'string' ? decodeCursor(cursor, terms, `${path}.${backward ? 'before' : 'after'}`) : null,
    offset: Number(offset ?? 0),
  };
};

const PAGE_INFO: ReadonlySet<string> = new Set([
  'hasNextPage',
  'hasPreviousPage',
  'startCursor',
  'endCursor',
  '__typename',
]);

/** Plans what a selection reads of the rows of a model; handed in, since rows hold lists and lists hold rows. */
export type PlanRow = (
  scope: PlanScope,
  meter: Meter,
  model: Model,
  sets: readonly SelectionSetNode[],
  place: Place,
  frame: Frame,
) => RowPlan;

interface Parts {
  readonly planRow: PlanRow;
  readonly scope: PlanScope;
  readonly meter: Meter;
  readonly model: Model;
  readonly frame: Frame;
  readonly rows: Place;
}

const edgeItems = (parts: Parts, nodes: readonly FieldNode[]): EdgeItem[] => {
  const { scope, meter, model, frame, rows } = parts;
  const type = typeOf(scope, names.edge(model));
  return [...collect(scope, type, setsBelow(nodes))].map(([key, below_]): EdgeItem => {
    const name = below_[0]?.name.value;
    if (name === 'cursor') return { kind: 'cursor', key };
    if (name === '__typename') return { kind: 'constant', key, value: type.name };
    if (name !== 'node') throw new NotPlannable(`${type.name}.${String(name)}`);
    return { kind: 'node', key, row: parts.planRow(scope, meter, model, setsBelow(below_), rows, frame) };
  });
};

const pageInfoParts = (scope: PlanScope, nodes: readonly FieldNode[]): PageInfoPart[] =>
  [...collect(scope, typeOf(scope, 'PageInfo'), setsBelow(nodes))].map(([key, [node]]) => {
    const part = node?.name.value ?? '';
    if (!PAGE_INFO.has(part)) throw new NotPlannable(`PageInfo.${part}`);
    return { key, part: part as PageInfoPart['part'] };
  });

const connectionItem = (parts: Parts, key: string, nodes: readonly FieldNode[]): ConnectionItem => {
  const { scope, meter, model, frame, rows } = parts;
  const name = nodes[0]?.name.value;
  switch (name) {
    case 'nodes':
      return { kind: 'nodes', key, row: parts.planRow(scope, meter, model, setsBelow(nodes), rows, frame) };
    case 'edges':
      return { kind: 'edges', key, items: edgeItems(parts, nodes) };
    case 'totalCount':
      return { kind: 'total', key };
    case 'pageInfo':
      return { kind: 'pageInfo', key, parts: pageInfoParts(scope, nodes) };
    case '__typename':
      return { kind: 'constant', key, value: names.connection(model) };
    default:
      throw new NotPlannable(`${names.connection(model)}.${String(name)}`);
  }
};

const wantsOf = (items: readonly ConnectionItem[]) => {
  const info = items.flatMap((item) => (item.kind === 'pageInfo' ? item.parts.map((p) => p.part) : []));
  const cursors = items.some((item) => item.kind === 'edges' && item.items.some((e) => e.kind === 'cursor'));
  return {
    wantsRows:
      items.some((item) => item.kind === 'nodes' || item.kind === 'edges') ||
      info.some((part) => part !== '__typename'),
    wantsMore: info.includes('hasNextPage') || info.includes('hasPreviousPage'),
    wantsCursors: cursors || info.includes('startCursor') || info.includes('endCursor'),
    wantsTotal: items.some((item) => item.kind === 'total'),
  };
};

/** Refuses an order by what the caller may not see; what rows are sorted by without asking is always seen. */
const requireTerm = (scope: PlanScope, model: Model, { source }: OrderTerm): void => {
  requireSeen(scope, model, source.kind === 'own' ? source.field.name : source.edge.name);
  if (source.kind === 'path') requireSeen(scope, source.target, source.field.name);
};

/** Plans a connection: a root list, or a to-many edge below rows. */
export const planConnection = (scope: PlanScope, meter: Meter, planRow: PlanRow, field: ConnectionField): ListPlan => {
  const { edge, key, nodes, place } = field;
  const model = field.root ?? scope.registry.model(edge?.target ?? '');
  const parent = field.model === null ? scope.schema.getQueryType() : typeOf(scope, field.model.type);
  if (!parent) throw new NotPlannable('the schema has no queries');
  const args = argumentsOf(scope, parent, nodes[0] as FieldNode);
  const path = place.path === '' ? key : `${place.path}.${key}`;
  const isSingle = place.rows === 1;
  const order = askedOrder(args, savedViewOf(scope, model, args, path));
  const terms = orderOf(scope.registry, model, order, `${path}.orderBy`);
  for (const term of terms) requireTerm(scope, model, term);
  const page = pageOf(scope, args, terms, path, isSingle);
  const count = Math.max(1, place.rows) * page.size;
  const rows = below(scope, place, key, Math.max(2, count));
  const selected = collect(scope, typeOf(scope, names.connection(model)), setsBelow(nodes));
  const wantsAny = [...selected.values()].some(
    ([node]) => node?.name.value === 'nodes' || node?.name.value === 'edges',
  );
  addCost(scope, meter, wantsAny ? count : 0, path);
  const frame = ownFrame();
  const items = [...selected].map(([k, n]) => connectionItem({ planRow, scope, meter, model, frame, rows }, k, n));
  return {
    model,
    edge,
    ...conditionsOf(scope, model, args, path),
    terms,
    page,
    columns: frame.columns,
    folds: frame.folds,
    items,
    single: isSingle,
    ...wantsOf(items),
  };
};
