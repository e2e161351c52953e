import { isHiddenRow, parseFilter, type Draft, type Model, type Registry, type Work } from '@plumbline/engine';
import { InvalidInput, type Problem } from '@plumbline/kit';
import { groupBy } from '../../group.ts';
import { nameOf, rowsById, type RowsById } from '../../lookup.queries.ts';
import type { CustomFieldDefinition } from './value-types.ts';
import type { ReferencedObjects } from './values.ts';

/** Objects that a custom field of a draft names. */
export interface Reference extends ReferencedObjects {
  readonly draft: Draft;
}

/** Conditions in one filter of a custom field. */
const MOST_CONDITIONS = 100;

/** What is wrong with the filter of a custom field; empty when it reads. */
export const filterProblems = (registry: Registry, model: Model, filter: unknown): readonly Problem[] => {
  const options = { registry, conditions: MOST_CONDITIONS, knownChoice: () => true };
  try {
    parseFilter(model, filter, options, 'relatedObjectFilter');
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
};

const distinctIds = (references: readonly Reference[]): string[] => [...new Set(references.flatMap(({ ids }) => ids))];

const customFieldsOf = (row: Draft['before']): Readonly<Record<string, unknown>> =>
  (row?.['customFields'] ?? {}) as Readonly<Record<string, unknown>>; // json field that holds an object

/** Ids that a field did not name before: an object that stopped matching may stay where it is. */
const added = ({ draft, field, ids }: Reference): readonly string[] => {
  const before = customFieldsOf(draft.before)[field];
  const known = new Set<unknown>(Array.isArray(before) ? before : [before]);
  return ids.filter((id) => !known.has(id));
};

const listed = (row: Draft['before'], field: string): readonly unknown[] => {
  const value = customFieldsOf(row)[field];
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

/**
 * Puts back objects that a new list leaves out only because the caller does not see them: who can't name them can't mean
 * to take them out. One statement per field that holds several objects, and none where nothing is left out.
 */
export const keepHiddenObjects = async (
  definitions: readonly CustomFieldDefinition[],
  drafts: readonly Draft[],
  work: Work,
): Promise<void> => {
  for (const { name, type, relatedObjectType } of definitions) {
    if (type !== 'multiobject' || relatedObjectType === null) continue;
    const lostOf = (draft: Draft): string[] => {
      const kept = new Set(listed(draft.after, name));
      return listed(draft.before, name).flatMap((id) => (kept.has(id) ? [] : [String(id)]));
    };
    const ids = [...new Set(drafts.flatMap(lostOf))];
    if (ids.length === 0) continue;
    const found = await rowsById(work, relatedObjectType, ids, ['number']);
    const isHidden = (id: string): boolean => {
      const row = found.get(id);
      return row !== undefined && isHiddenRow(row);
    };
    for (const draft of drafts) {
      const hidden = lostOf(draft).filter(isHidden);
      if (hidden.length === 0) continue;
      draft.set('customFields', { ...customFieldsOf(draft.after), [name]: [...listed(draft.after, name), ...hidden] });
    }
  }
};

const refuse = ({ draft, field }: Reference, code: string, message: string): void =>
  draft.refuse(`customFields.${field}`, code, message);

/** Refuses objects outside the filter of their field; one statement per filter. */
const refuseUnfit = async (
  work: Work,
  model: Model,
  references: readonly Reference[],
  found: RowsById,
): Promise<void> => {
  const filtered = references.filter(({ filter }) => filter !== null).map((one) => ({ ...one, ids: added(one) }));
  for (const [text, own] of groupBy(filtered, ({ filter }) => JSON.stringify(filter))) {
    const ids = distinctIds(own).filter((id) => found.has(id));
    const filter = own[0]?.filter;
    if (ids.length === 0) continue;
    const [problem] = filterProblems(work.registry, model, filter);
    const rows = problem ? [] : await work.read.rows(model.name, { where: { id: ids }, filter, fields: ['id'] });
    const fitting = new Set(rows.map((row) => String(row['id'])));
    for (const one of own) {
      if (problem && one.ids.length > 0)
        refuse(
          one,
          'CUSTOM_FIELD_INVALID',
          `The filter of the field can't be read, so that nothing fits it: ${problem.message}`,
        );
      const outside = problem ? [] : one.ids.filter((id) => found.has(id) && !fitting.has(id));
      for (const id of outside)
        refuse(
          one,
          'CUSTOM_FIELD_INVALID',
          `The ${model.label} ${nameOf(found.get(id))} is none that the field takes: ${text}.`,
        );
    }
  }
};

const NAMES = ['name', 'model'];

/**
 * Refuses objects that do not exist, new ones that the caller does not see, and new ones outside the filter of their field.
 *
 * One statement per type and one per filter, however many drafts there are.
 */
export const refuseReferences = async (references: readonly Reference[], work: Work): Promise<void> => {
  for (const [objectType, own] of groupBy(references, (reference) => reference.objectType)) {
    const model = work.registry.model(objectType);
    const names = ['number', ...NAMES.filter((name) => model.scalars.has(name))];
    const found = await rowsById(work, objectType, distinctIds(own), names);
    for (const one of own) {
      const fresh = new Set(added(one));
      const isThere = (id: string) => {
        const row = found.get(id);
        return row !== undefined && !(fresh.has(id) && isHiddenRow(row));
      };
      for (const id of one.ids.filter((candidate) => !isThere(candidate)))
        refuse(one, 'NOT_FOUND', `There is no ${model.label} with id "${id}".`);
    }
    await refuseUnfit(work, model, own, found);
  }
};
