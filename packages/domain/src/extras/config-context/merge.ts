/** A value as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as JSON has it. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** One context that applies to an object. */
export interface ContextLayer {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  readonly data: JsonObject;
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
  readonly data: JsonObject;
  /** In the order of the keys in `data`. */
  readonly values: readonly ContextValue[];
}

type Node =
  | {
      readonly kind: 'value';
      readonly value: Json;
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
 */
export const mergeContexts = (layers: readonly ContextLayer[], local: JsonObject | null = null): MergedContext => {
  const root: Branch = { kind: 'branch', children: new Map(), overridden: [] };
  for (const { id, data } of [...layers].sort(compareContexts)) lay(root, data, id);
  if (local !== null) lay(root, local, null);
  return { data: dataOf(root), values: [...valuesOf(root, [])] };
};

const lay = (branch: Branch, data: JsonObject, source: ContextSource): void => {
  for (const [key, value] of Object.entries(data)) {
    const before = branch.children.get(key);
    if (before && isObject(value) && Object.keys(value).length > 0 && isMergeable(before)) {
      const target = asBranch(before);
      branch.children.set(key, target);
      lay(target, value, source);
    } else {
      branch.children.set(key, plant(value, source, before ? sourcesOf(before) : []));
    }
  }
};

/** Objects merge with what is there only when that is an object too, be it an empty one. */
const isMergeable = (node: Node): boolean => node.kind === 'branch' || isObject(node.value);

const asBranch = (node: Node): Branch =>
  node.kind === 'branch' ? node : { kind: 'branch', children: new Map(), overridden: sourcesOf(node) };

const plant = (value: Json, source: ContextSource, overridden: readonly ContextSource[]): Node => {
  if (!isObject(value) || Object.keys(value).length === 0) return { kind: 'value', value, source, overridden };
  const children = new Map(Object.entries(value).map(([key, child]) => [key, plant(child, source, [])]));
  return { kind: 'branch', children, overridden };
};

/** Every source that speaks below a node, the replaced ones first, each once. */
const sourcesOf = (node: Node): ContextSource[] => [
  ...new Set([
    ...node.overridden,
    ...(node.kind === 'value' ? [node.source] : [...node.children.values()].flatMap(sourcesOf)),
  ]),
];

/** `Object.fromEntries` defines keys, so that `__proto__` stays a plain key. */
const dataOf = (branch: Branch): JsonObject =>
  Object.fromEntries(
    Array.from(branch.children, ([key, node]) => [key, node.kind === 'value' ? node.value : dataOf(node)]),
  );

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

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
