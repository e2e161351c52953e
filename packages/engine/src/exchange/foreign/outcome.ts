import type { Problem } from '@plumbline/kit';
import type { Action } from '../../write/work.ts';
import { listEdit, listRefusal, type TableReport } from './report.ts';
import type { ResolvedRow, Verdict } from './resolve.ts';
import type { RawRow, SourceRow } from './source.ts';
import type { Stored } from './store.ts';

const ROW = /^input\.(\d+)(?:\.(.*))?$/;

/** The first problem of each row of a batch, by its place; null when one is about more than rows. */
export const problemsByRow = (errors: readonly Problem[]): Map<number, Problem> | null => {
  const byRow = new Map<number, Problem>();
  for (const problem of errors) {
    const index = ROW.exec(problem.path)?.[1];
    if (index === undefined) return null;
    if (!byRow.has(Number(index))) byRow.set(Number(index), problem);
  }
  return byRow;
};

/** Field a row's problem is about, or empty for the row. */
export const fieldOf = (problem: Problem): string => ROW.exec(problem.path)?.[2] ?? '';

/** What a refusal of the write means for the row. */
export const refusalOf = (problem: Problem): Verdict => ({
  kind: 'refused',
  field: fieldOf(problem),
  code: problem.code,
  message: problem.message,
});

/** What is known of a row when it is counted. */
export interface Counted {
  readonly each: ResolvedRow;
  readonly verdict: Verdict | null;
  /** What the write did; absent when the row was already so. */
  readonly action: Action | undefined;
  readonly isRenumbered: boolean;
}

const listed = (id: string, { code, message, field }: Verdict) => ({ id, code, message, field });

/** Counts values that were refused although their row is stored. */
export const countMissing = (report: TableReport, { row }: ResolvedRow, missing: readonly Verdict[]): void => {
  if (missing.length > 0) report.incomplete++;
  for (const verdict of missing) listRefusal(report, listed(row.id, verdict));
};

/** Counts a row into the report of its table. */
export const countRow = (report: TableReport, { each, verdict, action, isRenumbered }: Counted): void => {
  if (verdict?.kind === 'waiting') report.waiting++;
  else if (verdict) {
    report.refused++;
    listRefusal(report, listed(each.row.id, verdict));
  } else if (action === undefined) report.unchanged++;
  else if (action === 'create') report.created++;
  else report.updated++;
  if (verdict) return;
  if (isRenumbered) report.renumbered++;
  if (each.deferred.length === 0) countMissing(report, each, each.missing);
};

/** Counts the values of a batch that people changed and that stay. */
export const countEdits = (report: TableReport, { kept, resolved }: Stored): void => {
  for (const { index, ...edit } of kept) listEdit(report, { id: resolved[index]?.row.id ?? '', ...edit });
};

const wholeRow = (row: SourceRow): Readonly<Record<string, unknown>> => ({
  values: row.values,
  refs: Object.assign({}, ...Object.values(row.refs).map((ref) => ref?.columns ?? {})) as object,
  links: row.links,
  customRefs: row.customRefs,
  rest: row.rest,
});

/** The object a row became. */
export interface Became {
  readonly objectType: string | null;
  readonly objectId: string | null;
}

/** The whole row when it is not stored, else what of it has no home; null when nothing is left. */
export const rawRowOf = (
  type: string,
  { row, rest }: ResolvedRow,
  verdict: Verdict | null,
  became: Became,
): RawRow | null => {
  if (verdict) return { type, id: row.id, payload: wholeRow(row), objectType: null, objectId: null };
  return Object.keys(rest).length === 0 ? null : { type, id: row.id, payload: { rest }, ...became };
};
