import type { GraphqlRequest } from '../api/client.ts';
import type { UiChoice, UiEntity, UiField } from './types.ts';

/** A custom field as it is defined, as far as screens need it. */
export interface CustomFieldDefinition {
  name: string;
  label: string | null;
  type: string;
  required: boolean;
  description: string | null;
  groupName: string | null;
  objectTypes: readonly string[];
  weight: number;
  /** `always`, `if-set` or `hidden`. */
  uiVisible: string;
  /** `yes`, `no` or `hidden`. */
  uiEditable: string;
  default: unknown;
  relatedObjectType: string | null;
  relatedObjectFilter: unknown;
  choiceSet: {
    /** A published list, of which only the name is kept. */
    baseChoices: string | null;
    extraChoices: unknown;
    choiceColors: unknown;
    orderAlphabetically: boolean;
  } | null;
}

/** A heading of custom fields. */
export interface CustomFieldGroup {
  name: string;
  weight: number;
  isCollapsed: boolean;
  description: string | null;
}

/** Everything that administrators added to the types. */
export interface CustomFieldSet {
  fields: readonly CustomFieldDefinition[];
  groups: readonly CustomFieldGroup[];
}

/** Nothing added. */
export const noCustomFields: CustomFieldSet = { fields: [], groups: [] };

/** Asks for all definitions. */
export const customFieldsRequest: GraphqlRequest = {
  query: `query CustomFields {
  customFields(first: 1000) {
    nodes {
      name label type required description groupName objectTypes weight uiVisible uiEditable default
      relatedObjectType relatedObjectFilter
      choiceSet { baseChoices extraChoices choiceColors orderAlphabetically }
    }
  }
  customFieldGroups(first: 1000) { nodes { name weight isCollapsed description } }
}`,
  variables: {},
};

/** Heading of custom fields without a group. */
export const customHeading = 'Custom fields';

/** Weight of a group that only fields name. */
const usualWeight = 100;

const kinds: Readonly<Record<string, string>> = {
  text: 'text',
  longtext: 'longText',
  integer: 'int',
  decimal: 'number',
  boolean: 'bool',
  date: 'date',
  datetime: 'dateTime',
  url: 'url',
  json: 'json',
  select: 'choice',
  multiselect: 'choices',
  object: 'objectId',
  multiobject: 'objectIds',
};

const forText = ['eq', 'ne', 'in', 'notIn', 'icontains', 'istartsWith', 'isNull'];
const forOrder = ['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte', 'between', 'isNull'];
const forOne = ['in', 'notIn', 'isNull'];
const forMany = ['has', 'isNull'];

const operators: Readonly<Record<string, readonly string[]>> = {
  int: forOrder,
  number: forOrder,
  date: forOrder,
  dateTime: forOrder,
  bool: ['eq', 'isNull'],
  json: ['isNull'],
  choice: forOne,
  objectId: forOne,
  choices: forMany,
  objectIds: forMany,
  textList: forMany,
};

function choicesOf({ choiceSet }: CustomFieldDefinition): UiChoice[] {
  const pairs = Array.isArray(choiceSet?.extraChoices) ? (choiceSet.extraChoices as [string, string][]) : [];
  const colors = (choiceSet?.choiceColors ?? {}) as Readonly<Record<string, string>>;
  const choices = pairs.map(([value, label]) => {
    const color = colors[value];
    return { value, label, ...(color ? { color } : {}) };
  });
  return choiceSet?.orderAlphabetically ? choices.sort((a, b) => a.label.localeCompare(b.label)) : choices;
}

/** A published list is not carried along: its values are typed. */
function kindOf({ type, choiceSet }: CustomFieldDefinition): string {
  const kind = kinds[type] ?? 'json';
  if (!choiceSet?.baseChoices) return kind;
  return kind === 'choice' ? 'text' : 'textList';
}

function isFilter(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** A custom field as a field of the catalogue, so that every widget takes it. */
export function asField(definition: CustomFieldDefinition): UiField {
  const { name, label, description, groupName, required, uiVisible, uiEditable } = definition;
  const kind = kindOf(definition);
  const choices = kind === 'choice' || kind === 'choices' ? { choices: choicesOf(definition) } : {};
  const only = isFilter(definition.relatedObjectFilter) ? { only: definition.relatedObjectFilter } : {};
  return {
    name,
    kind,
    label: label || name.replaceAll('_', ' '),
    ...(description ? { help: description } : {}),
    group: groupName || customHeading,
    required,
    list: false,
    filter: uiVisible !== 'hidden',
    sort: false,
    input: uiEditable !== 'hidden',
    immutable: false,
    operators: [...(operators[kind] ?? forText)],
    ...choices,
    ...(definition.relatedObjectType ? { target: definition.relatedObjectType } : {}),
    ...only,
    ...(definition.default === null ? {} : { default: definition.default }),
    ...(uiEditable === 'no' ? { fixed: true } : {}),
    ...(uiVisible === 'if-set' || uiVisible === 'hidden' ? { visible: uiVisible } : {}),
  };
}

function appliesTo({ objectTypes }: CustomFieldDefinition, entity: UiEntity): boolean {
  const names = [entity.name, entity.type].map((name) => name.toLowerCase());
  return objectTypes.some((type) => names.includes(type.toLowerCase()));
}

/** Custom fields of an entity, by the weight of their group and then by their own; those without a group first. */
export function customFieldsOf(entity: UiEntity, { fields, groups }: CustomFieldSet): UiField[] {
  const weights = new Map(groups.map(({ name, weight }) => [name, weight]));
  const rank = ({ groupName }: CustomFieldDefinition) => (groupName ? (weights.get(groupName) ?? usualWeight) : -1);
  return fields
    .filter((definition) => appliesTo(definition, entity))
    .sort(
      (left, right) =>
        rank(left) - rank(right) ||
        (left.groupName ?? '').localeCompare(right.groupName ?? '') ||
        left.weight - right.weight ||
        left.name.localeCompare(right.name),
    )
    .map(asField);
}
