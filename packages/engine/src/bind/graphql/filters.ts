import { kinds, upperFirst, type Kind, type Operator } from '@plumbline/kit';
import { names } from '../../read/extensions.ts';
import { hasSlots } from '../../read/slots.ts';
import type { Edge, Model, Registry } from '../../registry/model.ts';
import { addField, type Made } from './declare.ts';
import type { Lookup } from './objects.ts';
import { scalars } from './scalars.ts';
import { inputType, type SharedTypes } from './shared.ts';

const LISTS: ReadonlySet<Operator> = new Set<Operator>(['in', 'notIn', 'between']);
const TEXTS: ReadonlySet<Operator> = new Set<Operator>([
  'contains',
  'startsWith',
  'endsWith',
  'regex',
  'ieq',
  'icontains',
  'istartsWith',
  'iendsWith',
  'iregex',
  'within',
  'withinOrEqual',
  'containsAddress',
  'containsOrEqual',
  'overlaps',
  'host',
]);

const addOperator = (made: Made, kind: Kind, operator: Operator, shared: SharedTypes): void => {
  const own = scalars[kind.scalar];
  const said = { nullable: true };
  if (operator === 'isNull') addField(made, operator, () => scalars.Boolean, said);
  else if (operator === 'path') addField(made, operator, () => [shared.jsonCondition], said);
  else if (operator === 'family' || operator === 'length') addField(made, operator, () => scalars.Int, said);
  else if (operator === 'has')
    addField(made, operator, () => (kind.name === 'textList' ? scalars.String : scalars.Int), said);
  else if (TEXTS.has(operator)) addField(made, operator, () => scalars.String, said);
  else if (LISTS.has(operator)) addField(made, operator, () => [own], said);
  else addField(made, operator, () => own, said);
};

/** Operator inputs of all kinds, by kind name; not called filters, since an entity may share a name with a kind (`Asn`). */
export const kindFilters = (shared: SharedTypes): ReadonlyMap<string, Made> =>
  new Map(
    [...kinds.values()].map((kind) => {
      const made = inputType(`${upperFirst(kind.name)}Operators`);
      for (const operator of kind.operators) addOperator(made, kind, operator, shared);
      return [kind.name, made];
    }),
  );

const addEdge = (made: Made, model: Model, edge: Edge, registry: Registry, lookup: Lookup): void => {
  if ('spec' in edge && edge.spec?.filter === false) return;
  const said = { nullable: true };
  if (edge.kind === 'one') addField(made, edge.name, () => lookup(names.filter(registry.model(edge.target))), said);
  else if (edge.kind === 'arc')
    addField(made, edge.name, () => lookup(`${model.type}${upperFirst(edge.name)}Filter`), said);
  else addField(made, edge.name, () => lookup(`${registry.model(edge.target).type}SetFilter`), said);
};

const treeKeys = (model: Model): string[] => ['id', 'number', 'name', 'slug'].filter((key) => model.scalars.has(key));

const addTree = (made: Made, model: Model): void => {
  if (model.tree === null) return;
  const anchor = inputType(`${model.type}Anchor`, 'Names a row of the tree.');
  for (const key of treeKeys(model))
    addField(anchor, key, () => scalars[model.scalars.get(key)?.type.scalar ?? 'String'], { nullable: true });
  addField(made, 'inTreeOf', () => anchor, { nullable: true, description: 'The row itself or anything below it.' });
  addField(made, 'childOf', () => anchor, { nullable: true, description: 'Directly below the row.' });
};

const arcFilters = (model: Model, registry: Registry, lookup: Lookup): [string, Made][] =>
  [...model.edges.values()].flatMap((edge): [string, Made][] => {
    if (edge.kind !== 'arc') return [];
    const name = `${model.type}${upperFirst(edge.name)}Filter`;
    const made = inputType(name);
    addField(made, 'isNull', () => scalars.Boolean, { nullable: true });
    for (const arm of edge.arms)
      addField(made, arm.arm, () => lookup(names.filter(registry.model(arm.target))), { nullable: true });
    return [[name, made]];
  });

const setFilter = (model: Model, filter: Made, int: Made): [string, Made] => {
  const name = `${model.type}SetFilter`;
  const made = inputType(name);
  for (const key of ['some', 'every', 'none']) addField(made, key, () => filter, { nullable: true });
  addField(made, 'count', () => int, { nullable: true });
  return [name, made];
};

/** Declares the filter inputs of one model, by type name. */
export const modelFilters = (
  model: Model,
  registry: Registry,
  byKind: ReadonlyMap<string, Made>,
  shared: SharedTypes,
  lookup: Lookup,
): [string, Made][] => {
  const made = inputType(names.filter(model));
  const said = { nullable: true };
  addField(made, 'and', () => [made], said);
  addField(made, 'or', () => [made], said);
  addField(made, 'not', () => made, said);
  addField(made, 'isNull', () => scalars.Boolean, { ...said, description: 'Below a reference: whether it is empty.' });
  for (const field of model.scalars.values()) {
    const kind = byKind.get(field.type.name);
    if (kind && field.spec.filter !== false && !field.spec.secret) addField(made, field.name, () => kind, said);
  }
  for (const edge of model.edges.values()) addEdge(made, model, edge, registry, lookup);
  if (model.scalars.has('customFields')) addField(made, 'customField', () => [shared.jsonCondition], said);
  if (hasSlots(model)) addField(made, 'relation', () => [shared.relationCondition], said);
  addTree(made, model);
  const int = byKind.get('int') as Made;
  return [[names.filter(model), made], setFilter(model, made, int), ...arcFilters(model, registry, lookup)];
};
