import type { AggregateItem, AggregatePlan } from './aggregate.ts';
import { formOf } from './aggregate.ts';
import type { ChoiceLookup } from './choices.ts';
import { jsonString, jsonText, type Field, type Fields } from './codec.ts';
import type { ConnectionItem, EdgeItem, ListPlan, PageInfoPart } from './plan.ts';
import type { HitItem } from './search.ts';
import type { ConnectionState, Shape } from './shape.ts';
import { rowWriter, writerEnvironment } from './writer.ts';

type State = ConnectionState<string>;

const join = (texts: readonly string[], start: number, end: number): string => {
  if (start === end) return '[]';
  let out = `[${texts[start] ?? ''}`;
  for (let i = start + 1; i < end; i++) out += `,${texts[i] ?? ''}`;
  return `${out}]`;
};

/** Key of the entry at a position of an object, with the brace or comma before it. */
export const keyText = (index: number, name: string): string => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`;

const object = (entries: readonly (readonly [name: string, text: string])[]): string =>
  entries.length === 0 ? '{}' : `${entries.map(([name, text], i) => keyText(i, name) + text).join('')}}`;

const infoText = (part: PageInfoPart['part'], state: State): string => {
  switch (part) {
    case 'hasNextPage':
      return String(state.hasNext);
    case 'hasPreviousPage':
      return String(state.hasPrevious);
    case '__typename':
      return '"PageInfo"';
    default: {
      if (state.start === state.end) return 'null';
      return `"${state.cursor(part === 'startCursor' ? state.start : state.end - 1)}"`;
    }
  }
};

/** Number of row selections in a connection item: each has a list of rows of its own. */
const nodeCount = (item: ConnectionItem): number => {
  if (item.kind === 'nodes') return 1;
  return item.kind === 'edges' ? item.items.filter((e) => e.kind === 'node').length : 0;
};

const edgeText = (items: readonly EdgeItem[], state: State, view: number, row: number): string => {
  let next = view;
  return object(
    items.map((item) => {
      if (item.kind === 'cursor') return [item.key, `"${state.cursor(row)}"`];
      if (item.kind === 'constant') return [item.key, JSON.stringify(item.value)];
      return [item.key, state.views[next++]?.[row] ?? 'null'];
    }),
  );
};

/** Text of one entry of a connection; `view` is the first of its lists of rows. */
export const itemText = (item: ConnectionItem, state: State, view: number): string => {
  switch (item.kind) {
    case 'nodes':
      return join(state.views[view] ?? [], state.start, state.end);
    case 'edges': {
      const edges: string[] = [];
      for (let row = state.start; row < state.end; row++) edges.push(edgeText(item.items, state, view, row));
      return `[${edges.join(',')}]`;
    }
    case 'total':
      return String(state.total);
    case 'pageInfo':
      return object(item.parts.map((p) => [p.key, infoText(p.part, state)]));
    case 'constant':
      return JSON.stringify(item.value);
    default:
      return item satisfies never;
  }
};

/** The common connection holds nodes alone; its brackets are written without a detour. */
const connectionWriter = (list: ListPlan): ((state: State) => string) => {
  const { items } = list;
  const [only] = items;
  if (items.length === 1 && only?.kind === 'nodes') {
    const open = keyText(0, only.key);
    return (state) => `${open}${join(state.views[0] ?? [], state.start, state.end)}}`;
  }
  return (state) => {
    let out = items.length === 0 ? '{' : '';
    let view = 0;
    for (const [i, item] of items.entries()) {
      out += keyText(i, item.key) + itemText(item, state, view);
      view += nodeCount(item);
    }
    return `${out}}`;
  };
};

const groupItem = (plan: AggregatePlan, item: AggregateItem, fields: readonly Field[], column: number): string => {
  const value = fields[column] ?? null;
  if (item.kind === 'constant') return JSON.stringify(item.value);
  if (item.kind === 'key')
    return object(
      plan.groups.map((path, i) => {
        const group = fields[i] ?? null;
        return [path.name, group === null ? 'null' : jsonText[formOf(path)](group)];
      }),
    );
  if (value === null) return 'null';
  if (item.kind === 'count' || item.kind === 'countDistinct') return value;
  return item.kind === 'min' || item.kind === 'max' ? jsonText[formOf(item.path)](value) : `"${value}"`;
};

const groupText = (plan: AggregatePlan, fields: Fields): string => {
  let column = plan.groups.length;
  return object(
    plan.items.map((item) => {
      const at = item.kind === 'key' || item.kind === 'constant' ? -1 : column++;
      return [item.key, groupItem(plan, item, fields, at)];
    }),
  );
};

const hitText = (item: HitItem, [type, , field, value, score, reason]: Fields, found: string): string => {
  switch (item.kind) {
    case 'type':
      return jsonString(type ?? '');
    case 'field':
      return jsonString(field ?? '');
    case 'value':
      return jsonString(value ?? '');
    case 'score':
      return score ?? 'null';
    case 'reason':
      return jsonString(reason ?? '');
    case 'constant':
      return JSON.stringify(item.value);
    case 'object':
      return found;
    default:
      return item satisfies never;
  }
};

/** Puts rows together as JSON text. */
export const textShape = (choices: ChoiceLookup): Shape<string> => {
  const env = writerEnvironment(choices);
  return {
    nil: 'null',
    row: (plan) => {
      const write = rowWriter(plan);
      return (fields, parts, index) => write(env, fields, parts, index);
    },
    connection: connectionWriter,
    group: (plan) => (fields) => groupText(plan, fields),
    hit: (plan) => (fields, found) => object(plan.items.map((item) => [item.key, hitText(item, fields, found)])),
    list: (values) => `[${values.join(',')}]`,
    root: object,
    constant: (value) => JSON.stringify(value),
    value: (value) => JSON.stringify(value ?? null),
  };
};
