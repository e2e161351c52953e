import { type FormField, type FormValues, isChanged } from './values.ts';

/** A field that both sides changed to different values. */
export interface Conflict {
  item: FormField;
  mine: FormValues[string];
  theirs: FormValues[string];
}

/** The three-way comparison of an edit that came too late. */
export interface Comparison {
  /** Changed by both: a person has to choose. */
  conflicts: Conflict[];
  /** Changed by the others only: kept without asking. */
  onlyTheirs: FormField[];
}

/** Compares what the form started with, what it holds now, and what is stored now. */
export function compareEdits(
  fields: readonly FormField[],
  start: FormValues,
  mine: FormValues,
  theirs: FormValues,
): Comparison {
  const changedByThem = fields.filter((item) => isChanged(item, start, theirs));
  const conflicts = changedByThem
    .filter((item) => isChanged(item, start, mine) && isChanged(item, theirs, mine))
    .map((item) => ({ item, mine: mine[item.name] ?? null, theirs: theirs[item.name] ?? null }));
  const inConflict = new Set(conflicts.map(({ item }) => item.name));
  const onlyTheirs = changedByThem.filter((item) => !inConflict.has(item.name) && !isChanged(item, start, mine));
  return { conflicts, onlyTheirs };
}

/** The values to go on with after a choice: theirs where chosen or untouched, mine elsewhere. */
export function mergeEdits(
  comparison: Comparison,
  mine: FormValues,
  theirs: FormValues,
  takeTheirs: ReadonlySet<string>,
): FormValues {
  const merged = { ...mine };
  for (const { name } of comparison.onlyTheirs) merged[name] = theirs[name] ?? null;
  for (const name of takeTheirs) merged[name] = theirs[name] ?? null;
  return merged;
}
