import { isOrderedObject, type OrderedJson, type OrderedObject } from './ordered-json.ts';

/** One context that applies to an object. */
export interface ContextLayer {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  readonly data: OrderedObject;
}

/** Where a value comes from: the id of a context, or null for the object's own local data. */
export type ContextSource = string | null;

/** One value of the merged data that is not merged further: a scalar, a list or an empty object. */
export interface ContextValue {
  /** Keys from the top. */
  readonly path: readonly string[];
  readonly source: ContextSource;
  /** Contexts that said something here and lost, earliest first. */
  readonly overridden: readonly ContextSource[];
}

/** Merged data, and who said what. */
export interface MergedContext {
  readonly data: OrderedObject;
  /** In the order of the keys in `data`. */
  readonly values: readonly ContextValue[];
}

type Node =
  | {
      readonly kind: 'value';
      readonly value: OrderedJson;
      readonly source: ContextSource;
      readonly overridden: readonly ContextSource[];
    }
  | Branch;

interface Branch {
  readonly kind: 'branch';
  readonly children: Map<string, Node>;
  /** Sources of values that this branch replaced. */
  readonly overridden: readonly ContextSource[];
}

/** Order in which contexts are laid over each other: weight, then name by code points; later ones win. */
export const compareContexts = (a: ContextLayer, b: ContextLayer): number =>
  a.weight - b.weight || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/**
 * Folds contexts into one object and keeps, per value, which context won.
 *
 * Contexts apply by weight, then name; the object's local data come last. An object merges into an object, key by
 * key; a list, a scalar, null and an empty object replace what was there. Inputs may come in any order and stay as they are.
 * A key keeps the place where it first appeared, as Python's dictionaries do.
 */
export const mergeContexts = (layers: readonly ContextLayer[], local: OrderedObject | null = null): MergedContext => {
  const root: Branch = { kind: 'branch', children: new Map(), overridden: [] };
  for (const { id, data } of [...layers].sort(compareContexts)) lay(root, data, id);
  if (local !== null) lay(root, local, null);
  return { data: dataOf(root), values: [...valuesOf(root, [])] };
};

const lay = (branch: Branch, data: OrderedObject, source: ContextSource): void => {
  for (const [key, value] of data) {
    const before = branch.children.get(key);
    if (before && isFilled(value) && isMergeable(before)) {
      const target = asBranch(before);
      branch.children.set(key, target);
      lay(target, value, source);
    } else {
      branch.children.set(key, plant(value, source, before ? sourcesOf(before) : []));
    }
  }
};

/** Objects merge with what is there only when that is an object too, be it an empty one. */
const isMergeable = (node: Node): boolean => node.kind === 'branch' || isOrderedObject(node.value);

const asBranch = (node: Node): Branch =>
  node.kind === 'branch' ? node : { kind: 'branch', children: new Map(), overridden: sourcesOf(node) };

const plant = (value: OrderedJson, source: ContextSource, overridden: readonly ContextSource[]): Node => {
  if (!isFilled(value)) return { kind: 'value', value, source, overridden };
  const children = new Map(Array.from(value, ([key, child]) => [key, plant(child, source, [])]));
  return { kind: 'branch', children, overridden };
};

/** Every source that speaks below a node, the replaced ones first, each once. */
const sourcesOf = (node: Node): ContextSource[] => [
  ...new Set([
    ...node.overridden,
    ...(node.kind === 'value' ? [node.source] : [...node.children.values()].flatMap(sourcesOf)),
  ]),
];

const dataOf = (branch: Branch): OrderedObject =>
  new Map(Array.from(branch.children, ([key, node]) => [key, node.kind === 'value' ? node.value : dataOf(node)]));

function* valuesOf(
  branch: Branch,
  path: readonly string[],
  inherited: readonly ContextSource[] = [],
): IterableIterator<ContextValue> {
  for (const [key, node] of branch.children) {
    const overridden = [...new Set([...inherited, ...node.overridden])];
    if (node.kind === 'value') yield { path: [...path, key], source: node.source, overridden };
    else yield* valuesOf(node, [...path, key], overridden);
  }
}

/** An object with at least one key; an empty one replaces what was there. */
const isFilled = (value: OrderedJson): value is OrderedObject => isOrderedObject(value) && value.size > 0;
