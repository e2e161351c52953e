import type { Work } from '@plumbline/engine';
import { distinct, numberOf, rowsById, textOf } from '../../lookup.queries.ts';

/** A cable as refusals tell of it. */
export interface CableName {
  readonly id: string;
  readonly number: number;
  readonly label: string | null;
}

/** How a cable is called: its label, else its number. */
export const cableCalled = ({ label, number }: CableName): string => label ?? `#${number}`;

/** Cables by id, as far as the actor may see them; one statement, none without ids. */
export const cableNames = async (work: Work, ids: Iterable<string | null>): Promise<ReadonlyMap<string, CableName>> => {
  const rows = await rowsById(work, 'dcim.Cable', distinct(ids), ['number', 'label'], { visible: true });
  return new Map(
    [...rows].map(([id, row]) => [
      id,
      { id, number: numberOf(row, 'number') ?? 0, label: textOf(row, 'label') || null },
    ]),
  );
};
