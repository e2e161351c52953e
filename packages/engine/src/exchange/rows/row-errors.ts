import type { Problem } from '@plumbline/kit';
import type { GivenColumn } from './columns.ts';
import type { Levels } from './order.ts';
import type { Written } from './write-file.ts';

/** A refusal of one row, or of the file as a whole when `row` is null. */
export interface RowError {
  /** Counts the rows of the file from 1; null where the error is about the file. */
  readonly row: number | null;
  /** Where the row begins; the header of a CSV file is line 1. */
  readonly line: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
  /** What was probably meant, when the product can tell. */
  readonly suggestion: string | null;
}

const PATH = /^input\.(\d+)(?:\.(.+))?$/;

/** The column a problem's path leads to: by its name, else the first column of the field. */
const columnAt = (rest: string | undefined, columns: readonly GivenColumn[]): string | null => {
  if (rest === undefined) return null;
  const custom = /^customFields\.(\w+)/.exec(rest)?.[1];
  const wanted = custom === undefined ? rest : `cf_${custom}`;
  const [field] = rest.split('.');
  const found = columns.find(({ name }) => name === wanted) ?? columns.find((column) => column.field === field);
  return found?.name ?? field ?? null;
};

const suggestionIn = (message: string): string | null => /Did you mean "([^"]+)"/.exec(message)?.[1] ?? null;

const circleText = (circle: readonly number[], { lines }: Written): string => {
  const places = circle.map((index) => lines[index]).toSorted((a, b) => (a ?? 0) - (b ?? 0));
  const [last, ...others] = places.toReversed();
  return `Lines ${others.toReversed().join(', ')} and ${last} refer to each other in a circle; import one of them without this column first.`;
};

const errorOf = (problem: Problem, written: Written, levels: Levels): RowError => {
  const { path, code, message } = problem;
  const [, at, rest] = PATH.exec(path) ?? [];
  const suggestion = suggestionIn(message);
  if (at === undefined) {
    const line = /^line\.(\d+)$/.exec(path)?.[1];
    return { row: null, line: line === undefined ? null : Number(line), column: null, code, message, suggestion };
  }
  const index = Number(at);
  const circle = code === 'NOT_FOUND' ? levels.circleOf(index) : [];
  return {
    row: index + 1,
    line: written.lines[index] ?? null,
    column: columnAt(rest, written.columns) ?? (circle.length > 0 ? levels.column : null),
    code,
    message: circle.length > 0 ? circleText(circle, written) : message,
    suggestion,
  };
};

/** Problems of a write as errors of a file, in the order of its lines. */
export const rowErrors = (problems: readonly Problem[], written: Written, levels: Levels): RowError[] =>
  problems.map((problem) => errorOf(problem, written, levels)).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
