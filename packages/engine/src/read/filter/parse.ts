import { didYouMean, InvalidInput, shown, type Operator, type Problem } from '@plumbline/kit';
import type { ArcEdge, Edge, Model, Registry, ScalarField } from '../../registry/model.ts';
import { parseJsonTests } from './json.ts';
import { operandOf, type KnownChoice } from './operand.ts';
import { hasSlots, refuseRelations } from '../slots.ts';
import { countField } from './counts.ts';
import type { FilterNode, TreeTest } from './tree.ts';

/** What reading a filter needs to know. */
export interface FilterOptions {
  readonly registry: Registry;
  /** Most conditions in one filter. */
  readonly conditions: number;
  /** Values administrators added to open choice sets. */
  readonly knownChoice?: KnownChoice;
  /** Throws when the caller may not see a field, and so may not ask by it either. */
  readonly see?: (model: Model, name: string) => void;
}

type Input = Readonly<Record<string, unknown>>;

/** Deepest nesting of a filter; enough for any path through the model and far below the stack. */
const MAX_DEPTH = 20;

/** One pass over a filter; problems are collected, so that the caller sees all at once. */
export class FilterReader {
  readonly problems: Problem[] = [];
  readonly known: KnownChoice;
  #conditions = 0;
  readonly #options: FilterOptions;

  constructor(options: FilterOptions) {
    this.#options = options;
    this.known = options.knownChoice ?? (() => false);
  }

  refuse(path: string, message: string): void {
    this.problems.push({ path, code: 'BAD_USER_INPUT', message });
  }

  /** Counts a condition against the limit. */
  count(path: string): void {
    this.#conditions += 1;
    if (this.#conditions === this.#options.conditions + 1)
      this.refuse(path, `The filter holds more than ${this.#options.conditions} conditions.`);
  }

  see(model: Model, name: string): void {
    this.#options.see?.(model, name);
  }

  model(name: string): Model {
    return this.#options.registry.model(name);
  }

  /** The input as an object with at least one key, or null after a refusal. */
  object(input: unknown, path: string, what: string): Input | null {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      this.refuse(path, `${what} must be an object, not ${shown(input)}.`);
      return null;
    }
    const entries = Object.entries(input).filter(([, value]) => value !== undefined);
    if (entries.length > 0) return input as Input;
    this.refuse(
      path,
      `${what} is empty; name at least one condition or leave it out. A variable that was not given leaves an empty object.`,
    );
    return null;
  }
}

const all = (nodes: readonly FilterNode[]): FilterNode =>
  nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'and', nodes };

const entriesOf = (input: Input): [string, unknown][] =>
  Object.entries(input).filter(([, value]) => value !== undefined);

/** The generated column with the same address at full length. */
const hostOf = (model: Model | null, field: ScalarField): ScalarField | undefined =>
  field.spec.kind === 'ipHost' && field.spec.generated === undefined
    ? [...(model?.scalars.values() ?? [])].find((other) =>
        other.spec.generated?.replaceAll('"', '').startsWith(`set_masklen(${field.column},`),
      )
    : undefined;

const parseField = (
  reader: FilterReader,
  model: Model | null,
  field: ScalarField,
  input: unknown,
  path: string,
): FilterNode[] => {
  const operators = reader.object(input, path, 'The condition');
  if (!operators) return [];
  const host = hostOf(model, field);
  return entriesOf(operators).flatMap(([operator, value]): FilterNode[] => {
    reader.count(path);
    const at = `${path}.${operator}`;
    if (!(field.type.operators as readonly string[]).includes(operator)) {
      reader.refuse(at, `${field.name} has no operator "${operator}".${didYouMean(operator, field.type.operators)}`);
      return [];
    }
    if (operator === 'path') return parseJsonTests(reader, field, value, at);
    const operand = operandOf(field, operator as Operator, value, reader.known);
    if (operand.ok)
      return [{ kind: 'field', field, operator: operator as Operator, value: operand.value, ...(host && { host }) }];
    reader.refuse(at, `${field.name}: ${operand.problem}`);
    return [];
  });
};

