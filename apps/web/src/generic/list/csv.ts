import type { Row } from '../../catalogue/types.ts';
import { type Column, columnText } from './columns.ts';

/** Signs that a spreadsheet would run as a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/** One CSV cell: quoted when needed (RFC 4180); text that would run as a formula gets a quote. */
export function csvCell(text: string): string {
  const number = /^-?\d+(\.\d+)?$/.test(text);
  const safe = formulaStart.test(text) && !number ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The header line of an export. */
export function csvHead(columns: readonly Column[]): string {
  return columns.map((column) => csvCell(column.label)).join(',');
}

/** Rows of an export, one a line. */
export function csvRows(columns: readonly Column[], rows: readonly Row[]): string {
  return rows.map((row) => columns.map((column) => csvCell(columnText(column, row))).join(',')).join('\r\n');
}
