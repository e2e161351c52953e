import { kindOf, upperFirst, type FieldSpec } from '@plumbline/kit';
import type { ArcEdge, Edge, Model, Registry, ScalarField } from '../../registry/model.ts';
import { addField, type Made, type TypeThunk } from './declare.ts';
import type { Lookup } from './objects.ts';
import { scalars } from './scalars.ts';
import { inputType } from './shared.ts';

/** Names of the input types of a model. */
export const inputNames = {
  key: (model: Model): string => `${model.type}Key`,
  ref: (model: Model): string => `${model.type}Ref`,
  create: (model: Model): string => `${model.type}CreateInput`,
  update: (model: Model): string => `${model.type}UpdateInput`,
  upsert: (model: Model): string => `${model.type}UpsertInput`,
  set: (model: Model): string => `${model.type}SetInput`,
  arc: (model: Model, edge: ArcEdge): string => `${model.type}${upperFirst(edge.name)}Input`,
} as const;

interface Scope {
  readonly model: Model;
  readonly registry: Registry;
  readonly lookup: Lookup;
}

type Verb = 'create' | 'update' | 'upsert' | 'set';

const optional = { nullable: true } as const;

const scalarType = (field: Pick<ScalarField, 'type'>): TypeThunk => {
  const scalar = scalars[field.type.scalar];
  return () => (field.type.isList ? [scalar] : scalar);
};

const refTo = ({ registry, lookup }: Scope, target: string): Made => lookup(inputNames.ref(registry.model(target)));

const edgeType = (scope: Scope, edge: Edge): TypeThunk => {
  if (edge.kind === 'arc') return () => scope.lookup(inputNames.arc(scope.model, edge));
  return () => (edge.kind === 'one' ? refTo(scope, edge.target) : [refTo(scope, edge.target)]);
};

/** Fields of the natural key; a model without one is named by id or number alone. */
const keyType = (scope: Scope): [string, Made][] => {
  const { model } = scope;
  if (model.matchBy.length === 0) return [];
  const made = inputType(inputNames.key(model), 'Names a row by its natural key.');
  for (const key of model.matchBy) {
    const scalar = model.scalars.get(key);
    const edge = model.edges.get(key);
    if (scalar) addField(made, key, scalarType(scalar), optional);
    else if (edge) addField(made, key, edgeType(scope, edge), optional);
  }
  return [[inputNames.key(model), made]];
};

const addNaming = ({ model, lookup }: Scope, made: Made): void => {
  addField(made, 'id', () => scalars.ID, optional);
  addField(made, 'number', () => scalars.Int, optional);
  if (model.matchBy.length > 0) addField(made, 'key', () => lookup(inputNames.key(model)), optional);
};

const refType = (scope: Scope): [string, Made] => {
  const name = inputNames.ref(scope.model);
  const made = inputType(name, 'Names one row by exactly one of its fields.');
  addNaming(scope, made);
  return [name, made];
};

const arcTypes = (scope: Scope): [string, Made][] =>
  [...scope.model.edges.values()].flatMap((edge): [string, Made][] => {
    if (edge.kind !== 'arc') return [];
    const made = inputType(inputNames.arc(scope.model, edge), 'Exactly one of the fields.');
    for (const { arm, target } of edge.arms) addField(made, arm, () => refTo(scope, target), optional);
    return [[inputNames.arc(scope.model, edge), made]];
  });

const isKept = (spec: FieldSpec): boolean => spec.derived === true || spec.generated !== undefined;

/** Required fields stay nullable in the schema, so that all that is missing is reported at once, and derives may fill it. */
const saidOf = (spec: FieldSpec, verb: Verb) => {
  const isNeeded = verb === 'create' && !spec.optional && spec.default === undefined;
  const parts = [isNeeded ? 'Required.' : '', spec.help ? `${spec.help}.` : '', spec.unit ? `Unit: ${spec.unit}.` : ''];
  return { nullable: true, description: parts.filter(Boolean).join(' ') || undefined };
};

const isFixed = (spec: FieldSpec | undefined, verb: Verb): boolean =>
  spec?.immutable === true && (verb === 'update' || verb === 'set');

