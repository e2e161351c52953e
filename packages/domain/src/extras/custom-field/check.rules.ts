import { rule, type CustomFieldCheck, type Domain, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { specOf } from '@plumbline/kit';
import { definitionsFor, heldDefinitions } from './definitions.queries.ts';
import { keepHiddenObjects, refuseReferences, type Reference } from './references.ts';
import { storedElsewhere } from './stored-values.queries.ts';
import type { CustomFieldDefinition } from './value-types.ts';
import { checkCustomFieldValues } from './values.ts';

const valuesOf = (row: Row): Readonly<Record<string, unknown>> =>
  (row['customFields'] ?? {}) as Readonly<Record<string, unknown>>; // json field that holds an object

/** Rows that come back do so without values of fields that were deleted meanwhile. */
const dropGone = (definitions: readonly CustomFieldDefinition[], drafts: readonly Draft[]): void => {
  const names = new Set(definitions.map(({ name }) => name));
  for (const draft of drafts) {
    const held = Object.entries(valuesOf(draft.after)).filter(([name]) => names.has(name));
    if (draft.action === 'create') draft.set('customFields', Object.fromEntries(held));
  }
};

/** Checks the custom field values of drafts against the fields of their type and fills in defaults; an import's are kept as they come. */
export const checkCustomFields: CustomFieldCheck = async (model, drafts, work) => {
  const touched = drafts.filter((draft) => draft.action === 'create' || draft.changed('customFields'));
  if (work.trusted || work.fromLog === 'replay' || touched.length === 0) return;
  const definitions = await heldDefinitions(work, model.name);
  if (definitions.length === 0 && touched.every((draft) => Object.keys(valuesOf(draft.after)).length === 0)) return;
  if (work.fromLog === 'undo') dropGone(definitions, touched);
  await keepHiddenObjects(definitions, touched, work);
  const references: Reference[] = [];
  for (const draft of touched) {
    const checked = checkCustomFieldValues(definitions, valuesOf(draft.after), {
      fillDefaults: draft.action === 'create' && work.fromLog === null,
    });
    for (const { path, code, message } of checked.problems) draft.refuse(path, code, message);
    draft.set('customFields', checked.values);
    references.push(...checked.references.map((reference) => ({ ...reference, draft })));
  }
  await refuseReferences(references, work);
};

interface Claim {
  readonly draft: Draft;
  readonly field: string;
  readonly document: Readonly<Record<string, unknown>>;
}

const claimsOf = (drafts: readonly Draft[], definitions: readonly CustomFieldDefinition[]): Claim[] => {
  const unique = definitions.filter((definition) => definition.unique && definition.type !== 'boolean');
  return drafts.flatMap((draft) =>
    unique.flatMap(({ name }) => {
      const value = valuesOf(draft.after)[name];
      return value === undefined || value === null || value === ''
        ? []
        : [{ draft, field: name, document: { [name]: value } }];
    }),
  );
};

const hasValues = (draft: Draft): boolean => Object.keys(valuesOf(draft.after)).length > 0;

const uniqueValues = (model: string): DomainRule =>
  rule(model, {
    name: 'extras.customfield.2.unique',
    when: ['customFields'],
    locks: (drafts) =>
      drafts.flatMap((draft) =>
        Object.entries(valuesOf(draft.after)).map(([name, value]) => `${model}.${name}/${JSON.stringify(value)}`),
      ),
    check: async (drafts, work) => {
      const filled = drafts.filter(hasValues);
      if (filled.length === 0) return;
      const claims = claimsOf(filled, await definitionsFor(work, model));
      if (claims.length === 0) return;
      const stored = await storedElsewhere(
        work,
        model,
        claims.map(({ document }) => document),
        drafts.map(({ id }) => id),
      );
      const seen = new Set<string>();
      claims.forEach(({ draft, field, document }, at) => {
        const key = JSON.stringify(document);
        if (stored.has(at) || seen.has(key))
          draft.refuse(
            `customFields.${field}`,
            'DUPLICATE',
            `${JSON.stringify(document[field])} is taken; each value of ${field} stands once.`,
          );
        seen.add(key);
      });
    },
  });

/** The rule that keeps values of unique custom fields apart, for every entity of a domain with custom fields. */
export const customFieldValueRules = (entities: Domain['entities']): readonly DomainRule[] =>
  entities
    .map((entityClass) => specOf(entityClass))
    .filter((spec) => spec.options.features?.includes('customFields'))
    .map((spec) => uniqueValues(spec.name));
