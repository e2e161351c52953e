import { rule, type DomainRule, type Row } from '@plumbline/engine';
import { distinct, rowsOf, textOf } from './lookup.queries.ts';

const INTERFACE = 'dcim.Interface';

/** Lock that serialises a change of an interface's type and what depends on the type. */
export const interfaceTypeLock = (id: string): string => `${INTERFACE}.type/${id}`;

/** What depends on the type of an interface. */
export interface TypeUse {
  /** Name of the rule. */
  readonly name: string;
  readonly model: string;
  /** References of the model to interfaces. */
  readonly references: readonly string[];
  /** Types the use allows. */
  readonly types: ReadonlySet<string>;
  /** What an interface of another type would break, such as `a wireless link ends here`. */
  readonly says: string;
}

/** An interface keeps a type that what ends at it allows. */
export const keepsType = ({ name, model, references, types, says }: TypeUse): DomainRule =>
  rule(INTERFACE, {
    name,
    when: ['type'],
    on: ['update'],
    locks: (drafts) => drafts.map(({ id }) => interfaceTypeLock(id)),
    check: async (drafts, work) => {
      const leaving = drafts.filter((draft) => !types.has(textOf(draft.after, 'type') ?? ''));
      const used = new Set<string>();
      for (const reference of references) {
        const rows: readonly Row[] = await rowsOf(
          work,
          model,
          reference,
          leaving.map(({ id }) => id),
          [],
        );
        for (const id of distinct(rows.map((row) => textOf(row, reference)))) used.add(id);
      }
      for (const draft of leaving)
        if (used.has(draft.id)) draft.refuse('type', 'IN_USE', `The type can't change while ${says}.`);
    },
  });
