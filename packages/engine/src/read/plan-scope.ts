import { InvalidInput, TooExpensive } from '@plumbline/kit';
import { getArgumentValues, isObjectType, type FieldNode, type GraphQLObjectType } from 'graphql';
import type { Actor } from '../actor.ts';
import type { Model, Registry } from '../registry/model.ts';
import { requireSeen, type SeenFields } from './field-rights.ts';
import type { FilterOptions } from './filter/parse.ts';
import type { LateKnowledge } from './late.ts';
import type { ReadLimits } from './limits.ts';
import { NotPlannable } from './plan.ts';
import type { SelectionScope } from './selection.ts';

/** Arguments of a field after coercion. */
export type Args = Readonly<Record<string, unknown>>;

/** What planning reads; no plan depends on anything else. */
export interface PlanScope extends SelectionScope, LateKnowledge {
  readonly registry: Registry;
  readonly limits: ReadLimits;
  readonly actor: Actor;
  readonly seenFields: SeenFields;
  /** Unknown fields are left to resolvers of their own instead of giving up. */
  readonly lenient: boolean;
}

/** Where in the document planning is: limits multiply along the way. */
export interface Place {
  readonly path: string;
  /** Rows at this level at most. */
  readonly rows: number;
  readonly depth: number;
}

/** Adds up what a document may return. */
export class Meter {
  cost: number;
  readonly choiceSets: Set<string>;

  constructor(cost = 0, choiceSets = new Set<string>()) {
    this.cost = cost;
    this.choiceSets = choiceSets;
  }
}

/** Counts objects that a part of the document may return. @throws TooExpensive above the limit */
export const addCost = (scope: PlanScope, meter: Meter, rows: number, path: string): void => {
  meter.cost += rows;
  const limit = scope.limits.cost;
  if (meter.cost > limit)
    throw new TooExpensive(
      `The query may return ${meter.cost} objects up to ${path}; at most ${limit} are allowed. Ask for smaller pages.`,
      {
        requested: meter.cost,
        limit,
      },
    );
};

/** Refusal of an argument. */
export const invalid = (path: string, message: string): InvalidInput =>
  new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);

/** The object type of a model in the schema. */
export const typeOf = (scope: PlanScope, name: string): GraphQLObjectType => {
  const type = scope.schema.getType(name);
  if (!isObjectType(type)) throw new NotPlannable(`${name} is no object type of the schema`);
  return type;
};

/** Coerced arguments of a selected field; what graphql-js would refuse is left to it. */
export const argumentsOf = (scope: PlanScope, type: GraphQLObjectType, node: FieldNode): Args => {
  if (node.arguments === undefined || node.arguments.length === 0) return {};
  const definition = type.getFields()[node.name.value];
  if (!definition) throw new NotPlannable(`${type.name} has no field ${node.name.value}`);
  try {
    return getArgumentValues(definition, node, scope.variables as Record<string, unknown>);
  } catch {
    throw new NotPlannable(`the arguments of ${type.name}.${node.name.value} do not fit`);
  }
};

/** Options for reading filters. */
export const filterOptions = (scope: PlanScope): FilterOptions => ({
  registry: scope.registry,
  conditions: scope.limits.conditions,
  knownChoice: scope.knownChoice,
  see: (model, name) => requireSeen(scope, model, name),
});

/** The place one relation further down. @throws TooExpensive below the depth limit. */
export const below = (scope: PlanScope, place: Place, key: string, rows: number): Place => {
  if (place.depth < scope.limits.depth)
    return { path: place.path === '' ? key : `${place.path}.${key}`, rows, depth: place.depth + 1 };
  const limit = scope.limits.depth;
  throw new TooExpensive(`The query follows more than ${limit} relations at ${place.path}.${key}.`, {
    limit,
    requested: limit + 1,
  });
};

/** What a field of an entity is called in messages about unknown ones. */
export const unknownField = (scope: PlanScope, model: Model, name: string): void => {
  if (!scope.lenient) throw new NotPlannable(`${model.type}.${name} is resolved by code`);
};
