export { listItems } from './cells.ts';
export { csvColumns, type CsvColumn, type CsvCustomField } from './columns.ts';
export { exportJobs, type RowsExportInput } from './export.job.ts';
export { importJobs, type RowsImportInput } from './import.job.ts';
export type { RowError } from './row-errors.ts';
