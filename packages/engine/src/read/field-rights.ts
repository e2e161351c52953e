import { Forbidden } from '@plumbline/kit';
import { seenFields } from '../permissions/rights.ts';
import type { Model, Registry } from '../registry/model.ts';
import type { ReadContext } from './context.ts';

/** Fields of a type that the caller may see; null for all. */
export type SeenFields = (model: Model) => ReadonlySet<string> | null;

const ALL: SeenFields = () => null;

/** What the caller may see of each type; all fields where rows do not follow grants. */
export const seenFieldsOf = ({ predicates, actor }: Pick<ReadContext, 'predicates' | 'actor'>): SeenFields =>
  predicates.byGrants === true && !actor.superuser ? (model) => seenFields(actor, model) : ALL;

/** Where fields are looked up, and which of them are seen. */
export interface FieldRights {
  readonly registry: Registry;
  readonly seenFields: SeenFields;
}

const CHOICE = /^(\w+)Choice$/;

/** The field itself, where a name stands for its label and colour. */
const ownName = (model: Model, name: string): string => {
  const base = CHOICE.exec(name)?.[1];
  return base !== undefined && !model.scalars.has(name) && model.scalars.has(base) ? base : name;
};

/**
 * The type and name of a field that the caller may not see, or null when it is seen.
 *
 * A list of rows that refer to this one is what their reference says, so that their type is asked.
 */
const deniedField = (
  rights: FieldRights,
  model: Model,
  name: string,
): { readonly model: Model; readonly name: string } | null => {
  const edge = model.edges.get(name);
  if (edge?.kind === 'many') return deniedField(rights, rights.registry.model(edge.target), edge.via);
  if (edge?.kind === 'manyToMany' && !edge.owner && edge.inverse !== undefined)
    return deniedField(rights, rights.registry.model(edge.target), edge.inverse);
  const fields = rights.seenFields(model);
  const own = ownName(model, name);
  return fields === null || fields.has(own) ? null : { model, name: own };
};

/** Whether the caller may see a field. */
export const isSeen = (rights: FieldRights, model: Model, name: string): boolean =>
  deniedField(rights, model, name) === null;

/** Refuses a field the caller may not see, wherever it is named. @throws Forbidden naming type and field */
export const requireSeen = (rights: FieldRights, model: Model, name: string): void => {
  const denied = deniedField(rights, model, name);
  if (denied) throw new Forbidden(`You may not see the field "${denied.name}" of ${denied.model.type}.`);
};
