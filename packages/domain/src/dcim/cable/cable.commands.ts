import { command, type DomainRule, type InputRow, type SavedIds, type Work } from '@plumbline/engine';
import { rowsOf, textOf } from '../../lookup.queries.ts';
import { PORT_MODELS } from '../component-models.ts';

const CABLE = 'dcim.Cable';
const TERMINATION = 'dcim.CableTermination';

const ENDS = [
  { field: 'aTerminations', end: 'A' },
  { field: 'bTerminations', end: 'B' },
] as const;

const EXTRA = {
  aTerminations: { kind: 'refs', targets: PORT_MODELS, label: 'A end', help: 'Ports at the A end, all of one kind' },
  bTerminations: { kind: 'refs', targets: PORT_MODELS, label: 'B end', help: 'Ports at the B end, all of one kind' },
} as const;

const listOf = (value: unknown): readonly unknown[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Plugs the ends the inputs name; errors point at the place in the input. */
const plugIn = async (work: Work, inputs: readonly InputRow[], ids: SavedIds): Promise<void> => {
  const rows = inputs.flatMap((input, index) =>
    ids[index] === null
      ? []
      : ENDS.flatMap(({ field, end }) =>
          listOf(input[field]).map((termination, at) => ({
            path: `input.${index}.${field}.${at}`,
            row: { cable: ids[index], cableEnd: end, termination },
          })),
        ),
  );
  if (rows.length > 0)
    await work.create(
      TERMINATION,
      rows.map(({ row }) => row),
      { path: (index) => rows[index]?.path ?? 'input' },
    );
};

/** Makes cables with both ends plugged, all of them in a fixed number of statements. */
export const createCables = async (
  work: Work,
  inputs: readonly InputRow[],
  next: (inputs: readonly InputRow[]) => Promise<SavedIds>,
): Promise<SavedIds> => {
  inputs.forEach((input, index) => {
    for (const { field, end } of ENDS)
      if (listOf(input[field]).length === 0)
        work.refuse(
          `input.${index}.${field}`,
          'CABLE_END_EMPTY',
          `End ${end} has no termination; a cable needs one at each end.`,
        );
  });
  const ids = await next(inputs);
  await plugIn(work, inputs, ids);
  return ids;
};

/** Changes cables; an end that is named is unplugged and plugged anew, an end that is not stays. */
export const updateCables = async (
  work: Work,
  inputs: readonly InputRow[],
  next: (inputs: readonly InputRow[]) => Promise<SavedIds>,
): Promise<SavedIds> => {
  const ids = await next(inputs);
  const replaced = new Set(
    inputs.flatMap((input, index) =>
      ENDS.filter(({ field }) => input[field] !== undefined).map(({ end }) => `${ids[index]} ${end}`),
    ),
  );
  inputs.forEach((input, index) => {
    for (const { field, end } of ENDS)
      if (input[field] !== undefined && listOf(input[field]).length === 0)
        work.refuse(
          `input.${index}.${field}`,
          'CABLE_END_EMPTY',
          `End ${end} would have no termination; name one or delete the cable.`,
        );
  });
  const cables = ids.filter((id): id is string => id !== null);
  const stored = await rowsOf(work, TERMINATION, 'cable', replaced.size === 0 ? [] : cables, ['cableEnd']);
  const gone = stored.filter((row) => replaced.has(`${textOf(row, 'cable')} ${textOf(row, 'cableEnd')}`));
  if (gone.length > 0) await work.delete(TERMINATION, { ids: gone.map((row) => String(row['id'])) });
  await plugIn(work, inputs, ids);
  return ids;
};

/** Verbs of cables that take their ends along. */
export const cableCommands: readonly DomainRule[] = [
  command(CABLE, 'create', createCables, EXTRA),
  command(CABLE, 'update', updateCables, EXTRA),
];
