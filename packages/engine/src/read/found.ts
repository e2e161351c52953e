import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  print,
  type FieldNode,
  type GraphQLOutputType,
} from 'graphql';
import type { RowRef } from '../registry/derived.ts';
import { LoadedRow } from './extensions.ts';
import { planRow } from './plan-row.ts';
import { addCost, type Meter, type PlanScope } from './plan-scope.ts';
import { SELF, type RowPlan } from './plan.ts';
import { collect, setsBelow } from './selection.ts';

/** Places of an answer where rows stand with the same fields, with all rows that stand there. */
export interface FoundPlace {
  readonly paths: string[];
  readonly nodes: readonly FieldNode[];
  readonly refs: RowRef[];
}

const printed = new WeakMap<FieldNode, string>();

/** What is selected below fields, as text; documents are kept, so that it is printed once. */
const fieldsText = (nodes: readonly FieldNode[]): string =>
  nodes
    .map((node) => {
      const known = printed.get(node) ?? (node.selectionSet ? print(node.selectionSet) : '');
      printed.set(node, known);
      return known;
    })
    .join(' ');

/** Gives the object for a reference at a place; undefined when it is hidden. */
type Resolve = (place: string, nodes: readonly FieldNode[], ref: RowRef) => unknown;

/**
 * An answer that code found: plain objects by field name, with references wherever the schema has a type of the model.
 *
 * It is walked twice, to gather the references and to put rows in their places.
 */
export class FoundAnswer {
  readonly #scope: PlanScope;
  readonly #type: GraphQLOutputType;
  readonly #nodes: readonly FieldNode[];
  readonly #value: unknown;
  readonly #key: string;

  constructor(scope: PlanScope, type: GraphQLOutputType, key: string, nodes: readonly FieldNode[], value: unknown) {
    this.#scope = scope;
    this.#type = type;
    this.#nodes = nodes;
    this.#value = value;
    this.#key = key;
  }

  /** Places that hold references, as far as they are selected; those with the same fields count as one. */
  places(): readonly FoundPlace[] {
    const byPath = new Map<string, FoundPlace>();
    const byFields = new Map<string, FoundPlace>();
    const placeAt = (path: string, nodes: readonly FieldNode[]): FoundPlace => {
      const fields = fieldsText(nodes);
      const place = byFields.get(fields) ?? { paths: [], nodes, refs: [] };
      byFields.set(fields, place);
      byPath.set(path, place);
      place.paths.push(path);
      return place;
    };
    this.filled((path, nodes, ref) => {
      (byPath.get(path) ?? placeAt(path, nodes)).refs.push(ref);
      return undefined;
    });
    return [...byFields.values()];
  }

  /** The answer by response key. A reference without an object is null, or missing from its list. */
  filled(resolve: Resolve): unknown {
    return this.#at(this.#type, this.#nodes, this.#value, this.#key, resolve) ?? null;
  }

  #at(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown, path: string, resolve: Resolve): unknown {
    if (value === null || value === undefined) return value;
    const plain = getNullableType(type);
    if (isListType(plain))
      return (value as readonly unknown[])
        .map((one) => this.#at(plain.ofType as GraphQLOutputType, nodes, one, path, resolve))
        .filter((one) => one !== undefined);
    const named = getNamedType(plain);
    if (isAbstractType(named) || this.#scope.registry.byType.has(named.name))
      return resolve(path, nodes, value as RowRef);
    if (!isObjectType(named)) return value;
    const fields = named.getFields();
    const row = new LoadedRow();
    for (const [key, below] of collect(this.#scope, named, setsBelow(nodes))) {
      const name = below[0]?.name.value ?? '';
      const field = fields[name];
      // what is left out are meta fields, which graphql-js answers itself
      if (field)
        row[key] =
          this.#at(field.type, below, (value as Record<string, unknown>)[name], `${path}.${key}`, resolve) ?? null;
    }
    return row;
  }
}

/** Plans the rows of a place by entity. @throws TooExpensive above the limit of cost */
export const planPlace = (scope: PlanScope, meter: Meter, { paths: [path = ''], nodes, refs }: FoundPlace) => {
  addCost(scope, meter, refs.length, path);
  const sets = setsBelow(nodes);
  const plans = new Map<string, RowPlan>();
  for (const { type } of refs) {
    if (plans.has(type)) continue;
    const place = { path, rows: Math.max(2, refs.length), depth: 0 };
    const row = planRow(scope, meter, scope.registry.model(type), sets, place);
    row.idColumn = row.columns.add(`${SELF}.id`);
    plans.set(type, row);
  }
  return plans;
};
