import type { Problem } from '@plumbline/kit';

/** A row or value of the source that could not be stored, with the reason. */
export interface Refusal {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  /** Field the reason is about, or empty for the row. */
  readonly field: string;
}

/** A value of an imported row that people changed here and that a later import left alone. */
export interface KeptEdit {
  /** Id of the row in the source. */
  readonly id: string;
  /** Number of the object here; null when it has none. */
  readonly number: number | null;
  /** Field, or `customFields.floor` for a custom field. */
  readonly field: string;
  readonly local: unknown;
  /** What the source would have it be. */
  readonly source: unknown;
}

/** A column that the source worked out and that comes to something else here. */
export interface DerivedDifference {
  readonly column: string;
  /** Rows that differ. */
  readonly rows: number;
  /** One of them, with the value of the source. */
  readonly example: string;
}

/** What happened to a column that no field takes. */
export interface ColumnNote {
  readonly name: string;
  /** `raw` is kept encrypted, `derived` is worked out anew. */
  readonly fate: 'raw' | 'derived';
  /** Rows with a value in it, for raw columns. */
  readonly rows: number;
}

/** What happened to the rows of one table. */
export interface TableReport {
  readonly table: string;
  /** Entity its rows become; null when there is none yet or never. */
  readonly entity: string | null;
  /** `imported`, `links` (part of other rows), `waiting` (kept raw) or `derived` (not needed). */
  readonly fate: 'imported' | 'links' | 'waiting' | 'derived';
  /** Why it is not imported, or what it was turned into. */
  readonly note: string | null;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Rows kept raw until there is a model for them. */
  waiting: number;
  refused: number;
  /** Rows imported without a value that was refused; the value is kept raw. */
  incomplete: number;
  /** Rows that got another number because theirs is taken. */
  renumbered: number;
  /** Values that people changed here since they were imported, and that stay. */
  keptEdits: number;
  columns: ColumnNote[];
  /** Derived columns whose values differ from those worked out here. */
  readonly differences: DerivedDifference[];
  /** The first of the refused rows and values. */
  readonly refusals: Refusal[];
  /** The first of the values that stay. */
  readonly edits: KeptEdit[];
}

/** What rules had to say about imported rows, counted. */
export interface FindingReport {
  readonly entity: string;
  readonly code: string;
  readonly count: number;
  readonly examples: readonly string[];
}

/** The outcome of an import. */
export interface ImportReport {
  readonly source: string;
  readonly dryRun: boolean;
  readonly durationMs: number;
  readonly tables: readonly TableReport[];
  readonly findings: readonly FindingReport[];
  readonly totals: ImportTotals;
}

/** Sums over all tables. */
export interface ImportTotals {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly waiting: number;
  readonly refused: number;
  readonly incomplete: number;
  readonly derived: number;
  readonly keptEdits: number;
}

/** Refusals and kept edits listed by table; their numbers are always complete. */
const LISTED = 200;
const EXAMPLES = 3;

/** An empty report of one table. */
export const newTableReport = (
  table: string,
  entity: string | null,
  fate: TableReport['fate'],
  note: string | null = null,
): TableReport => ({
  table,
  entity,
  fate,
  note,
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  waiting: 0,
  refused: 0,
  incomplete: 0,
  renumbered: 0,
  keptEdits: 0,
  columns: [],
  differences: [],
  refusals: [],
  edits: [],
});

/** Adds a refusal; the list stops growing at its limit. */
export const listRefusal = (report: TableReport, refusal: Refusal): void => {
  if (report.refusals.length < LISTED) report.refusals.push(refusal);
};

/** Adds rows of a derived column that differ. */
export const listDifference = (report: TableReport, { column, rows, example }: DerivedDifference): void => {
  const at = report.differences.findIndex((known) => known.column === column);
  const known = report.differences[at];
  if (known) report.differences[at] = { ...known, rows: known.rows + rows };
  else report.differences.push({ column, rows, example });
};

/** Counts a value that stays as it is; the list stops growing at its limit. */
export const listEdit = (report: TableReport, edit: KeptEdit): void => {
  report.keptEdits++;
  if (report.edits.length < LISTED) report.edits.push(edit);
};

const COUNTS = [
  'read',
  'created',
  'updated',
  'unchanged',
  'waiting',
  'refused',
  'incomplete',
  'renumbered',
  'keptEdits',
] as const;

/** Adds what a part of a table came to. */
export const addReport = (report: TableReport, part: TableReport): void => {
  for (const count of COUNTS) report[count] += part[count];
  report.refusals.push(...part.refusals.slice(0, LISTED - report.refusals.length));
  report.edits.push(...part.edits.slice(0, LISTED - report.edits.length));
};

/** Collects findings by entity and code. */
export class FindingTally {
  private readonly counts = new Map<string, { entity: string; code: string; count: number; examples: string[] }>();

  add(entity: string, { code, message }: Pick<Problem, 'code' | 'message'>): void {
    const key = `${entity} ${code}`;
    const known = this.counts.get(key) ?? { entity, code, count: 0, examples: [] };
    this.counts.set(key, known);
    known.count++;
    if (known.examples.length < EXAMPLES && !known.examples.includes(message)) known.examples.push(message);
  }

  /** Adds what another tally counted. */
  merge(others: readonly FindingReport[]): void {
    for (const { entity, code, count, examples } of others) {
      const key = `${entity} ${code}`;
      const known = this.counts.get(key) ?? { entity, code, count: 0, examples: [] };
      this.counts.set(key, known);
      known.count += count;
      const fresh = examples.filter((message) => !known.examples.includes(message));
      known.examples.push(...fresh.slice(0, Math.max(0, EXAMPLES - known.examples.length)));
    }
  }

  list(): FindingReport[] {
    return [...this.counts.values()].toSorted((a, b) => b.count - a.count);
  }
}

/** Sums up the tables of a report. */
export const totalsOf = (tables: readonly TableReport[]): ImportTotals => {
  const sum = (of: (table: TableReport) => number): number => tables.reduce((total, table) => total + of(table), 0);
  return {
    read: sum((table) => table.read),
    created: sum((table) => table.created),
    updated: sum((table) => table.updated),
    unchanged: sum((table) => table.unchanged),
    waiting: sum((table) => table.waiting),
    refused: sum((table) => table.refused),
    incomplete: sum((table) => table.incomplete),
    keptEdits: sum((table) => table.keptEdits),
    derived: sum((table) => (table.fate === 'derived' ? table.read : 0)),
  };
};
