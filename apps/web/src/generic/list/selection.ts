import type { FilterInput } from '../query/filter.ts';

/** Which rows of a list are chosen: some by id, or everything that matches. */
export type Selection = { kind: 'rows'; ids: ReadonlySet<string> } | { kind: 'all' };

/** Nothing chosen. */
export const noSelection: Selection = { kind: 'rows', ids: new Set() };

/** Whether a row is chosen. */
export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'all' || selection.ids.has(id);
}

/** How many rows are chosen of a list with that total. */
export function selectedCount(selection: Selection, total: number): number {
  return selection.kind === 'all' ? total : selection.ids.size;
}

/** Adds or removes one row; leaving "everything" starts again with that row alone. */
export function toggleRow(selection: Selection, id: string): Selection {
  if (selection.kind === 'all') return { kind: 'rows', ids: new Set([id]) };
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { kind: 'rows', ids };
}

/** Adds rows. */
export function addRows(selection: Selection, ids: readonly string[]): Selection {
  if (selection.kind === 'all') return selection;
  return { kind: 'rows', ids: new Set([...selection.ids, ...ids]) };
}

/** The filter a bulk write sends for a selection; a write without a condition is refused. */
export function selectionFilter(selection: Selection, view: FilterInput | undefined): FilterInput {
  if (selection.kind === 'rows') return { id: { in: [...selection.ids] } };
  return view ?? { number: { gte: 0 } };
}
