import { derive, isHiddenField, rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { nameOf, targetsOf, textOf, type RowsById } from '../../lookup.queries.ts';
import { readSchema, type SchemaProblem } from '../../json-schema.ts';

const PROFILE = 'dcim.ModuleTypeProfile';
const TYPE = 'dcim.ModuleType';

const schemaReads = rule(PROFILE, {
  name: 'dcim.moduletypeprofile.1',
  when: ['schema'],
  check: (drafts) => {
    for (const draft of drafts) {
      const schema = draft.after['schema'] ?? null;
      const read = schema === null ? null : readSchema(schema);
      if (read && 'problem' in read)
        draft.refuse('schema', 'SCHEMA_INVALID', `This is no JSON Schema that can be used: ${read.problem}.`);
    }
  },
});

const profilesOf = (drafts: readonly Draft[], work: Work): Promise<RowsById> =>
  targetsOf(work, drafts, 'profile', PROFILE, ['name', 'schema']);

const schemaFor = (profiles: RowsById, draft: Draft): unknown => {
  const schema = profiles.get(textOf(draft.after, 'profile') ?? '')?.['schema'] ?? null;
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length > 0 ? schema : null;
};

/** Without a profile, or with one that asks nothing, there are no attributes. */
const clearAttributes = derive(TYPE, {
  name: 'dcim.moduletype.1.clear',
  from: ['profile', 'attributeData'],
  fill: async (drafts, work) => {
    if (work.trusted) return;
    const profiles = await profilesOf(drafts, work);
    for (const draft of drafts) if (schemaFor(profiles, draft) === null) draft.set('attributeData', null);
  },
});

/** Problems with attributes told of one module type. */
const MOST_TOLD = 10;

/** What a schema asks is told to who sees the schema. */
const refuseAttributes = (draft: Draft, profile: Row, problems: readonly SchemaProblem[]): void => {
  if (problems.length > 0 && isHiddenField(profile, 'schema')) {
    draft.refuse('attributeData', 'BAD_USER_INPUT', `The profile ${nameOf(profile)} refuses this.`);
    return;
  }
  for (const { path, message } of problems)
    draft.refuse(
      ['attributeData', ...path].join('.'),
      'BAD_USER_INPUT',
      `The profile ${nameOf(profile)} refuses ${path.join('.') || 'this'}: ${message}.`,
    );
};

const attributesFit = rule(TYPE, {
  name: 'dcim.moduletype.1',
  when: ['profile', 'attributeData'],
  check: async (drafts, work) => {
    const profiles = await profilesOf(drafts, work);
    for (const draft of drafts) {
      const schema = schemaFor(profiles, draft);
      const read = schema === null ? null : readSchema(schema);
      if (!read || 'problem' in read) continue; // a profile that came by import may hold what is no schema
      const problems = read.check(draft.after['attributeData'] ?? {}).slice(0, MOST_TOLD);
      const profile = profiles.get(textOf(draft.after, 'profile') ?? '');
      if (profile) refuseAttributes(draft, profile, problems);
    }
  },
});

/** Rules of module types and their profiles. */
export const moduleTypeRules: readonly DomainRule[] = [schemaReads, clearAttributes, attributesFit];
