import type { UiEntity, UiField } from './types.ts';

const lateKinds = new Set(['longText', 'json']);
const typeNames = new Set(['role', 'type', 'deviceType', 'rackType', 'group', 'kind']);

/** Place of a field on every screen: what names the row, its state, where it belongs, the rest, remarks. */
function rank(entity: UiEntity, field: UiField): number {
  if (entity.display.includes(field.name) || field.name === 'name') return 0;
  if (field.name === 'slug' || field.kind === 'anyObject') return 1;
  if (field.name === 'status' || field.name === 'state') return 2;
  if (field.kind === 'ref' && field.target !== entity.name && entity.matchBy.includes(field.name)) return 3;
  if (typeNames.has(field.name)) return 4;
  if (field.name === 'description') return 7;
  if (lateKinds.has(field.kind)) return 8;
  return field.kind === 'refs' ? 6 : 5;
}

/**
 * Fields in the order in which people read them.
 *
 * Declarations inherit shared fields first, so that their own order puts remarks before names.
 * Stable: fields of equal rank keep their declared order.
 */
export function orderFields(entity: UiEntity): UiField[] {
  return entity.fields
    .map((field, index) => ({ field, index, rank: rank(entity, field) }))
    .sort((left, right) => left.rank - right.rank || left.index - right.index)
    .map(({ field }) => field);
}
