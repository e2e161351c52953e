import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage, type NonEmptyArray, type PubSub } from 'type-graphql';
import type { Registry } from '../../registry/model.ts';
import type { DomainRule } from '../../write/rules.ts';
import { addField, type Made } from './declare.ts';
import { kindFilters, modelFilters } from './filters.ts';
import { modelInputs, type ExtraInputs } from './inputs.ts';
import { derivedUnions, modelObjects, type Lookup } from './objects.ts';
import { mutationRoot, payloadType, queryRoot } from './roots.ts';
import { sharedTypes } from './shared.ts';

/** A class of type-graphql methods: verbs that are no create, update or delete. */
export type ResolverClass = new () => object;

/** What a schema is made from. */
export interface SchemaParts {
  readonly registry: Registry;
  /** Rules of the domains; their commands may add input fields. */
  readonly rules?: readonly DomainRule[];
  readonly resolvers?: readonly ResolverClass[];
}

/** Subscriptions bring generators of their own; nothing is published by topic. */
const NO_TOPICS: PubSub = {
  publish: () => {
    throw new Error('Subscriptions are generators here; see `LiveContext`.');
  },
  subscribe: () => {
    throw new Error('Subscriptions are generators here; see `LiveContext`.');
  },
};

let current: Lookup | null = null;

/**
 * Class behind a generated GraphQL type (`Job`, `DevicePayload`), for resolvers written by hand.
 *
 * Works inside type thunks only, which run while a schema is built; those of arguments run again with every call and
 * get the class of the schema built last.
 */
export const generatedType: Lookup = (name) => {
  if (!current) throw new Error(`${name} is known only once a schema is built.`);
  return current(name);
};

const extrasOf =
  (rules: readonly DomainRule[]): ExtraInputs =>
  (model, verb) =>
    rules.flatMap((rule) =>
      rule.kind === 'command' && rule.entity === model.name && rule.verb === verb ? rule.extraInputs : [],
    );

const declareTypes = (registry: Registry, extras: ExtraInputs, taken: ReadonlySet<string>) => {
  const shared = sharedTypes();
  const made = new Map<string, Made>(Object.entries(shared).map(([, type]) => [type.name, type]));
  const lookup: Lookup = (name) => {
    const found = made.get(name);
    if (!found) throw new Error(`The schema has no type "${name}".`);
    return found;
  };
  const byKind = kindFilters(shared);
  addField(shared.relationCondition, 'count', () => byKind.get('int') as Made, { nullable: true });
  for (const [name, union] of derivedUnions(registry, lookup)) made.set(name, union);
  for (const model of registry.models) {
    const { object, connection } = modelObjects(model, registry, shared, lookup);
    made.set(model.type, object).set(connection.name, connection);
    const inputs = modelInputs(model, registry, lookup, extras, shared.provenance);
    const payload = model.readOnly ? [] : [payloadType(model, shared, object)];
    for (const [name, type] of [...modelFilters(model, registry, byKind, shared, lookup), ...inputs, ...payload])
      made.set(name, type);
  }
  const roots = [queryRoot(registry, shared, lookup), mutationRoot(registry, shared, lookup, taken)];
  return { lookup, roots };
};

/** Names of the mutations that resolver classes answer; no mutation is generated for them. */
export const mutationsOf = (resolvers: readonly ResolverClass[]): ReadonlySet<string> =>
  new Set(
    getMetadataStorage()
      .mutations.filter(({ target }) => resolvers.includes(target as ResolverClass))
      .map(({ schemaName }) => schemaName),
  );

/**
 * Builds the GraphQL schema of a registry; its root fields still have to be bound to a server.
 *
 * @throws Error when a type of a relation is missing.
 */
export const buildSchemaFor = ({ registry, rules = [], resolvers = [] }: SchemaParts): GraphQLSchema => {
  const { lookup, roots } = declareTypes(registry, extrasOf(rules), mutationsOf(resolvers));
  current = lookup;
  const classes = [...roots, ...resolvers] as unknown as NonEmptyArray<ResolverClass>;
  return buildSchemaSync({ resolvers: classes, validate: false, skipCheck: true, pubSub: NO_TOPICS });
};

/** The schema as text, sorted, so that two prints of one model are equal. */
export const printedSchema = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
