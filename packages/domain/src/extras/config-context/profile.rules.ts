import { isHiddenField, rule, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { readSchema, type ReadSchema } from '../../json-schema.ts';
import { groupRows, idsIn, nameOf, rowsOf, targetsOf, textOf } from '../../lookup.queries.ts';

const CONTEXT = 'extras.ConfigContext';
const PROFILE = 'extras.ConfigContextProfile';

const profileLock = (id: string): string => `${PROFILE}/${id}`;

/** The first thing a schema has against a value, as a phrase; null when it fits or the schema can't be read. */
const breachOf = (schema: ReadSchema, value: unknown): string | null => {
  const [problem] = 'check' in schema ? schema.check(value) : [];
  return problem ? `${problem.path.join('.') || 'the whole'} ${problem.message}` : null;
};

/** A row by name with what is wrong, as far as the actor sees the field that tells it. */
const toldBreach = (row: Row | undefined, field: string, breach: string): string =>
  row && isHiddenField(row, field) ? nameOf(row) : `${nameOf(row)}: ${breach}`;

const dataFits = rule(CONTEXT, {
  name: 'extras.configcontext.1.profile',
  when: ['data', 'profile'],
  locks: (drafts) => idsIn(drafts, 'profile').map(profileLock),
  check: async (drafts, work) => {
    const profiles = await targetsOf(work, drafts, 'profile', PROFILE, ['name', 'schema']);
    for (const draft of drafts) {
      const profile = profiles.get(textOf(draft.after, 'profile') ?? '');
      const schema = profile?.['schema'] ?? null;
      const breach = schema === null ? null : breachOf(readSchema(schema), draft.after['data']);
      if (breach !== null)
        draft.refuse(
          'data',
          'SCHEMA_BREACH',
          `The data do not fit the profile ${toldBreach(profile, 'schema', breach)}.`,
        );
    }
  },
});

const refuseProfile = (
  draft: Draft,
  schema: ReadSchema,
  contexts: readonly Readonly<Record<string, unknown>>[],
): void => {
  if ('problem' in schema) {
    draft.refuse('schema', 'SCHEMA_INVALID', `This is no JSON Schema that can be used: ${schema.problem}.`);
    return;
  }
  for (const context of contexts) {
    const breach = breachOf(schema, context['data']);
    if (breach === null) continue;
    const told = toldBreach(context, 'data', breach);
    draft.refuse('schema', 'SCHEMA_BREACH', `The schema does not fit the config context ${told}.`);
    return;
  }
};

const schemaReads = rule(PROFILE, {
  name: 'extras.configcontextprofile.1',
  when: ['schema'],
  locks: (drafts) => drafts.filter(({ action }) => action === 'update').map(({ id }) => profileLock(id)),
  check: async (drafts, work) => {
    const stored = drafts.filter(({ action }) => action === 'update').map(({ id }) => id);
    const contexts = groupRows(await rowsOf(work, CONTEXT, 'profile', stored, ['name', 'data']), 'profile');
    for (const draft of drafts) {
      const schema = draft.after['schema'] ?? null;
      if (schema !== null) refuseProfile(draft, readSchema(schema), contexts.get(draft.id) ?? []);
    }
  },
});

/** Rules that hold config contexts to the schema of their profile. */
export const profileRules: readonly DomainRule[] = [dataFits, schemaReads];
