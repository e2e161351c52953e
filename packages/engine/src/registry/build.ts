import {
  didYouMean,
  lowerFirst,
  plural,
  snakeCase,
  specOf,
  words,
  type EntityClass,
  type EntitySpec,
  type FieldSpec,
} from '@plumbline/kit';
import { computedFields, type ComputedDeclaration } from './computed.ts';
import { derivedFields, type DerivedDeclaration } from './derived.ts';
import { constraintsOf, uniqueOf } from './constraints.ts';
import { forwardEdges, inverseEdges, scalarsOf } from './fields.ts';
import type { ArcEdge, Edge, Model, OneEdge, Referrer, Registry } from './model.ts';
import { problemsOf, seenThroughProblems } from './validate.ts';

type Draft = { -readonly [K in keyof Model]: Model[K] } & { edges: Map<string, Edge> };

const orderOf = (spec: EntitySpec) => {
  const declared = spec.options.order ?? (spec.fields.has('name') ? ['name'] : ['number']);
  return declared.map((part) => ({ field: part.replace(/^-/, ''), descending: part.startsWith('-') }));
};

/** The declaration with the fields its features bring: an owner, where the model knows owners. */
const completed = (spec: EntitySpec, owners: string | undefined): EntitySpec => {
  if (owners === undefined || !spec.options.features?.includes('owner')) return spec;
  const owner: FieldSpec = { key: 'owner', kind: 'ref', target: owners, optional: true, group: 'Ownership' };
  return { ...spec, fields: new Map([...spec.fields, ['owner', owner]]) };
};

const draftOf = (entityClass: EntityClass, owners: string | undefined): Draft => {
  const spec = completed(specOf(entityClass), owners);
  const { options } = spec;
  const one = lowerFirst(spec.type);
  const english = plural(one);
  const label = options.label ?? words(spec.type);
  const table = options.table ?? `${spec.domain}_${snakeCase(spec.type)}`;
  const scalars = scalarsOf(spec);
  const named = ['name', 'label', 'model', 'title', 'slug'].find((key) => spec.fields.has(key));
  return {
    name: spec.name,
    domain: spec.domain,
    type: spec.type,
    one,
    label,
    table,
    spec,
    entityClass,
    scalars,
    many: options.many ?? (english === one ? `${one}List` : english),
    plural: options.plural ?? plural(label),
    global: options.global ?? null,
    readOnly: options.readOnly ?? false,
    administratorsOnly: options.administratorsOnly ?? false,
    handMade: options.handMade ?? false,
    features: new Set(options.features ?? []),
    edges: forwardEdges(spec, table),
    computed: new Map(),
    derived: new Map(),
    display: options.display ?? (named ? [named] : []),
    displayJoin: options.displayJoin ?? null,
    matchBy: options.matchBy ?? [],
    order: orderOf(spec),
    isOpen: options.handMade !== true && scalars.has('objectType') && scalars.has('objectId'),
    tree: options.tree ?? null,
    unique: uniqueOf(spec, table, scalars),
    constraints: constraintsOf(spec, table, scalars),
  };
};

const referrersOf = (models: readonly Model[], name: string): Referrer[] =>
  models.flatMap((model) =>
    [...model.edges.values()].flatMap((edge): Referrer[] => {
      const base = (e: OneEdge | ArcEdge) => ({ model, field: e.name, onDelete: e.onDelete, nullable: e.nullable });
      if (edge.kind === 'one' && edge.target === name) return [{ ...base(edge), column: edge.column }];
      if (edge.kind !== 'arc') return [];
      return edge.arms
        .filter((arm) => arm.target === name)
        .map((arm) => ({ ...base(edge), column: arm.column, arm: arm.arm }));
    }),
  );

const requireNone = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new Error(`The model does not hold together:\n- ${problems.join('\n- ')}`);
};

/**
 * Resolves declared classes, computed and derived fields into the registry. Pure.
 *
 * @throws Error that lists every dangling name, clash and contradiction at once, with the nearest match.
 */
export const buildRegistry = (
  classes: readonly EntityClass[],
  computed: readonly ComputedDeclaration[] = [],
  derived: readonly DerivedDeclaration[] = [],
): Registry => {
  const owners = classes.map(specOf).find(({ options }) => options.provides === 'owners')?.name;
  const drafts = new Map(classes.map((entityClass) => [specOf(entityClass).name, draftOf(entityClass, owners)]));
  const problems = problemsOf([...drafts.values()]);
  requireNone(problems);
  const tag = [...drafts.values()].find((draft) => draft.spec.options.provides === 'tags');
  inverseEdges(drafts, tag);
  problems.push(...seenThroughProblems([...drafts.values()]));
  for (const [name, fields] of computedFields(computed, drafts, problems)) {
    const draft = drafts.get(name);
    if (draft) draft.computed = fields;
  }
  for (const [name, fields] of derivedFields(derived, drafts, problems)) {
    const draft = drafts.get(name);
    if (draft) draft.derived = fields;
  }
  requireNone(problems);
  const models: readonly Model[] = [...drafts.values()].map((draft) => Object.freeze(draft));
  const byName = new Map(models.map((model) => [model.name, model]));
  const byClass = new Map(models.map((model) => [model.entityClass, model]));
  const referrers = new Map(models.map((model) => [model.name, referrersOf(models, model.name)]));
  const model = (name: string): Model => {
    const found = byName.get(name);
    if (!found) throw new Error(`There is no entity "${name}".${didYouMean(name, byName.keys())}`);
    return found;
  };
  return Object.freeze({
    models,
    model,
    find: (name: string) => byName.get(name),
    byType: new Map(models.map((m) => [m.type, m])),
    byClass: (entityClass: EntityClass) => byClass.get(entityClass) ?? model(specOf(entityClass).name),
    providing: (role: string) => models.find((m) => m.spec.options.provides === role),
    referrers: (name: string) => referrers.get(name) ?? [],
  });
};
