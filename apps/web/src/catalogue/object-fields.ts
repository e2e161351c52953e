import type { UiEntity, UiField } from './types.ts';

/** The two fields with which a row names an object of any type. */
const typeName = 'objectType';
const idName = 'objectId';

/** Fields that hold the full name of one type, or of several. */
const namesOne = new Set([typeName, 'relatedObjectType']);
const namesMany = new Set(['objectTypes']);

/** What a type must have to be named by an entity: custom fields stand on types that take them. */
const neededFeature: Readonly<Record<string, string>> = { 'extras.CustomField': 'customFields', 'extras.Tag': 'tags' };

/** Types whose objects have rows of this entity attached; undefined when it goes with every type. */
function attachedTo(entity: UiEntity, all: readonly UiEntity[]): string[] | undefined {
  const holders = all.filter(({ edges }) =>
    edges.some(({ target, inverse }) => target === entity.name && inverse === idName),
  );
  return holders.length > 0 ? holders.map(({ name }) => name) : undefined;
}

function limited(field: UiField, types: string[] | undefined): UiField {
  return types ? { ...field, types } : field;
}

function typeField(entity: UiEntity, field: UiField, all: readonly UiEntity[]): UiField {
  const feature = field.name === 'relatedObjectType' ? undefined : neededFeature[entity.name];
  const fitting = feature ? all.filter(({ features }) => features.includes(feature)) : undefined;
  return limited(
    { ...field, kind: field.kind === 'text' ? 'entityType' : 'entityTypes' },
    fitting?.map(({ name }) => name),
  );
}

/**
 * Fields of an entity, with those that name types or an object of any type as kinds of their own.
 *
 * The API keeps an attached object as two fields, its type and its id. Screens show and edit them as one, under the
 * name of the id; the type stays to be filtered by.
 */
export function withObjectFields(entity: UiEntity, all: readonly UiEntity[]): UiField[] {
  const isPair = [typeName, idName].every((name) => entity.fields.some((field) => field.name === name));
  return entity.fields.map((field) => {
    if (isPair && field.name === idName) {
      return limited({ ...field, kind: 'anyObject', label: 'object', list: true }, attachedTo(entity, all));
    }
    const names = field.kind === 'text' ? namesOne : field.kind === 'textList' ? namesMany : null;
    if (!names?.has(field.name)) return field;
    const typed = typeField(entity, field, all);
    return isPair && field.name === typeName ? { ...typed, list: false, input: false } : typed;
  });
}
