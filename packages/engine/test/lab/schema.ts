import { kindOf, upperFirst } from '@plumbline/kit';
import { buildSchema, isAbstractType, type GraphQLSchema } from 'graphql';
import { names, readTypeName } from '../../src/read/extensions.ts';
import type { ComputedField } from '../../src/registry/computed.ts';
import type { DerivedField } from '../../src/registry/derived.ts';
import type { Edge, Model, Registry, ScalarField } from '../../src/registry/model.ts';

const LISTS = new Set(['in', 'notIn', 'between']);
const TYPES = [
  'UUID',
  'DateTime',
  'Date',
  'Decimal',
  'BigInt',
  'JSON',
  'Mac',
  'IpHost',
  'IpCidr',
  'AsNumber',
  'Color',
  'URL',
  'IdRanges',
];

const SHARED = `
  scalar ${TYPES.join(' scalar ')}
  enum OrderDirection { ASC DESC } enum OrderNulls { FIRST LAST }
  input OrderBy { field: String! direction: OrderDirection = ASC nulls: OrderNulls }
  type Choice { value: JSON! label: String! color: String }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  interface Node { id: ID! number: Int! display: String! url: String! rowVersion: Int! created: DateTime lastUpdated: DateTime createdBy: ID lastUpdatedBy: ID }
  type AggregateGroup { key: JSON! count: Int! countDistinct(field: String!): Int! min(field: String!): JSON max(field: String!): JSON sum(field: String!): Decimal avg(field: String!): Decimal }
  type SearchHit { type: String! field: String! value: String! score: Float! reason: SearchReason! object: Node } enum SearchReason { EXACT START PART INSIDE HOLDS }
  input JsonCondition { name: String path: String eq: JSON ne: JSON in: [JSON!] notIn: [JSON!] between: [JSON!] isNull: Boolean exists: Boolean lt: JSON lte: JSON gt: JSON gte: JSON has: JSON
    contains: String startsWith: String endsWith: String regex: String ieq: String icontains: String istartsWith: String iendsWith: String iregex: String }
  type RelatedObjects { nodes: [Node!]! }
  input RelationCondition { name: String! some: JSON none: JSON count: IntCount }
  input IntCount { eq: Int ne: Int in: [Int!] notIn: [Int!] isNull: Boolean lt: Int lte: Int gt: Int gte: Int between: [Int!] }`;

const SLOTS = 'relations(name: String!, first: Int, filter: JSON): RelatedObjects! computed(name: String!): JSON';
const PAGE = 'orderBy: [OrderBy!], first: Int, after: String, last: Int, before: String, offset: Int, query: String';

const operatorType = (field: ScalarField, operator: string): string => {
  if (operator === 'isNull') return 'Boolean';
  if (operator === 'path') return '[JsonCondition!]';
  if (LISTS.has(operator)) return `[${field.type.scalar}!]`;
  if (operator === 'family' || operator === 'length') return 'Int';
  if (operator === 'has') return field.spec.kind === 'textList' ? 'String' : 'Int';
  return ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'].includes(operator) ? field.type.scalar : 'String';
};

const kindFilter = (field: ScalarField): string =>
  `input ${upperFirst(field.type.name)}Filter { ${field.type.operators.map((o) => `${o}: ${operatorType(field, o)}`).join(' ')} }`;

const scalarType = (field: ScalarField): string => {
  const type = field.type.isList ? `[${field.type.scalar}!]` : field.type.scalar;
  return field.nullable ? type : `${type}!`;
};

const edgeField = (registry: Registry, model: Model, edge: Edge): string => {
  if (edge.kind === 'arc') return `${edge.name}: ${model.type}${upperFirst(edge.name)}`;
  const target = registry.model(edge.target);
  return edge.kind === 'one'
    ? `${edge.name}: ${target.type}`
    : `${edge.name}(filter: ${names.filter(target)}, ${PAGE}): ${names.connection(target)}!`;
};

const edgeFilter = (registry: Registry, model: Model, edge: Edge): string => {
  if (edge.kind === 'arc') return `${edge.name}: ${model.type}${upperFirst(edge.name)}Filter`;
  return `${edge.name}: ${registry.model(edge.target).type}${edge.kind === 'one' ? '' : 'Set'}Filter`;
};

const keyField = (registry: Registry, model: Model, key: string): string => {
  const edge = model.edges.get(key);
  if (edge?.kind === 'one') return `${key}: ${registry.model(edge.target).type}Ref`;
  return edge ? `${key}: ${model.type}${upperFirst(key)}Input` : `${key}: ${model.scalars.get(key)?.type.scalar}`;
};

const arcTypes = (registry: Registry, model: Model): string[] =>
  [...model.edges.values()].flatMap((edge) => {
    if (edge.kind !== 'arc') return [];
    const name = `${model.type}${upperFirst(edge.name)}`;
    const arms = edge.arms.map((arm) => ({ arm: arm.arm, type: registry.model(arm.target).type }));
    return [
      `union ${name} = ${arms.map((a) => a.type).join(' | ')}`,
      `input ${name}Filter { isNull: Boolean ${arms.map((a) => `${a.arm}: ${a.type}Filter`).join(' ')} }`,
      `input ${name}Input { ${arms.map((a) => `${a.arm}: ${a.type}Ref`).join(' ')} }`,
    ];
  });