/** Relations an input may set: references, arcs, and the owning side of many-to-many edges. */
const isSettable = (edge: Edge): boolean =>
  edge.kind === 'one' || edge.kind === 'arc' ? !isKept(edge.spec) : edge.kind === 'manyToMany' && edge.owner;

const addValues = (scope: Scope, made: Made, verb: Verb): void => {
  for (const field of scope.model.scalars.values()) {
    if (field.system || isKept(field.spec) || isFixed(field.spec, verb)) continue;
    addField(made, field.name, scalarType(field), saidOf(field.spec, verb));
  }
  for (const edge of scope.model.edges.values()) {
    const spec = 'spec' in edge ? edge.spec : undefined;
    if (!isSettable(edge) || isFixed(spec, verb)) continue;
    addField(made, edge.name, edgeType(scope, edge), spec ? saidOf(spec, verb) : optional);
  }
};

/** Input fields of a verb that are no columns, as commands declare them. */
export type ExtraInputs = (model: Model, verb: 'create' | 'update') => readonly FieldSpec[];

const extraArcName = (model: Model, spec: FieldSpec): string => `${model.type}${upperFirst(spec.key)}Input`;

/** One-of inputs of extra fields that may name rows of several entities. */
const extraArcTypes = (scope: Scope, extras: ExtraInputs): [string, Made][] => {
  const specs = [...extras(scope.model, 'create'), ...extras(scope.model, 'update')].filter((spec) => spec.targets);
  return [...new Map(specs.map((spec) => [extraArcName(scope.model, spec), spec]))].map(([name, { targets = {} }]) => {
    const made = inputType(name, 'Exactly one of the fields.');
    for (const [arm, target] of Object.entries(targets)) addField(made, arm, () => refTo(scope, target), optional);
    return [name, made];
  });
};

const extraType = (scope: Scope, spec: FieldSpec): TypeThunk => {
  const { kind, target = '', targets } = spec;
  const one = () => (targets ? scope.lookup(extraArcName(scope.model, spec)) : refTo(scope, target));
  if (kind === 'refs') return () => [one()];
  return kind === 'ref' || kind === 'arc' ? one : scalarType({ type: kindOf(kind) });
};

const addExtras = (scope: Scope, made: Made, verb: Verb, extras: ExtraInputs): void => {
  const { model } = scope;
  const verbs = verb === 'upsert' ? (['create', 'update'] as const) : verb === 'set' ? [] : [verb];
  const specs = new Map(verbs.flatMap((own) => extras(model, own)).map((spec) => [spec.key, spec]));
  for (const spec of specs.values()) addField(made, spec.key, extraType(scope, spec), saidOf(spec, 'update'));
};

const DESCRIPTIONS: Readonly<Record<Verb, string | undefined>> = {
  create: undefined,
  update: 'Names the row by id, number or key; fields left out stay as they are.',
  upsert: 'Finds the row by id, number, provenance or natural key, and creates it when there is none.',
  set: 'Values for every row a filter selects.',
};

const writeType = (scope: Scope, verb: Verb, extras: ExtraInputs, provenance: Made): [string, Made] => {
  const name = inputNames[verb](scope.model);
  const made = inputType(name, DESCRIPTIONS[verb]);
  if (verb === 'update') addNaming(scope, made);
  if (verb === 'upsert') {
    addField(made, 'id', () => scalars.ID, optional);
    addField(made, 'number', () => scalars.Int, optional);
    addField(made, 'provenance', () => provenance, optional);
  }
  if (verb === 'update' || verb === 'upsert')
    addField(made, 'rowVersion', () => scalars.Int, {
      ...optional,
      description: 'Refuses the write when the row has changed since.',
    });
  addValues(scope, made, verb);
  addExtras(scope, made, verb, extras);
  return [name, made];
};

const VERBS: readonly Verb[] = ['create', 'update', 'upsert', 'set'];

/** Declares key, reference, arc and write inputs of one model, by type name. */
export const modelInputs = (
  model: Model,
  registry: Registry,
  lookup: Lookup,
  extras: ExtraInputs,
  provenance: Made,
): [string, Made][] => {
  const scope: Scope = { model, registry, lookup };
  const writes = model.readOnly ? [] : VERBS.map((verb) => writeType(scope, verb, extras, provenance));
  return [...keyType(scope), refType(scope), ...arcTypes(scope), ...extraArcTypes(scope, extras), ...writes];
};
