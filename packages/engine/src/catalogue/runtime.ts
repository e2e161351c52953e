import type { Registry } from '../registry/model.ts';
import type { DomainRule } from '../write/rules.ts';
import { catalogueOf, type AddedChoices } from './catalogue.ts';
import type { UiCatalogue, UiChoice } from './types.ts';

/** The part of a pool that reading added choices takes. */
export interface ChoiceSource {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

interface ChoiceRow {
  readonly choice_set: string;
  readonly value: string;
  readonly label: string;
  readonly color: string | null;
}

const SQL =
  'SELECT choice_set, value, label, color FROM extras_choice WHERE organization_id = $1 ORDER BY choice_set, label, value';

const numericSets = (registry: Registry): ReadonlySet<string> =>
  new Set(
    registry.models.flatMap((model) =>
      [...model.scalars.values()].flatMap(({ spec }) =>
        spec.kind === 'intChoice' && spec.choiceSet ? [spec.choiceSet.name] : [],
      ),
    ),
  );

const grouped = (rows: readonly ChoiceRow[], numeric: ReadonlySet<string>): AddedChoices => {
  const sets = new Map<string, UiChoice[]>();
  for (const { choice_set, value, label, color } of rows) {
    const choice = { value: numeric.has(choice_set) ? Number(value) : value, label, ...(color !== null && { color }) };
    sets.set(choice_set, [...(sets.get(choice_set) ?? []), choice]);
  }
  return sets;
};

/** Gives the catalogue as one organization sees it; what nobody changed is built once. */
export const catalogueReader = (
  registry: Registry,
  rules: readonly DomainRule[],
  source: ChoiceSource,
): ((organizationId: string) => Promise<UiCatalogue>) => {
  const plain = catalogueOf(registry, { rules });
  const numeric = numericSets(registry);
  return async (organizationId) => {
    const { rows } = await source.query(SQL, [organizationId]);
    return rows.length === 0 ? plain : catalogueOf(registry, { rules, added: grouped(rows as ChoiceRow[], numeric) });
  };
};
