import type { Work } from '@plumbline/engine';
import type { ChoiceRow } from './field-choices.ts';

/** Stores added values with their labels and colours; gives the sets with what is new or differs. */
export const storeChoices = async (work: Work, rows: readonly ChoiceRow[]): Promise<ReadonlyMap<string, number>> => {
  const last = [...new Map(rows.map((row) => [`${row.choiceSet}\t${row.value}`, row])).values()];
  const changed = await work.sql<{ name: string; rows: number }>`
    WITH changed AS (
      INSERT INTO extras_choice AS c (organization_id, choice_set, value, label, color)
      SELECT ${work.org}, v.name, v.value, v.label, v.color
      FROM unnest(${last.map(({ choiceSet }) => choiceSet)}::text[], ${last.map(({ value }) => value)}::text[],
        ${last.map(({ label }) => label)}::text[], ${last.map(({ color }) => color)}::text[]) AS v(name, value, label, color)
      ON CONFLICT (organization_id, choice_set, value) DO UPDATE SET label = excluded.label, color = excluded.color
      WHERE (c.label, c.color) IS DISTINCT FROM (excluded.label, excluded.color)
      RETURNING c.choice_set
    )
    SELECT choice_set AS name, count(*)::int AS rows FROM changed GROUP BY 1`;
  return new Map(changed.map(({ name, rows: count }) => [name, count]));
};
