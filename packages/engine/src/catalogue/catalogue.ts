import { words, type ChoiceSet, type FieldSpec } from '@plumbline/kit';
import { createHash } from 'node:crypto';
import type { ComputedField } from '../registry/computed.ts';
import type { Edge, ManyEdge, ManyToManyEdge, Model, Registry, ScalarField } from '../registry/model.ts';
import type { DomainRule } from '../write/rules.ts';
import type { UiCatalogue, UiChoice, UiEdge, UiEntity, UiExtraInput, UiField } from './types.ts';

/** Values an organization added to open choice sets, by set name. */
export type AddedChoices = ReadonlyMap<string, readonly UiChoice[]>;

/** What the catalogue says besides the registry. */
export interface Sources {
  /** Rules of the domains, whose commands may take further inputs. */
  readonly rules: readonly DomainRule[];
  readonly added: AddedChoices;
}

const isKept = (spec: FieldSpec): boolean => spec.derived === true || spec.generated !== undefined;

const choicesOf = (set: ChoiceSet, added: AddedChoices): readonly UiChoice[] => {
  const own = added.get(set.name) ?? [];
  const replaced = new Set(own.map(({ value }) => String(value)));
  const declared = set.choices.filter(({ value }) => !replaced.has(String(value)));
  return [
    ...declared.map(({ value, label, color }) => ({ value, label, ...(color !== undefined && { color }) })),
    ...own,
  ];
};

const common = (name: string, spec: FieldSpec) => ({
  name,
  kind: spec.kind,
  label: spec.label ?? words(name),
  ...(spec.help !== undefined && { help: spec.help }),
  ...(spec.unit !== undefined && { unit: spec.unit }),
  ...(spec.group !== undefined && { group: spec.group }),
  list: spec.list === true,
  immutable: spec.immutable === true,
  input: !isKept(spec),
});

const limitsOf = ({ max, min, default: given }: FieldSpec) => ({
  ...(max !== undefined && { max }),
  ...(min !== undefined && { min }),
  ...(given !== undefined && { default: given }),
});

const scalarField = (field: ScalarField, added: AddedChoices): UiField => {
  const { name, spec, type, nullable } = field;
  const isShown = spec.secret !== true;
  return {
    ...common(name, spec),
    required: !nullable && spec.default === undefined && !isKept(spec),
    filter: isShown && spec.filter !== false,
    sort: isShown && spec.sort !== false && type.sortable,
    ...limitsOf(spec),
    ...(spec.choiceSet && { choices: choicesOf(spec.choiceSet, added) }),
    operators: isShown && spec.filter !== false ? type.operators : [],
  };
};

const edgeField = (edge: Edge): UiField[] => {
  if (edge.kind === 'many' || !edge.spec || (edge.kind === 'manyToMany' && !edge.owner)) return [];
  const { spec } = edge;
  const targets =
    edge.kind === 'arc' ? { targets: edge.arms.map(({ arm, target }) => ({ arm, target })) } : { target: edge.target };
  return [
    {
      ...common(edge.name, spec),
      required: edge.kind !== 'manyToMany' && !edge.nullable && !isKept(spec),
      filter: spec.filter !== false,
      sort: edge.kind !== 'manyToMany' && spec.sort !== false,
      ...targets,
      operators: [],
    },
  ];
};

const computedField = ({ name, spec }: ComputedField): UiField => ({
  ...common(name, spec),
  required: false,
  filter: false,
  sort: false,
  computed: true,
  ...(spec.target !== undefined && { target: spec.target }),
  operators: [],
});

/** Free text reads best at the end, what names the object at the start; base classes declare both early. */
const rankOf = (model: Model, { key, kind }: FieldSpec): number => {
  if (model.display.includes(key)) return 0;
  if (key === 'description') return 2;
  return kind === 'longText' ? 3 : 1;
};

/** A value that is kept for the product alone: derived, and nothing to look for. */
const isInternal = ({ derived, filter }: FieldSpec): boolean => derived === true && filter === false;

/** Fields as people read them: the name, the rest in order of declaration, free text last. */
const fieldsOf = (model: Model, added: AddedChoices): UiField[] =>
  [...model.spec.fields.values()]
    .filter((spec) => !isInternal(spec))
    .toSorted((a, b) => rankOf(model, a) - rankOf(model, b))
    .flatMap(({ key }) => {
      const scalar = model.scalars.get(key);
      const edge = model.edges.get(key);
      return scalar ? [scalarField(scalar, added)] : edge ? edgeField(edge) : [];
    });

const inverseOf = (edge: ManyEdge | ManyToManyEdge): string => (edge.kind === 'many' ? edge.via : (edge.inverse ?? ''));

const edgesOf = (model: Model): UiEdge[] =>
  [...model.edges.values()].flatMap((edge): UiEdge[] => {
    const isInverse = edge.kind === 'many' || (edge.kind === 'manyToMany' && !edge.owner);
    if (!isInverse) return [];
    return [
      { name: edge.name, label: words(edge.name), kind: edge.kind, target: edge.target, inverse: inverseOf(edge) },
    ];
  });

const extraInput = (verb: UiExtraInput['verb'], spec: FieldSpec, added: AddedChoices): UiExtraInput => ({
  ...common(spec.key, spec),
  verb,
  required: !spec.optional && spec.default === undefined,
  filter: false,
  sort: false,
  ...limitsOf(spec),
  ...(spec.choiceSet && { choices: choicesOf(spec.choiceSet, added) }),
  ...(spec.target !== undefined && { target: spec.target }),
  ...(spec.targets && { targets: Object.entries(spec.targets).map(([arm, target]) => ({ arm, target })) }),
  operators: [],
});

/** Inputs that are no columns; those read back under the same name are for tables of rows, since forms have pickers. */
const extraInputsOf = (model: Model, { rules, added }: Sources): { extraInputs?: UiExtraInput[] } => {
  const extraInputs = rules.flatMap((rule) =>
    rule.kind === 'command' && rule.entity === model.name
      ? rule.extraInputs.filter(({ key }) => !model.computed.has(key)).map((spec) => extraInput(rule.verb, spec, added))
      : [],
  );
  return extraInputs.length > 0 ? { extraInputs } : {};
};

const entityOf = (model: Model, sources: Sources): UiEntity => ({
  name: model.name,
  domain: model.domain,
  type: model.type,
  one: model.one,
  many: model.many,
  label: model.label,
  plural: model.plural,
  features: [...model.features],
  display: model.display,
  matchBy: model.matchBy,
  defaultOrder: model.order.map(({ field, descending }) => (descending ? `-${field}` : field)),
  tree: model.tree,
  scope: model.spec.options.scope ?? {},
  readOnly: model.readOnly,
  ...(model.spec.options.navGroup !== undefined && { navGroup: model.spec.options.navGroup }),
  ...(model.spec.options.actions !== undefined && { actions: model.spec.options.actions }),
  fields: [...fieldsOf(model, sources.added), ...[...model.computed.values()].map(computedField)],
  edges: edgesOf(model),
  ...extraInputsOf(model, sources),
});

/** The catalogue of a registry. Pure. */
export const catalogueOf = (registry: Registry, sources: Partial<Sources> = {}): UiCatalogue => {
  const whole: Sources = { rules: [], added: new Map(), ...sources };
  const entities = registry.models.map((model) => entityOf(model, whole));
  const hash = createHash('sha256').update(JSON.stringify(entities)).digest('hex').slice(0, 16);
  return { hash, entities };
};
