import { createUnionType, ObjectType } from 'type-graphql';
import { names, readTypeName } from '../../read/extensions.ts';
import { OPEN_OBJECT } from '../../read/open-object.ts';
import { hasSlots } from '../../read/slots.ts';
import type { ComputedField } from '../../registry/computed.ts';
import type { DerivedField } from '../../registry/derived.ts';
import type { ArcEdge, Model, Registry, ScalarField } from '../../registry/model.ts';
import { kindOf, upperFirst } from '@plumbline/kit';
import { addField, addMethod, makeClass, type Argument, type Made } from './declare.ts';
import { scalars } from './scalars.ts';
import { nodeFields, objectType, type SharedTypes } from './shared.ts';

/** Object types of one model. */
export interface ModelObjects {
  readonly object: Made;
  readonly connection: Made;
}

/** Looks a made class up by GraphQL type name, once all are declared. */
export type Lookup = (typeName: string) => Made;

/** Arguments of every list. */
export const listArguments = (model: Model, shared: SharedTypes, filter: Lookup): Argument[] => [
  { name: 'filter', type: () => filter(names.filter(model)) },
  { name: 'orderBy', type: () => [shared.orderBy] },
  { name: 'first', type: () => scalars.Int, description: 'Page size, 50 when absent.' },
  { name: 'after', type: () => scalars.String },
  { name: 'last', type: () => scalars.Int },
  { name: 'before', type: () => scalars.String },
  { name: 'offset', type: () => scalars.Int },
  { name: 'query', type: () => scalars.String, description: 'Short text search over names and searchable fields.' },
];

const addScalar = (made: Made, field: ScalarField, shared: SharedTypes): void => {
  if (field.system || field.spec.secret) return;
  const scalar = scalars[field.type.scalar];
  const description = field.spec.help;
  if (field.name === 'customFields') {
    addMethod(made, 'customFields', () => scalars.JSON, [
      { name: 'names', type: () => [scalars.String], description: 'Only these fields.' },
    ]);
    return;
  }
  addField(made, field.name, () => (field.type.isList ? [scalar] : scalar), { nullable: field.nullable, description });
  if (field.spec.choiceSet) addField(made, names.choice(field.name), () => shared.choice, { nullable: field.nullable });
};

/** Fields whose names an organization defines at run time. */
const addSlots = (made: Made, shared: SharedTypes): void => {
  const name: Argument = { name: 'name', type: () => scalars.String, nullable: false };
  const relations: Argument[] = [
    name,
    { name: 'first', type: () => scalars.Int, description: 'Page size, 50 when absent.' },
    { name: 'filter', type: () => scalars.JSON, description: 'A filter of the type at the other end.' },
  ];
  addMethod(made, 'relations', () => shared.relatedObjects, relations, {
    description: 'Objects of a relationship that the organization defined.',
  });
  addMethod(made, 'computed', () => scalars.JSON, [name], {
    nullable: true,
    description: 'Value of a computed field that the organization defined.',
  });
};

const arcUnion = (model: Model, edge: ArcEdge, registry: Registry, lookup: Lookup): object =>
  createUnionType({
    name: `${model.type}${upperFirst(edge.name)}`,
    types: () => edge.arms.map((arm) => lookup(registry.model(arm.target).type)) as never,
    resolveType: readTypeName as never,
  }) as object;

const addEdges = (made: Made, model: Model, registry: Registry, shared: SharedTypes, lookup: Lookup): void => {
  for (const edge of model.edges.values()) {
    const description = 'spec' in edge ? edge.spec?.help : undefined;
    if (edge.kind === 'one')
      addField(made, edge.name, () => lookup(registry.model(edge.target).type), { nullable: true, description });
    else if (edge.kind === 'arc') {
      const union = arcUnion(model, edge, registry, lookup);
      addField(made, edge.name, () => union as never, { nullable: true, description });
    } else {
      const target = registry.model(edge.target);
      addMethod(made, edge.name, () => lookup(names.connection(target)), listArguments(target, shared, lookup), {
        description,
      });
    }
  }
};

const addComputed = (made: Made, field: ComputedField, registry: Registry, lookup: Lookup): void => {
  const { type, spec, nullable } = field;
  const said = { nullable, description: spec.unit === undefined ? spec.help : `${spec.help} In ${spec.unit}.` };
  const scalar = type === null ? null : scalars[type.scalar];
  const value = () =>
    scalar === null ? lookup(registry.model(spec.target ?? '').type) : type?.isList ? [scalar] : scalar;
  const given = field.arguments.map((one): Argument => {
    const { name, scalar: argument, isList } = kindOf(one.kind);
    const own = scalars[argument];
    return { name: one.key, type: () => (isList ? [own] : own), description: one.help ?? name };
  });
  if (given.length === 0) addField(made, field.name, value as never, said);
  else addMethod(made, field.name, value as never, given, said);
};

/** Unions of what derived edges lead to, by name; several edges may share one. */
export const derivedUnions = (registry: Registry, lookup: Lookup): ReadonlyMap<string, Made> => {
  const edges = registry.models.flatMap(({ derived }) => [...derived.values()]).filter(({ kind }) => kind === 'edge');
  const targets = new Map(edges.flatMap((edge) => (edge.kind === 'edge' ? [[edge.union, edge.targets] as const] : [])));
  return new Map(
    [...targets].map(([name, entities]) => {
      const types = () => entities.map((entity) => lookup(registry.model(entity).type)) as never;
      // a union stands where a class may; nothing makes an instance of it
      return [name, createUnionType({ name, types, resolveType: readTypeName as never }) as unknown as Made];
    }),
  );
};

const addDerived = (made: Made, field: DerivedField, lookup: Lookup): void => {
  const { name, help: description } = field;
  if (field.kind === 'edge') return addField(made, name, () => [lookup(field.union)], { description });
  const scalar = scalars[field.type.scalar];
  addField(made, name, () => (field.type.isList ? [scalar] : scalar), { nullable: true, description });
};

const connectionOf = (model: Model, object: Made, shared: SharedTypes): Made => {
  const edge = objectType(names.edge(model));
  addField(edge, 'cursor', () => scalars.String);
  addField(edge, 'node', () => object);
  const connection = objectType(names.connection(model));
  addField(connection, 'nodes', () => [object]);
  addField(connection, 'edges', () => [edge]);
  addField(connection, 'totalCount', () => scalars.Int);
  addField(connection, 'pageInfo', () => shared.pageInfo);
  return connection;
};

/** Declares the object and connection types of one model. */
export const modelObjects = (model: Model, registry: Registry, shared: SharedTypes, lookup: Lookup): ModelObjects => {
  const object = makeClass(model.type);
  const { description } = model.spec;
  ObjectType(model.type, {
    implements: shared.node as never,
    simpleResolvers: true,
    ...(description !== undefined && { description }),
  })(object);
  nodeFields(object);
  for (const field of model.scalars.values()) addScalar(object, field, shared);
  if (hasSlots(model)) addSlots(object, shared);
  if (model.isOpen) addField(object, OPEN_OBJECT, () => shared.node, { nullable: true });
  addEdges(object, model, registry, shared, lookup);
  for (const field of model.computed.values()) addComputed(object, field, registry, lookup);
  for (const field of model.derived.values()) addDerived(object, field, lookup);
  return { object, connection: connectionOf(model, object, shared) };
};
