export { csvColumns, type CsvColumn, type CsvCustomField } from './columns.ts';
export { csvExport, type CsvExportInput } from './export.job.ts';
export { csvImport, type CsvError, type CsvImportInput } from './import.job.ts';
