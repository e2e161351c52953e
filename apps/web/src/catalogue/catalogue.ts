import { type CustomFieldGroup, type CustomFieldSet, customFieldsOf, noCustomFields } from './custom-fields.ts';
import { orderFields } from './field-order.ts';
import { withObjectFields } from './object-fields.ts';
import type { UiCatalogue, UiEntity, UiField, UiPanel } from './types.ts';

/** The catalogue with look-ups by every name that screens meet. */
export interface Catalogue {
  hash: string;
  entities: UiEntity[];
  /** What plugins show on pages. */
  panels: readonly UiPanel[];
  /** Headings of custom fields by name, as far as they are rows of their own. */
  customGroups: ReadonlyMap<string, CustomFieldGroup>;
  /** By registered name, `dcim.Device`. */
  byName: ReadonlyMap<string, UiEntity>;
  /** By GraphQL type, `Device`. */
  byType: ReadonlyMap<string, UiEntity>;
  /** By path, `dcim/devices`. */
  byPath: ReadonlyMap<string, UiEntity>;
}

/** Path segment of an entity's list: `deviceTypes` becomes `device-types`. */
export function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** Path of an entity's list below the base, without slashes around: `dcim/device-types`. */
export function entityPath(entity: UiEntity): string {
  return `${entity.domain}/${kebab(entity.many)}`;
}

/** `DeviceType` in words for a heading: first letter up, rest as declared. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const commonFields: readonly UiField[] = [
  {
    name: 'number',
    kind: 'int',
    label: 'number',
    required: true,
    list: false,
    filter: true,
    sort: true,
    input: false,
    immutable: true,
    operators: ['eq', 'in', 'lt', 'gt', 'between'],
  },
  {
    name: 'created',
    kind: 'dateTime',
    label: 'created',
    required: false,
    list: false,
    filter: true,
    sort: true,
    input: false,
    immutable: true,
    operators: ['gte', 'lte', 'between'],
  },
  {
    name: 'lastUpdated',
    kind: 'dateTime',
    label: 'last updated',
    required: false,
    list: false,
    filter: true,
    sort: true,
    input: false,
    immutable: true,
    operators: ['gte', 'lte', 'between'],
  },
];

function tagsField(): UiField {
  return {
    name: 'tags',
    kind: 'refs',
    label: 'tags',
    target: 'extras.Tag',
    required: false,
    list: false,
    filter: true,
    sort: false,
    input: true,
    immutable: false,
    operators: [],
  };
}

/** Adds what every object has and its features bring, unless declared already. */
function completed(declared: UiEntity, all: readonly UiEntity[], names: ReadonlySet<string>): UiEntity {
  const entity = { ...declared, fields: withObjectFields(declared, all) };
  const own = new Set(entity.fields.map((field) => field.name));
  const extra = commonFields.filter((field) => !own.has(field.name));
  const tags = entity.features.includes('tags') && names.has('extras.Tag') && !own.has('tags') ? [tagsField()] : [];
  const edges = entity.edges.filter((edge) => names.has(edge.target) && edge.name !== 'tags');
  const extraInputs = (entity.extraInputs ?? []).map((field) =>
    field.kind === 'refs' && field.targets ? { ...field, kind: 'arcs' } : field,
  );
  return { ...entity, fields: [...orderFields(entity), ...tags, ...extra], edges, extraInputs };
}

function withCustom(entity: UiEntity, added: CustomFieldSet): UiEntity {
  const custom = entity.features.includes('customFields') ? customFieldsOf(entity, added) : [];
  return custom.length > 0 ? { ...entity, custom } : entity;
}

/** Builds the look-ups. Pure; linear in the number of entities. */
export function indexCatalogue(raw: UiCatalogue, added: CustomFieldSet = noCustomFields): Catalogue {
  const names = new Set(raw.entities.map((entity) => entity.name));
  const entities = raw.entities.map((entity) => withCustom(completed(entity, raw.entities, names), added));
  return {
    hash: raw.hash,
    entities,
    panels: raw.panels ?? [],
    customGroups: new Map(added.groups.map((group) => [group.name, group])),
    byName: new Map(entities.map((entity) => [entity.name, entity])),
    byType: new Map(entities.map((entity) => [entity.type, entity])),
    byPath: new Map(entities.map((entity) => [entityPath(entity), entity])),
  };
}

/** The field of that name, or undefined. */
export function fieldOf(entity: UiEntity, name: string): UiField | undefined {
  return entity.fields.find((field) => field.name === name);
}

/** Whether a field is one of those that every object has. */
export function isCommonField(name: string): boolean {
  return commonFields.some((field) => field.name === name);
}

/**
 * The field whose value names a row in links and filter tokens: slug, or the only display field.
 * Undefined when no single text field does; `number` then stands in.
 */
export function keyField(entity: UiEntity): UiField | undefined {
  const slug = fieldOf(entity, 'slug');
  if (slug?.filter) return slug;
  const only = entity.display.length === 1 ? fieldOf(entity, entity.display[0] ?? '') : undefined;
  const unique = entity.matchBy.length === 1 && entity.matchBy[0] === only?.name;
  return only && unique && only.kind === 'text' && only.filter ? only : undefined;
}
