import { groupBy } from './collections.ts';
import { subject, type ChoiceQuestion } from './input.ts';
import type { Run } from './run.ts';

const keyOf = (question: ChoiceQuestion): string => `${question.choiceSet}\t${question.value}`;

const known = async (run: Run, questions: readonly ChoiceQuestion[]): Promise<Set<string>> => {
  const rows = await run.db.query<{ key: string }>(
    `SELECT c.choice_set || E'\\t' || c.value AS key FROM extras_choice c
     JOIN unnest($2::text[], $3::text[]) AS v(choice_set, value) USING (choice_set, value) WHERE c.organization_id = $1`,
    [run.actor.organizationId, questions.map((q) => q.choiceSet), questions.map((q) => q.value)],
  );
  return new Set(rows.map((row) => row.key));
};

const add = async (run: Run, questions: readonly ChoiceQuestion[]): Promise<void> => {
  await run.db.query(
    `INSERT INTO extras_choice (organization_id, choice_set, value, label)
     SELECT $1, v.choice_set, v.value, v.value FROM unnest($2::text[], $3::text[]) AS v(choice_set, value)
     ORDER BY 2, 3 ON CONFLICT DO NOTHING`,
    [run.actor.organizationId, questions.map((q) => q.choiceSet), questions.map((q) => q.value)],
  );
};

/** Settles values that an open choice set does not build in: administrators may have added them, imports bring them along. */
export const answerChoices = async (run: Run, questions: readonly ChoiceQuestion[]): Promise<void> => {
  if (questions.length === 0) return;
  const distinct = [...groupBy(questions, keyOf).values()].flatMap(([first]) => first ?? []);
  const there = await known(run, distinct);
  const missing = distinct.filter((question) => !there.has(keyOf(question)));
  if (missing.length === 0) return;
  if (run.trusted) return add(run, missing);
  const gone = new Set(missing.map(keyOf));
  for (const question of questions.filter((q) => gone.has(keyOf(q)))) {
    question.draft.spoil(question.field.key);
    question.draft.refuse(question.field.key, 'BAD_USER_INPUT', `${subject(question.field.key)} ${question.problem}`);
  }
};
