import { LIST_LIMIT, type CsvColumn, type GivenColumn } from './columns.ts';

/** A cell that can't be read or written; the message is for a person. */
export class CellProblem extends Error {}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One field of a CSV line; quoted only where it has to be. */
export const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Texts of one list cell; items with a comma, a quote or spaces at an end are quoted as in a CSV line. */
export const listText = (items: readonly string[]): string => items.map((item) => quoted(item, ',')).join(',');

const ITEM = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(?:,|$)/gy;

/** Reads what `listText` wrote. @throws CellProblem */
export const listItems = (cell: string): string[] => {
  const items: string[] = [];
  let at = 0;
  while (at < cell.length) {
    ITEM.lastIndex = at;
    const match = ITEM.exec(cell);
    if (!match) throw new CellProblem('is a list with a quote that does not end; write "a,b",c.');
    const item = match[1]?.replaceAll('""', '"') ?? (match[2] ?? '').trim();
    if (item !== '') items.push(item);
    at = ITEM.lastIndex;
  }
  return items;
};

/** Key under which a step's value stands in the answer; null for a fragment, which adds no level. */
const answerKey = (step: string): string | null => (step.startsWith('...') ? null : (/^\w+/.exec(step)?.[0] ?? null));

/** The value at the end of a column's selections. */
export const valueAt = (row: unknown, steps: readonly string[]): unknown =>
  steps.reduce((value: unknown, step) => {
    const key = answerKey(step);
    if (key === null) return value;
    return isRecord(value) ? value[key] : null;
  }, row);

const listCell = (row: unknown, column: CsvColumn & { kind: 'list' }): string => {
  const list = valueAt(row, column.steps.slice(0, 1));
  const { nodes = [], pageInfo } = (list ?? {}) as { nodes?: readonly unknown[]; pageInfo?: { hasNextPage: boolean } };
  if (pageInfo?.hasNextPage)
    throw new CellProblem(`${column.name} holds more than ${LIST_LIMIT} objects; leave that column out.`);
  return listText(nodes.map((node) => column.scalar.type.toCsv(valueAt(node, column.steps.slice(2)))).toSorted());
};

/** Custom field types whose values are texts; all others are written as JSON. */
const TEXTUAL: ReadonlySet<string> = new Set(['text', 'longtext', 'url', 'date', 'datetime', 'select', 'object']);

const customText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const customValue = (cell: string, type: string): unknown => {
  if (cell === '') return null;
  if (TEXTUAL.has(type)) return cell;
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell; // the check of the field's type says what it takes
  }
};

/** The cell of a column from a row of the answer. @throws CellProblem when a list is longer than a cell takes */
export const cellOf = (row: unknown, column: CsvColumn): string => {
  if (column.kind === 'list') return listCell(row, column);
  const value = valueAt(row, column.steps);
  if (column.kind === 'custom') return customText(isRecord(value) ? value[column.custom.name] : null);
  return column.scalar.type.toCsv(value);
};

const wholeNumber = (cell: string): number => {
  if (!/^\d{1,9}$/.test(cell)) throw new CellProblem(`takes a whole number, not ${JSON.stringify(cell)}.`);
  return Number(cell);
};

const scalarValue = (cell: string, { scalar }: Exclude<GivenColumn, { kind: 'custom' }>): unknown => {
  try {
    return scalar.type.fromCsv(cell);
  } catch (error) {
    throw new CellProblem(`takes JSON; ${(error as Error).message}.`);
  }
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const ownName = (cell: string, name: string): unknown => {
  if (cell === '') return null;
  if (name === 'number') return wholeNumber(cell);
  if (!UUID.test(cell)) throw new CellProblem(`takes a UUID, not ${JSON.stringify(cell)}.`);
  return cell.toLowerCase();
};

/** What a cell says, as inputs take it; null for an empty one. @throws CellProblem */
export const valueOf = (cell: string, column: GivenColumn): unknown => {
  if (column.kind === 'custom') return customValue(cell, column.custom.type);
  if (column.kind === 'list')
    return listItems(cell).map((item) =>
      column.key === null ? { number: wholeNumber(item) } : { key: { [column.key]: scalarValue(item, column) } },
    );
  if (column.kind === 'ref' && column.key === null) return cell === '' ? null : wholeNumber(cell);
  return column.scalar.system ? ownName(cell, column.name) : scalarValue(cell, column);
};
