import { formOf, type AggregateItem, type AggregatePlan } from './aggregate.ts';
import type { ChoiceLookup } from './choices.ts';
import { jsonValue, type Field, type Fields } from './codec.ts';
import { LoadedRow, TYPE_NAME } from './extensions.ts';
import {
  isRelation,
  type ConnectionItem,
  type EdgeItem,
  type Item,
  type ListPlan,
  type PageInfoPart,
  type RowPlan,
} from './plan.ts';
import type { ConnectionState, Shape } from './shape.ts';

type State = ConnectionState<unknown>;

/** Id of a loaded row, for resolvers of code that hang below it. */
export const ROW_ID = Symbol('rowId');

const fromEntries = (entries: Iterable<readonly [string, unknown]>, typeName?: string): LoadedRow => {
  const row = new LoadedRow();
  if (typeName !== undefined) row[TYPE_NAME] = typeName;
  for (const [key, value] of entries) row[key] = value;
  return row;
};

const leaf = (item: Item, fields: Fields, choices: ChoiceLookup): unknown => {
  if (item.kind === 'constant') return item.value;
  if (isRelation(item)) return null;
  const text = fields[item.column] ?? null;
  if (text === null) return null;
  switch (item.kind) {
    case 'value':
      return jsonValue[item.form](text);
    case 'choice':
      return fromEntries(item.parts.map((p) => [p.key, choices.part(item.set, text, item.isNumber, p.part)]));
    case 'folded':
      return rowObject(item.row, fields, [], 0, choices);
    default:
      return item satisfies never;
  }
};

const rowObject = (
  plan: RowPlan,
  fields: Fields,
  parts: readonly (readonly unknown[])[],
  index: number,
  choices: ChoiceLookup,
): LoadedRow => {
  const row = new LoadedRow();
  row[TYPE_NAME] = plan.model.type;
  if (plan.idColumn >= 0) (row as { [ROW_ID]?: unknown })[ROW_ID] = fields[plan.idColumn];
  let relation = 0;
  for (const item of plan.items)
    row[item.key] = isRelation(item) ? parts[relation++]?.[index] : leaf(item, fields, choices);
  return row;
};

const info = (part: PageInfoPart['part'], state: State): unknown => {
  if (part === 'hasNextPage') return state.hasNext;
  if (part === 'hasPreviousPage') return state.hasPrevious;
  if (part === '__typename') return 'PageInfo';
  if (state.start === state.end) return null;
  return state.cursor(part === 'startCursor' ? state.start : state.end - 1);
};

const edge = (items: readonly EdgeItem[], state: State, view: number, row: number): LoadedRow => {
  let next = view;
  return fromEntries(
    items.map((item) => {
      if (item.kind === 'cursor') return [item.key, state.cursor(row)];
      return [item.key, item.kind === 'constant' ? item.value : state.views[next++]?.[row]];
    }),
  );
};

const connectionPart = (item: ConnectionItem, state: State, view: number): unknown => {
  switch (item.kind) {
    case 'nodes':
      return (state.views[view] ?? []).slice(state.start, state.end);
    case 'edges':
      return Array.from({ length: state.end - state.start }, (_, i) => edge(item.items, state, view, state.start + i));
    case 'total':
      return state.total;
    case 'pageInfo':
      return fromEntries(item.parts.map((p) => [p.key, info(p.part, state)]));
    case 'constant':
      return item.value;
    default:
      return item satisfies never;
  }
};

const connection =
  (list: ListPlan) =>
  (state: State): LoadedRow => {
    let view = 0;
    const row = new LoadedRow();
    for (const item of list.items) {
      row[item.key] = connectionPart(item, state, view);
      if (item.kind === 'nodes') view += 1;
      if (item.kind === 'edges') view += item.items.filter((e) => e.kind === 'node').length;
    }
    return row;
  };

const groupValue = (plan: AggregatePlan, item: AggregateItem, fields: Fields, column: number): unknown => {
  if (item.kind === 'constant') return item.value;
  const read = (text: Field | undefined, path: AggregatePlan['groups'][number]) =>
    text === null || text === undefined ? null : jsonValue[formOf(path)](text);
  if (item.kind === 'key') return Object.fromEntries(plan.groups.map((path, i) => [path.name, read(fields[i], path)]));
  const text = fields[column] ?? null;
  if (item.kind === 'count' || item.kind === 'countDistinct') return Number(text);
  return item.kind === 'min' || item.kind === 'max' ? read(text, item.path) : text;
};

/** Puts rows together as objects by response key, for graphql-js and exports. */
export const objectShape = (choices: ChoiceLookup): Shape<unknown> => ({
  nil: null,
  row: (plan) => (fields, parts, index) => rowObject(plan, fields, parts, index, choices),
  connection,
  group: (plan) => (fields) => {
    let column = plan.groups.length;
    return fromEntries(
      plan.items.map((item) => {
        const at = item.kind === 'key' || item.kind === 'constant' ? -1 : column++;
        return [item.key, groupValue(plan, item, fields, at)];
      }),
    );
  },
  hit:
    (plan) =>
    ([type, , field, value, score, reason], object) => {
      const parts = { type, field, value, score: Number(score), reason, object };
      return fromEntries(
        plan.items.map((item) => [item.key, item.kind === 'constant' ? item.value : parts[item.kind]]),
      );
    },
  list: (values) => values,
  root: (entries) => fromEntries(entries),
  constant: (value) => value,
  value: (value) => value ?? null,
});
