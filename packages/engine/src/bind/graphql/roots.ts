import { Mutation, Query, Resolver, type ClassType } from 'type-graphql';
import { names } from '../../read/extensions.ts';
import type { Model, Registry } from '../../registry/model.ts';
import { addArguments, addField, makeClass, type Argument, type Made, type TypeThunk } from './declare.ts';
import { inputNames } from './inputs.ts';
import { listArguments, type Lookup } from './objects.ts';
import { scalars } from './scalars.ts';
import { addPayloadParts, objectType, type SharedTypes } from './shared.ts';

/** What a mutation made from the registry does. */
export type WriteVerb = 'create' | 'update' | 'upsert' | 'updateWhere' | 'delete';

/** Name of the mutation of a verb. */
export const mutationName = (model: Model, verb: WriteVerb): string =>
  `${model.one}${{ create: 'Create', update: 'Update', upsert: 'Upsert', updateWhere: 'UpdateWhere', delete: 'Delete' }[verb]}`;

/** Name of the payload type of a model's mutations. */
export const payloadName = (model: Model): string => `${model.type}Payload`;

/** What each verb is called in code. */
export const writeVerbs: readonly WriteVerb[] = ['create', 'update', 'upsert', 'updateWhere', 'delete'];

const unbound = (name: string) =>
  function notBound(): never {
    throw new Error(`${name} is not bound to a server.`);
  };

const addRoot = (
  target: Made,
  decorate: typeof Query,
  name: string,
  type: TypeThunk,
  list: readonly Argument[],
  said: { nullable?: boolean; description?: string } = {},
): void => {
  const value = unbound(name);
  Object.defineProperty(target.prototype, name, { value, configurable: true });
  addArguments(target, name, list);
  decorate(type, said)(target.prototype as object, name, { value } as TypedPropertyDescriptor<unknown>);
};

const rootClass = (name: string): Made => {
  const made = makeClass(name);
  Resolver()(made as ClassType);
  return made;
};

/** Declares the payload type of a model. */
export const payloadType = (model: Model, shared: SharedTypes, object: Made): [string, Made] => {
  const made = objectType(payloadName(model));
  addField(made, 'nodes', () => [object], {
    listItemsNullable: true,
    description:
      'A row for each input, in the order of the input; null where it was refused. Empty for deletes, and when nothing was saved.',
  });
  addPayloadParts(made, shared.userError, shared.change);
  return [payloadName(model), made];
};

const namingArguments = (model: Model, lookup: Lookup): Argument[] => [
  { name: 'id', type: () => scalars.ID },
  { name: 'number', type: () => scalars.Int },
  ...(model.matchBy.length > 0 ? [{ name: 'key', type: () => lookup(inputNames.key(model)) }] : []),
];

/** Names a saved view whose conditions hold as well. */
const savedViewArgument: Argument = {
  name: 'savedView',
  type: () => scalars.ID,
  description: 'Saved view whose filter and words hold as well, and whose order does without `orderBy`.',
};

const modelQueries = (root: Made, model: Model, shared: SharedTypes, lookup: Lookup): void => {
  addRoot(root, Query, model.one, () => lookup(model.type), namingArguments(model, lookup), {
    nullable: true,
    description: `One ${model.label} by exactly one of the arguments; null when there is none.`,
  });
  addRoot(root, Query, model.many, () => lookup(names.connection(model)), [
    ...listArguments(model, shared, lookup),
    savedViewArgument,
  ]);
  addRoot(root, Query, names.aggregate(model), () => [shared.group], [
    { name: 'filter', type: () => lookup(names.filter(model)) },
    { name: 'query', type: () => scalars.String },
    savedViewArgument,
    { name: 'groupBy', type: () => [scalars.String], description: 'Fields or paths such as `site.name`.' },
    { name: 'first', type: () => scalars.Int, description: 'Only the largest groups.' },
  ]);
};

const needed = { nullable: false } as const;

const sharedQueries = (root: Made, shared: SharedTypes): void => {
  addRoot(root, Query, 'node', () => shared.node, [{ name: 'id', type: () => scalars.ID, ...needed }], {
    nullable: true,
  });
  addRoot(
    root,
    Query,
    'object',
    () => shared.node,
    [
      { name: 'type', type: () => scalars.String, ...needed },
      { name: 'number', type: () => scalars.Int, ...needed },
    ],
    { nullable: true },
  );
  addRoot(
    root,
    Query,
    'search',
    () => [shared.hit],
    [
      { name: 'text', type: () => scalars.String, ...needed },
      { name: 'types', type: () => [scalars.String] },
      { name: 'first', type: () => scalars.Int },
    ],
    { description: 'Objects whose searchable fields hold the text, best first.' },
  );
  addRoot(root, Query, 'viewer', () => shared.viewer, [], { description: 'Who asks.' });
  addRoot(root, Query, 'catalogue', () => scalars.JSON, [], {
    description: 'Entities, fields, kinds, choices and operators, for generic clients.',
  });
};

/** Declares the queries of all models. */
export const queryRoot = (registry: Registry, shared: SharedTypes, lookup: Lookup): Made => {
  const root = rootClass('GeneratedQueries');
  for (const model of registry.models) modelQueries(root, model, shared, lookup);
  sharedQueries(root, shared);
  return root;
};

const verbArguments = (model: Model, verb: WriteVerb, lookup: Lookup): Argument[] => {
  const input = (name: string): Argument => ({ name: 'input', type: () => [lookup(name)], ...needed });
  const filter = { name: 'filter', type: () => lookup(names.filter(model)) };
  const count = {
    name: 'expectedCount',
    type: () => scalars.Int,
    description: 'Rows the filter must select, else nothing is written.',
  };
  switch (verb) {
    case 'create':
      return [input(inputNames.create(model))];
    case 'update':
      return [input(inputNames.update(model))];
    case 'upsert':
      return [input(inputNames.upsert(model))];
    case 'updateWhere':
      return [
        { ...filter, ...needed },
        { name: 'set', type: () => lookup(inputNames.set(model)), ...needed },
        { ...count, ...needed },
      ];
    case 'delete':
      return [{ name: 'ids', type: () => [scalars.ID] }, filter, count];
    default:
      return verb satisfies never;
  }
};

const modelMutations = (
  root: Made,
  model: Model,
  shared: SharedTypes,
  lookup: Lookup,
  taken: ReadonlySet<string>,
): void => {
  for (const verb of writeVerbs) {
    const name = mutationName(model, verb);
    if (taken.has(name)) continue;
    const options = { name: 'options', type: () => shared.writeOptions };
    addRoot(root, Mutation, name, () => lookup(payloadName(model)), [...verbArguments(model, verb, lookup), options]);
  }
};

/** Declares the mutations of all models that may be written; names in `taken` are made by hand. */
export const mutationRoot = (
  registry: Registry,
  shared: SharedTypes,
  lookup: Lookup,
  taken: ReadonlySet<string>,
): Made => {
  const root = rootClass('GeneratedMutations');
  for (const model of registry.models) if (!model.readOnly) modelMutations(root, model, shared, lookup, taken);
  addRoot(
    root,
    Mutation,
    'applyChanges',
    () => shared.applyPayload,
    [
      { name: 'operations', type: () => [shared.operation], ...needed },
      { name: 'options', type: () => shared.writeOptions },
    ],
    { description: 'Writes of mixed types in one transaction.' },
  );
  return root;
};
