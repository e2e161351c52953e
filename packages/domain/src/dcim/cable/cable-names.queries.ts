import type { Work } from '@plumbline/engine';
import { distinct, numberOf, rowsById, textOf } from '../../lookup.queries.ts';
import type { CableName } from './cable-name.ts';

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
