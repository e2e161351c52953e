import type { Registry } from '../registry/model.ts';
import { StatementBuilder, textArray, type ReadContext } from './context.ts';
import type { ChoicePart } from './plan.ts';
import type { Channel } from './session.ts';

/** Label and colour of a value. */
export interface ChoiceText {
  readonly label: string;
  readonly color: string | null;
}

/** Values by choice set. */
export type ChoiceTexts = ReadonlyMap<string, ReadonlyMap<string, ChoiceText>>;

/** Every choice set that fields of the registry use. */
export const declaredChoices = (registry: Registry): ChoiceTexts => {
  const sets = new Map<string, Map<string, ChoiceText>>();
  for (const model of registry.models)
    for (const { spec } of model.scalars.values())
      if (spec.choiceSet && !sets.has(spec.choiceSet.name))
        sets.set(
          spec.choiceSet.name,
          new Map(spec.choiceSet.choices.map((c) => [String(c.value), { label: c.label, color: c.color ?? null }])),
        );
  return sets;
};

/** Values the organization added to open choice sets; all sets when `names` is null. */
export const addedChoices = async (
  channel: Channel,
  context: ReadContext,
  names: Iterable<string> | null,
): Promise<ChoiceTexts> => {
  const builder = new StatementBuilder(context);
  const organization = builder.add(context.actor.organizationId, 'uuid');
  const among = names === null ? '' : ` AND choice_set = ANY(${builder.add(textArray([...names]), 'text[]')})`;
  const text = `SELECT choice_set, value, label, color FROM extras_choice WHERE organization_id = ${organization}${among}`;
  const sets = new Map<string, Map<string, ChoiceText>>();
  await channel.run({ text, values: builder.values, isStable: true }, ([set, value, label, color]) => {
    const known = sets.get(set ?? '') ?? new Map<string, ChoiceText>();
    sets.set(set ?? '', known.set(value ?? '', { label: label ?? '', color: color ?? null }));
  });
  return sets;
};

/** Finds labels for one read: what the organization added goes before what the product declares. */
export class ChoiceLookup {
  readonly #declared: ChoiceTexts;
  readonly #added: ChoiceTexts;

  constructor(declared: ChoiceTexts, added: ChoiceTexts) {
    this.#declared = declared;
    this.#added = added;
  }

  /** The companion object of a value; unknown values are their own label. */
  part(set: string, value: string, isNumber: boolean, part: ChoicePart['part']): string | number | null {
    if (part === '__typename') return 'Choice';
    if (part === 'value') return isNumber ? Number(value) : value;
    const text = this.#added.get(set)?.get(value) ?? this.#declared.get(set)?.get(value);
    return part === 'label' ? (text?.label ?? value) : (text?.color ?? null);
  }
}