const parseCount = (reader: FilterReader, edge: Edge, input: unknown, path: string): FilterNode[] => {
  if (edge.kind !== 'many' && edge.kind !== 'manyToMany') return [];
  const target = reader.model(edge.target);
  return parseField(reader, null, countField(edge.name), input, path).flatMap((node): FilterNode[] =>
    node.kind === 'field' ? [{ kind: 'count', edge, target, operator: node.operator, value: node.value }] : [],
  );
};

const SET_KEYS = ['some', 'every', 'none', 'count'];

const parseSet = (reader: FilterReader, edge: Edge, input: unknown, path: string, depth: number): FilterNode[] => {
  if (edge.kind !== 'many' && edge.kind !== 'manyToMany') return [];
  const object = reader.object(input, path, 'The set condition');
  const target = reader.model(edge.target);
  return entriesOf(object ?? {}).flatMap(([key, value]): FilterNode[] => {
    const at = `${path}.${key}`;
    if (key === 'count') return parseCount(reader, edge, value, at);
    if (key === 'some' || key === 'every' || key === 'none')
      return parseNode(reader, target, value, at, depth).map((node) => ({
        kind: 'set',
        edge,
        target,
        quantifier: key,
        node,
      }));
    reader.refuse(at, `A to-many edge takes some, every, none or count, not "${key}".${didYouMean(key, SET_KEYS)}`);
    return [];
  });
};

const boolean = (reader: FilterReader, value: unknown, path: string): boolean | null => {
  if (typeof value === 'boolean') return value;
  reader.refuse(path, `isNull must be true or false, not ${shown(value)}.`);
  return null;
};

/** Splits `isNull` off a filter below an edge; the rest may be empty then. */
const parseBelow = (reader: FilterReader, target: Model, input: unknown, path: string, depth: number) => {
  const object = reader.object(input, path, 'The condition');
  if (!object) return { empty: null, nodes: [] };
  const { isNull, ...rest } = object;
  const empty = isNull === undefined ? null : boolean(reader, isNull, `${path}.isNull`);
  const nodes = entriesOf(rest).length > 0 ? parseNode(reader, target, rest, path, depth) : [];
  return { empty, nodes };
};

const parseArc = (reader: FilterReader, edge: ArcEdge, input: unknown, path: string, depth: number): FilterNode[] => {
  const object = reader.object(input, path, 'The condition');
  return entriesOf(object ?? {}).flatMap(([key, value]): FilterNode[] => {
    const at = `${path}.${key}`;
    if (key === 'isNull') {
      const empty = boolean(reader, value, at);
      return empty === null ? [] : [{ kind: 'empty', edge, empty }];
    }
    const arm = edge.arms.find((candidate) => candidate.arm === key);
    if (!arm) {
      reader.refuse(
        at,
        `${edge.name} has no kind "${key}".${didYouMean(
          key,
          edge.arms.map((a) => a.arm),
        )}`,
      );
      return [];
    }
    const target = reader.model(arm.target);
    const below = parseBelow(reader, target, value, at, depth);
    return [
      ...(below.empty === null ? [] : [{ kind: 'empty', edge, arm, empty: below.empty } as const]),
      ...below.nodes.map((node) => ({ kind: 'arm', edge, arm, target, node }) as const),
    ];
  });
};

const parseEdge = (reader: FilterReader, edge: Edge, input: unknown, path: string, depth: number): FilterNode[] => {
  reader.count(path);
  if (edge.kind === 'arc') return parseArc(reader, edge, input, path, depth);
  if (edge.kind !== 'one') return parseSet(reader, edge, input, path, depth);
  const target = reader.model(edge.target);
  const below = parseBelow(reader, target, input, path, depth);
  return [
    ...(below.empty === null ? [] : [{ kind: 'empty', edge, empty: below.empty } as const]),
    ...below.nodes.map((node) => ({ kind: 'one', edge, target, node }) as const),
  ];
};

