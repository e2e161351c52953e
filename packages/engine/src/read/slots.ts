import { shown } from '@plumbline/kit';
import type { FieldNode } from 'graphql';
import type { Model } from '../registry/model.ts';
import type { FilterReader } from './filter/parse.ts';
import { argumentsOf, invalid, typeOf, type PlanScope } from './plan-scope.ts';

/** What an organization may define for itself later; the schema has the fields from the start. */
const SLOTS: Readonly<Record<string, string>> = { relations: 'relationship', computed: 'computed field' };

/** Whether the type has the fields `relations` and `computed`, and the filter `relation`. */
export const hasSlots = (model: Model): boolean => model.scalars.has('customFields');

const nothing = (what: string, name: unknown, model: Model): string =>
  `There is no ${what} ${shown(name)} on ${model.type}; none is defined yet.`;

/** Refuses `relations(name)` and `computed(name)`. @throws InvalidInput when the field is one of them */
export const refuseSlot = (scope: PlanScope, model: Model, node: FieldNode, path: string): void => {
  const what = SLOTS[node.name.value];
  if (what === undefined || !hasSlots(model)) return;
  const { name } = argumentsOf(scope, typeOf(scope, model.type), node);
  throw invalid(path, nothing(what, name, model));
};

/** Refuses every condition of the filter `relation`. */
export const refuseRelations = (reader: FilterReader, model: Model, input: unknown, path: string): void => {
  const conditions: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (conditions.length === 0) reader.refuse(path, '"relation" is empty; name a relationship or leave it out.');
  conditions.forEach((condition, index) => {
    const at = Array.isArray(input) ? `${path}.${index}` : path;
    const name = reader.object(condition, at, 'The condition')?.['name'];
    if (typeof name === 'string') reader.refuse(`${at}.name`, nothing('relationship', name, model));
    else reader.refuse(at, 'The condition needs the "name" of a relationship.');
  });
};