const computedField = (registry: Registry, { name, type, spec, nullable, arguments: given }: ComputedField): string => {
  const own = given.map((one) => `${one.key}: ${kindOf(one.kind).scalar}`);
  const scalar =
    type === null ? registry.model(spec.target ?? '').type : type.isList ? `[${type.scalar}!]` : type.scalar;
  return `${name}${own.length > 0 ? `(${own.join(', ')})` : ''}: ${scalar}${nullable ? '' : '!'}`;
};

const derivedField = (field: DerivedField): string =>
  field.kind === 'edge' ? `${field.name}: [${field.union}!]!` : `${field.name}: ${field.type.scalar}`;

const derivedUnions = (registry: Registry): string[] => {
  const fields = registry.models.flatMap(({ derived }) => [...derived.values()]);
  const unions = new Map(fields.flatMap((f) => (f.kind === 'edge' ? [[f.union, f.targets] as const] : [])));
  return [...unions].map(
    ([name, targets]) => `union ${name} = ${targets.map((target) => registry.model(target).type).join(' | ')}`,
  );
};

const modelTypes = (registry: Registry, model: Model): string => {
  const fields = [...model.scalars.values()].filter((f) => f.spec.secret !== true);
  const { type } = model;
  const output = fields.map((f) => {
    if (f.name === 'customFields') return `customFields(names: [String!]): JSON! ${SLOTS}`;
    const own = `${f.name}: ${f.name.match(/^(id|createdBy|lastUpdatedBy)$/) ? `ID${f.nullable ? '' : '!'}` : scalarType(f)}`;
    return f.spec.choiceSet ? `${own} ${names.choice(f.name)}: Choice` : own;
  });
  const filters = fields
    .filter((f) => f.spec.filter !== false)
    .map((f) => `${f.name}: ${upperFirst(f.type.name)}Filter`);
  const edges = [...model.edges.values()];
  const computed = [...model.computed.values()].map((field) => computedField(registry, field)).join(' ');
  const derived = [...model.derived.values()].map(derivedField).join(' ');
  const tree = model.tree === null ? '' : `inTreeOf: ${type}Anchor childOf: ${type}Anchor`;
  return [
    `type ${type} implements Node { display: String! url: String! ${output.join(' ')} ${edges.map((e) => edgeField(registry, model, e)).join(' ')} ${computed} ${derived} }`,
    `type ${names.edge(model)} { cursor: String! node: ${type}! }`,
    `type ${names.connection(model)} { nodes: [${type}!]! edges: [${names.edge(model)}!]! totalCount: Int! pageInfo: PageInfo! }`,
    `input ${names.filter(model)} { and: [${type}Filter!] or: [${type}Filter!] not: ${type}Filter isNull: Boolean ${filters.join(' ')} ${edges.map((e) => edgeFilter(registry, model, e)).join(' ')} ${tree} ${model.scalars.has('customFields') ? 'customField: [JsonCondition!] relation: [RelationCondition!]' : ''} }`,
    `input ${type}SetFilter { some: ${type}Filter every: ${type}Filter none: ${type}Filter count: IntCount }`,
    `input ${type}Anchor { id: ID number: Int name: String slug: String }`,
    `input ${type}Ref { id: ID number: Int ${model.matchBy.length > 0 ? `key: ${type}Key` : ''} }`,
    model.matchBy.length > 0
      ? `input ${type}Key { ${model.matchBy.map((k) => keyField(registry, model, k)).join(' ')} }`
      : '',
    ...arcTypes(registry, model),
  ].join('\n');
};

const rootFields = (model: Model): string => `
  ${model.one}(id: ID, number: Int${model.matchBy.length > 0 ? `, key: ${model.type}Key` : ''}): ${model.type}
  ${model.many}(filter: ${names.filter(model)}, ${PAGE}): ${names.connection(model)}!
  ${names.aggregate(model)}(filter: ${names.filter(model)}, query: String, groupBy: [String!], first: Int): [AggregateGroup!]!`;

/** A schema with the names the read path expects, from the registry alone. */
export const labSchema = (registry: Registry): GraphQLSchema => {
  const kinds = new Map(
    registry.models.flatMap((m) => [...m.scalars.values()].map((f) => [f.type.name, kindFilter(f)] as const)),
  );
  const schema = buildSchema(`${SHARED}
    ${[...kinds.values()].join('\n')}
    ${registry.models.map((m) => modelTypes(registry, m)).join('\n')}
    ${derivedUnions(registry).join('\n')}
    type Echo { text: String! }

    type Query { ${registry.models.map(rootFields).join('\n')}
      node(id: ID!): Node object(type: String!, number: Int!): Node search(text: String!, types: [String!], first: Int): [SearchHit!]! echo(text: String!): Echo! }`);
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type) && !type.name.startsWith('__')) type.resolveType = readTypeName;
  return schema;
};
