import { cellOf, quoted, valueOf } from './cells.ts';
import type { FileRow, OpenFile, Opening, RowFormat } from './format.ts';
import { columnsNamed, csvLines, type CsvLine } from './table.ts';

const lineOf = (cells: readonly string[]): string => `${cells.map((cell) => quoted(cell, ',')).join(',')}\r\n`;

const wrongLength = (cells: number, columns: number): string =>
  `The line has ${cells} cells where the header names ${columns} columns.`;

async function* rowsOf(lines: AsyncIterator<CsvLine>, width: number): AsyncGenerator<FileRow> {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const { line, cells } = next.value;
    const problems = cells.length === width ? [] : [{ column: null, message: wrongLength(cells.length, width) }];
    yield { line, cells: Array.from({ length: width }, (_, at) => cells[at] ?? ''), problems };
  }
}

const open = async ({ content, known, type, delimiter }: Opening): Promise<OpenFile> => {
  const lines = csvLines(content, delimiter);
  const header = await lines.next();
  const columns = columnsNamed(header.done ? [] : header.value.cells, known, type);
  return { columns, rows: rowsOf(lines, columns.length), close: async () => void (await lines.return(undefined)) };
};

/** CSV by RFC 4180: a header, then a line for each row. */
export const csvFormat: RowFormat = {
  name: 'CSV',
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8',
  head: (columns) => lineOf(columns.map(({ name }) => name)),
  row: (row, columns) => lineOf(columns.map((column) => cellOf(row, column))),
  tail: () => '',
  open,
  value: (cell, column) => valueOf(cell as string, column), // csvLines gives texts
};
