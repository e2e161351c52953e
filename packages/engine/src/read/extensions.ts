import type { Model } from '../registry/model.ts';

/**
 * What the read path expects of the GraphQL schema. It goes by names alone, so no type or field carries an
 * extension; the binding builds the schema with these names and the planner looks them up in the registry.
 *
 * Object types. `model.type` for each model, with a field per scalar key (secrets absent), `<key>Choice` beside each
 * choice (type `Choice { value label color }`), a field per edge name, `display: String!`, `url: String!`, and with the
 * feature `customFields` the fields `customFields(names: [String!]): JSON!`, `relations(name: String!, first: Int,
 * filter: JSON): RelatedObjects!` and `computed(name: String!): JSON`; the planner refuses every name of the last two
 * until organizations can define any. To-one edges are the target type, nullable.
 * Arcs are unions named `<Type><Edge>` (`IpAddressAssignedObject`), nullable. To-many edges are connections with
 * the arguments of the root list. All model types implement the interface `Node { id number display url rowVersion
 * created lastUpdated createdBy lastUpdatedBy }`.
 *
 * Derived edges are `[Union!]!` of a union that several may share, derived values their scalar, nullable; a loader fills
 * them (`registry/derived.ts`).
 *
 * Connections. `<Type>Connection { nodes: [T!]! edges: [<Type>Edge!]! totalCount: Int! pageInfo: PageInfo! }`,
 * `<Type>Edge { cursor: String! node: T! }`, `PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`.
 * Arguments: `filter: <Type>Filter, orderBy: [OrderBy!], first: Int, after: String, last: Int, before: String,
 * offset: Int, query: String`; `OrderBy { field: String! direction: OrderDirection = ASC nulls: OrderNulls }` whose
 * enum values are the strings ASC, DESC, FIRST and LAST.
 *
 * Root fields. `<one>(id: ID, number: Int, key: <Type>Key)`, `<many>(...connection arguments)`,
 * `<many>Aggregate(filter, query, groupBy: [String!], first: Int): [AggregateGroup!]!`, `node(id: ID!): Node`,
 * `object(type: String!, number: Int!): Node`, `search(text: String!, types: [String!], first: Int): [SearchHit!]!`.
 *
 * `AggregateGroup { key: JSON! count: Int! countDistinct(field: String!): Int! min(field: String!): JSON
 * max(field: String!): JSON sum(field: String!): Decimal avg(field: String!): Decimal }`; `key` is an object from each
 * `groupBy` path (`status`, `site`, `site.name`) to its value, `{}` without groups.
 * `SearchHit { type: String! field: String! value: String! score: Float! reason: SearchReason! object: Node }`.
 *
 * Filters are read from coerced argument values: field key -> operators, edge -> filter of the target
 * (to-one), `{ some every none count }` (to-many), `{ <arm>: filter, isNull }` (arc), and `and or not isNull inTreeOf
 * childOf customField relation` as in `docs/api`. Filter and input types must keep field keys as they are.
 *
 * Values. Rows reach graphql-js in their JSON form (instants, decimals and 64-bit integers are strings, JSON is parsed),
 * so `serialize` of every custom scalar must let them pass unchanged. The executor needs `readFieldResolver` as
 * `fieldResolver`, abstract types need `readTypeName` as `resolveType`, and each root field above needs
 * `Reader.rootResolver`. No other field of these types has a resolver of its own.
 */
export const names = {
  connection: (model: Model): string => `${model.type}Connection`,
  edge: (model: Model): string => `${model.type}Edge`,
  filter: (model: Model): string => `${model.type}Filter`,
  aggregate: (model: Model): string => `${model.many}Aggregate`,
  choice: (field: string): string => `${field}Choice`,
  node: 'Node',
  group: 'AggregateGroup',
  hit: 'SearchHit',
} as const;

/** Type name of a loaded row, for abstract types; a symbol, so that no alias can collide with it. */
export const TYPE_NAME = Symbol('typeName');

/** One row or connection as the read path hands it to graphql-js: values by response key. */
export class LoadedRow {
  [key: string]: unknown;
  [TYPE_NAME]?: string;
}

// Without the prototype of objects, an alias such as __proto__ is a key like any other.
Object.setPrototypeOf(LoadedRow.prototype, null);

interface PathLike {
  readonly path: { readonly key: string | number };
  readonly fieldName: string;
}

/** Field resolver for the executor: response key on loaded rows, property or method name on anything else. */
export const readFieldResolver = (source: unknown, args: unknown, context: unknown, info: PathLike): unknown => {
  if (source instanceof LoadedRow) return source[info.path.key];
  if (source === null || typeof source !== 'object') return undefined;
  const value = (source as Record<string, unknown>)[info.fieldName];
  return typeof value === 'function'
    ? (value as (...a: unknown[]) => unknown).call(source, args, context, info)
    : value;
};

/** `resolveType` of the interface `Node` and of every arc union. */
export const readTypeName = (value: unknown): string | undefined =>
  value instanceof LoadedRow ? value[TYPE_NAME] : undefined;
