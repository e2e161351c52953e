import { type Catalogue, fieldOf } from '../../catalogue/catalogue.ts';
import type { UiEntity, UiField } from '../../catalogue/types.ts';

/** Most rows of a to-many field that a list or detail page shows inline. */
export const inlineRefs = 20;

/** What names any object: always selected together. */
export const identity = 'id number display';

function refSelection(target: UiEntity | undefined): string {
  const color = target && fieldOf(target, 'color')?.kind === 'color' ? ' color' : '';
  return `{ ${identity}${color} }`;
}

/** The reference that tells equal names of an entity apart: a device for its interfaces. */
export function contextField(entity: UiEntity): UiField | undefined {
  return entity.fields.find(
    (field) => field.kind === 'ref' && field.target !== entity.name && entity.matchBy.includes(field.name),
  );
}

/** Selection of one row of an entity with what tells it apart from its namesakes. */
export function identitySelection(entity: UiEntity): string {
  const context = contextField(entity);
  const extra = context ? ` ${context.name} { ${identity} }` : '';
  return `${identity}${extra}`;
}

function arcSelection(catalogue: Catalogue, field: UiField): string {
  const arms = (field.targets ?? []).flatMap(({ target }) => {
    const entity = catalogue.byName.get(target);
    return entity ? [`... on ${entity.type} { ${armSelection(entity)} }`] : [];
  });
  return `{ __typename ${arms.join(' ')} }`;
}

/**
 * Selection of one arm of a polymorphic reference.
 *
 * GraphQL refuses one response key with two types, so that the context gets an alias per type.
 */
export function armSelection(entity: UiEntity): string {
  const context = contextField(entity);
  return context ? `${identity} ${arcContextKey(entity.type)}: ${context.name} { ${identity} }` : identity;
}

/** Response key of the context of one arm of a polymorphic reference. */
export function arcContextKey(type: string): string {
  return `in${type}`;
}

/** GraphQL selection of one field; empty for what cannot be read back. */
export function fieldSelection(catalogue: Catalogue, field: UiField): string {
  switch (field.kind) {
    case 'secret':
      return '';
    case 'ref':
      return `${field.name} ${refSelection(catalogue.byName.get(field.target ?? ''))}`;
    case 'refs': {
      const target = catalogue.byName.get(field.target ?? '');
      return `${field.name}(first: ${inlineRefs}) { totalCount nodes ${refSelection(target)} }`;
    }
    case 'anyObject':
      return `objectType ${field.name}`;
    case 'arc':
      return `${field.name} ${arcSelection(catalogue, field)}`;
    default:
      return field.name;
  }
}

/** Selection of many fields, in order, one a line. */
export function fieldsSelection(catalogue: Catalogue, fields: readonly UiField[]): string {
  return fields
    .map((field) => fieldSelection(catalogue, field))
    .filter((text) => text !== '')
    .join('\n      ');
}
