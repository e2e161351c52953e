import type { DerivedField, Edge, Model, Registry, ScalarField } from '@plumbline/engine';
import { snakeCase } from '@plumbline/kit';
import type { Contract, ContractField, ContractType as RenderType, ValueKind } from '@plumbline/render';
import { COMPUTED } from './computed.ts';
import { PATHS } from './paths.ts';
import { ALIASES, BLANK_CHOICES, NULL_TEXTS, SHARED_ALIASES } from './names.ts';

/** One type of record. */
export interface ContractType extends RenderType {
  /** Names that order lists when nothing else is asked for; `-` means descending. */
  readonly order: readonly string[];
}

/** Everything templates may read of the model. */
export interface ContextContract extends Contract {
  readonly version: 1;
  readonly types: Readonly<Record<string, ContractType>>;
}

/** Domains whose types templates see. */
const DOMAINS: ReadonlySet<string> = new Set([
  'tenancy',
  'extras',
  'dcim',
  'ipam',
  'virtualization',
  'circuits',
  'wireless',
  'vpn',
]);

const KINDS: Readonly<Record<string, ValueKind>> = {
  int: 'int',
  bigint: 'int',
  asn: 'int',
  intChoice: 'int',
  decimal: 'decimal',
  bool: 'bool',
  json: 'json',
  intList: 'list',
  textList: 'list',
  ipHost: 'network',
  ipCidr: 'network',
  dateTime: 'datetime',
};

const TEXT_KINDS: ReadonlySet<string> = new Set(['text', 'longText', 'slug', 'url', 'color']);

const emptyOf = (model: Model, field: ScalarField): null | '' => {
  const name = `${model.name}.${field.name}`;
  if (BLANK_CHOICES.has(name)) return '';
  return TEXT_KINDS.has(field.spec.kind) && !NULL_TEXTS.has(name) ? '' : null;
};

const valueField = (model: Model, field: ScalarField): ContractField => {
  const { choiceSet, kind } = field.spec;
  const value = field.name === 'customFields' ? 'customFields' : (KINDS[kind] ?? 'text');
  const base = { kind: 'value', field: field.name, value, empty: emptyOf(model, field) } as const;
  if (!choiceSet) return base;
  return { ...base, choices: Object.fromEntries(choiceSet.choices.map((each) => [String(each.value), each.label])) };
};

/** Types of other domains that templates see. */
const TYPES: ReadonlySet<string> = new Set(['users.Owner', 'users.OwnerGroup']);

const isShownModel = ({ domain, name }: Model): boolean => DOMAINS.has(domain) || TYPES.has(name);

const isShown = (registry: Registry, name: string): boolean => isShownModel(registry.model(name));

const edgeField = (registry: Registry, edge: Edge): ContractField | null => {
  if (edge.kind === 'arc') {
    const arms = edge.arms.filter(({ target }) => isShown(registry, target));
    return { kind: 'arc', field: edge.name, targets: Object.fromEntries(arms.map(({ arm, target }) => [arm, target])) };
  }
  if (!isShown(registry, edge.target)) return null;
  return { kind: edge.kind === 'one' ? 'one' : 'many', field: edge.name, target: edge.target };
};

/** Parts of devices, modules and types have list names without underscores in NetBox: `consoleports`. */
const squashed = (model: Model): [string, string][] =>
  [...model.edges.values()].flatMap((edge): [string, string][] => {
    const name = snakeCase(edge.name);
    const isPart =
      edge.kind === 'many' && /^dcim\.\w*(Port|Outlet|Template|Bay|InventoryItem|PowerFeed)$/.test(edge.target);
    return isPart && name.includes('_') ? [[name.replaceAll('_', ''), name]] : [];
  });

const STAMPS: ReadonlySet<string> = new Set(['id', 'number', 'created', 'lastUpdated']);

const fieldsOf = (registry: Registry, model: Model): Record<string, ContractField> => {
  const scalars = [...model.scalars.values()].filter(
    (field) =>
      field.spec.secret !== true && (!field.system || STAMPS.has(field.name)) && field.spec.kind !== 'intRange',
  );
  const values = scalars.map((field): [string, ContractField] => [
    field.name === 'customFields' ? 'custom_field_data' : snakeCase(field.name),
    valueField(model, field),
  ]);
  const display: [string, ContractField] = ['display', { kind: 'value', field: 'display', value: 'text', empty: '' }];
  const edges = [...model.edges.values()].flatMap((edge): [string, ContractField][] => {
    const field = edgeField(registry, edge);
    return field ? [[snakeCase(edge.name), field]] : [];
  });
  const computed = Object.entries(COMPUTED[model.name] ?? {}).map(([name, { field }]): [string, ContractField] => [
    name,
    field,
  ]);
  const derived = [...model.derived.values()].map((field): [string, ContractField] => [
    snakeCase(field.name),
    derivedField(registry, field),
  ]);
  const paths = Object.entries(PATHS[model.name] ?? {}).map(([name, spec]): [string, ContractField] => [
    name,
    { kind: 'path', field: `@${name}`, ...spec, targets: targetsAt(registry, model, spec.path) },
  ]);
  return Object.fromEntries([display, ...values, ...edges, ...computed, ...derived, ...paths]);
};

const derivedField = (registry: Registry, field: DerivedField): ContractField => {
  const { name } = field;
  if (field.kind === 'value')
    return { kind: 'value', field: name, value: KINDS[field.type.name] ?? 'text', empty: null };
  return { kind: 'refs', field: name, targets: field.targets.filter((target) => isShown(registry, target)) };
};

/** Types at the end of a path; none when it ends in a value. */
const targetsAt = (registry: Registry, model: Model, [name = '', ...rest]: readonly string[]): readonly string[] => {
  const edge = [...model.edges.values()].find((each) => snakeCase(each.name) === name);
  if (!edge) return [];
  const targets = edge.kind === 'arc' ? edge.arms.map(({ target }) => target) : [edge.target];
  const shown = targets.filter((target) => isShown(registry, target));
  return rest.length === 0
    ? shown
    : [...new Set(shown.flatMap((each) => targetsAt(registry, registry.model(each), rest)))];
};

const typeOf = (registry: Registry, model: Model): ContractType => {
  const fields = fieldsOf(registry, model);
  const known = (name: string) => Object.hasOwn(fields, name);
  const aliases = Object.entries({ ...SHARED_ALIASES, ...Object.fromEntries(squashed(model)), ...ALIASES[model.name] });
  return {
    name: model.name,
    label: model.label,
    fields,
    aliases: Object.fromEntries(aliases.filter(([alias, name]) => !known(alias) && known(name))),
    order: model.order.map(({ field, descending }) => `${descending ? '-' : ''}${snakeCase(field)}`),
  };
};

const made = new WeakMap<Registry, ContextContract>();

/** What templates may read, from the registry; made once per registry. */
export const contractOf = (registry: Registry): ContextContract => {
  const known = made.get(registry);
  if (known) return known;
  const models = registry.models.filter(isShownModel);
  const types = Object.fromEntries(models.map((model) => [model.name, typeOf(registry, model)]));
  const contract: ContextContract = Object.freeze({ version: 1, types });
  made.set(registry, contract);
  return contract;
};
