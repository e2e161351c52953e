import { isCommonField } from '../../catalogue/catalogue.ts';
import type { UiEntity, UiField } from '../../catalogue/types.ts';

/** Fields under one heading. */
export interface FieldGroup {
  label: string;
  fields: UiField[];
}

/** Heading of fields that declare none. */
export const generalGroup = 'General';

/** Groups fields by their heading, in the order the headings appear; what all objects have stays out. */
export function fieldGroups(fields: readonly UiField[]): FieldGroup[] {
  const groups = new Map<string, UiField[]>();
  for (const field of fields) {
    if (isCommonField(field.name)) continue;
    const label = field.group ?? generalGroup;
    groups.set(label, [...(groups.get(label) ?? []), field]);
  }
  return [...groups.entries()].map(([label, members]) => ({ label, fields: members }));
}

/** The field drawn as the state of the page's title, if there is one. */
export function stateField(entity: UiEntity): UiField | undefined {
  return entity.fields.find((field) => field.name === 'status' && field.kind === 'choice');
}

/** Required references that say where an object belongs, for the crumbs above its title. */
export function crumbFields(entity: UiEntity): UiField[] {
  const places = ['region', 'site', 'location', 'rack', 'device', 'deviceType', 'manufacturer', 'vrf', 'parent'];
  return entity.fields
    .filter((field) => field.kind === 'ref' && places.includes(field.name))
    .sort((left, right) => places.indexOf(left.name) - places.indexOf(right.name));
}
