import type { BadCell } from './assemble.ts';
import type { CsvColumn, GivenColumn } from './columns.ts';

/** Formats in which rows come and go. */
export type FormatName = 'CSV' | 'JSON' | 'YAML';

/** One row of a file. */
export interface FileRow {
  /** Where it begins in the file, the first line being 1. */
  readonly line: number;
  /** By column of the file; undefined where the row says nothing about it. */
  readonly cells: readonly unknown[];
  /** Why the row as a whole, or a name in it, can't be read. */
  readonly problems: readonly (Omit<BadCell, 'column'> & { readonly column: string | null })[];
}

/** A file under way; rows come once, in the order of the file. */
export interface OpenFile {
  readonly columns: readonly GivenColumn[];
  readonly rows: AsyncIterable<FileRow>;
  /** Lets go of a file that is not read to its end. */
  readonly close: () => Promise<void>;
}

/** What a file is read against. */
export interface Opening {
  readonly content: NodeJS.ReadableStream;
  readonly known: readonly CsvColumn[];
  /** Entity, for messages. */
  readonly type: string;
  /** Of CSV; found out beforehand. */
  readonly delimiter: string;
}

/** How one format writes and reads rows; both go through the same columns. */
export interface RowFormat {
  readonly name: FormatName;
  readonly extension: string;
  readonly contentType: string;
  readonly head: (columns: readonly CsvColumn[]) => string;
  /** Text of the row at `index`. @throws CellProblem */
  readonly row: (row: unknown, columns: readonly CsvColumn[], index: number) => string;
  readonly tail: (count: number) => string;
  /** @throws InvalidInput when the file can't be read at all */
  readonly open: (opening: Opening) => Promise<OpenFile>;
  /** What a cell says, as inputs take it; null for an empty one. @throws CellProblem */
  readonly value: (cell: unknown, column: GivenColumn) => unknown;
}