const parseTree = (
  reader: FilterReader,
  model: Model,
  mode: TreeTest['mode'],
  input: unknown,
  path: string,
): FilterNode[] => {
  if (model.tree !== null) reader.see(model, model.tree);
  const object = reader.object(input, path, mode);
  const anchor = entriesOf(object ?? {}).flatMap(([key, value]) => {
    const field = model.scalars.get(key);
    if (!field || field.spec.filter === false) {
      reader.refuse(`${path}.${key}`, `${model.type} has no field "${key}".${didYouMean(key, model.scalars.keys())}`);
      return [];
    }
    reader.see(model, key);
    const operand = operandOf(field, 'eq', value, reader.known);
    if (operand.ok) return [{ field, value: operand.value }];
    reader.refuse(`${path}.${key}`, `${key}: ${operand.problem}`);
    return [];
  });
  return anchor.length > 0 ? [{ kind: 'tree', mode, anchor }] : [];
};

const parseGroup = (
  reader: FilterReader,
  model: Model,
  kind: 'and' | 'or',
  input: unknown,
  path: string,
  depth: number,
): FilterNode[] => {
  const parts = Array.isArray(input) ? (input as unknown[]) : [input];
  if (parts.length === 0) reader.refuse(path, `"${kind}" is empty; name at least one condition or leave it out.`);
  const nodes = parts.flatMap((part, index) => parseNode(reader, model, part, `${path}.${index}`, depth));
  return nodes.length > 0 ? [{ kind, nodes }] : [];
};

const unknownKey = (reader: FilterReader, model: Model, key: string, path: string): FilterNode[] => {
  const fields = [...model.scalars.values()].filter((field) => field.spec.filter !== false).map((field) => field.name);
  const names = [...fields, ...model.edges.keys(), 'and', 'or', 'not'];
  reader.refuse(path, `${model.type} can't be filtered by "${key}".${didYouMean(key, names)}`);
  return [];
};

const parseKey = (
  reader: FilterReader,
  model: Model,
  key: string,
  value: unknown,
  path: string,
  depth: number,
): FilterNode[] => {
  if (value === null) {
    reader.refuse(path, `${key} must not be null; use isNull to find empty values.`);
    return [];
  }
  if (key === 'and' || key === 'or') return parseGroup(reader, model, key, value, path, depth);
  if (key === 'not') return parseNode(reader, model, value, path, depth).map((node) => ({ kind: 'not', node }));
  if (model.tree !== null && (key === 'inTreeOf' || key === 'childOf'))
    return parseTree(reader, model, key, value, path);
  const custom = key === 'customField' ? model.scalars.get('customFields') : undefined;
  if (custom) {
    reader.see(model, custom.name);
    return parseJsonTests(reader, custom, value, path);
  }
  if (key === 'relation' && hasSlots(model)) {
    refuseRelations(reader, model, value, path);
    return [];
  }
  const field = model.scalars.get(key);
  const edge = model.edges.get(key);
  const isHidden = edge && 'spec' in edge && edge.spec?.filter === false;
  const isField = field && field.spec.filter !== false;
  if (!isField && (!edge || isHidden)) return unknownKey(reader, model, key, path);
  reader.see(model, key);
  if (isField) return parseField(reader, model, field, value, path);
  return edge ? parseEdge(reader, edge, value, path, depth) : [];
};

/** Reads the filter of one model; at most one node, the conjunction of its keys. */
const parseNode = (reader: FilterReader, model: Model, input: unknown, path: string, depth: number): FilterNode[] => {
  if (depth > MAX_DEPTH) {
    reader.refuse(path, `The filter is nested deeper than ${MAX_DEPTH} levels.`);
    return [];
  }
  const object = reader.object(input, path, 'The filter');
  if (!object) return [];
  const nodes = entriesOf(object).flatMap(([key, value]) =>
    parseKey(reader, model, key, value, `${path}.${key}`, depth + 1),
  );
  return nodes.length > 0 ? [all(nodes)] : [];
};

/**
 * Reads a filter from GraphQL arguments or from stored JSON; null when none is given.
 *
 * @throws InvalidInput with every problem: unknown keys (with the nearest match), wrong values, empty objects, nulls.
 */
export const parseFilter = (
  model: Model,
  input: unknown,
  options: FilterOptions,
  path = 'filter',
): FilterNode | null => {
  if (input === null || input === undefined) return null;
  const reader = new FilterReader(options);
  const [node] = parseNode(reader, model, input, path, 0);
  if (reader.problems.length > 0 || !node) throw new InvalidInput(reader.problems);
  return node;
};
