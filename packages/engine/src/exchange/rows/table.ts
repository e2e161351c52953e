import { didYouMean, InvalidInput, type Problem } from '@plumbline/kit';
import { CsvError, parse } from 'csv-parse';
import type { Readable } from 'node:stream';
import type { CsvColumn, GivenColumn } from './columns.ts';

/** One line of data. */
export interface CsvLine {
  /** Where it begins in the file, the header being line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'];
const HEADER_BYTES = 64_000;

/** The separator that occurs most often in the header, outside of quotes. */
const delimiterOf = (start: string): string => {
  const [header = ''] = start.replaceAll(/"(?:[^"]|"")*"/g, '').split(/\r?\n|\r/, 1);
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ',';
};

/** Finds out the separator of a file; reads its beginning only. */
export const sniffDelimiter = async (content: NodeJS.ReadableStream): Promise<string> => {
  let start = '';
  for await (const chunk of content) {
    start += String(chunk);
    if (start.length >= HEADER_BYTES) break;
  }
  return delimiterOf(start);
};

const unreadable = (error: CsvError): InvalidInput =>
  new InvalidInput([{ path: 'file', code: 'BAD_USER_INPUT', message: `The file is no valid CSV: ${error.message}` }]);

const lineBreaks = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 0);

/**
 * Lines of a CSV file in UTF-8, with or without byte order mark, with any line ends, the header first.
 *
 * @throws InvalidInput when quotes do not match.
 */
export async function* csvLines(content: NodeJS.ReadableStream, delimiter: string): AsyncGenerator<CsvLine> {
  const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true } as const;
  const parser = (content as Readable).compose(parse(options)) as AsyncIterable<{
    readonly info: { readonly lines: number };
    readonly record: readonly string[];
  }>;
  try {
    for await (const { info, record } of parser) yield { line: info.lines - lineBreaks(record), cells: record };
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  }
}

const problem = (message: string): Problem => ({ path: 'line.1', code: 'BAD_USER_INPUT', message });

/** The columns a header names, in its order. @throws InvalidInput that lists every name that is unknown, repeated or computed */
export const columnsNamed = (header: readonly string[], known: readonly CsvColumn[], type: string): GivenColumn[] => {
  const byName = new Map(known.map((column) => [column.name, column]));
  const names = header.map((name) => name.trim());
  const unknown = names.filter((name) => !byName.has(name));
  const repeated = names.filter((name, at) => names.indexOf(name) < at);
  const named = names.flatMap((name) => byName.get(name) ?? []);
  const columns = named.filter((column) => column.kind !== 'computed');
  const computed = named.filter(({ kind }) => kind === 'computed');
  const lists = columns.filter(
    ({ kind, field, name }, at) =>
      kind === 'list' && columns.findIndex((c) => c.field === field) < at && !repeated.includes(name),
  );
  const problems = [
    ...unknown.map((name) => problem(`${type} has no column "${name}".${didYouMean(name, byName.keys())}`)),
    ...computed.map(({ name }) => problem(`The column "${name}" is worked out by the product; leave it out.`)),
    ...repeated.map((name) => problem(`The column "${name}" stands there twice; keep one.`)),
    ...lists.map(({ name, field }) => problem(`"${name}" and another column both set ${field}; keep one.`)),
    ...(names.length === 0 ? [problem('The file is empty; its first line has to name the columns.')] : []),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
  return columns;
};
