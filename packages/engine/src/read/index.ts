export { ROW_ID } from './object-shape.ts';
export { compileFilter, type CompileOptions } from './filter/sql.ts';
export { displaySql, displayText, listPath } from './display.ts';
export { jsonOperators } from './filter/json.ts';
export { LoadedRow, readFieldResolver, readTypeName, TYPE_NAME } from './extensions.ts';
export { parseFilter, type FilterOptions } from './filter/parse.ts';
export { translateRegex } from './filter/regex.ts';
export { createReader, Reader } from './reader.ts';
export type {
  Cost,
  PayloadNodes,
  ReadAnswer,
  ReadCaller,
  ReaderOptions,
  ReadRequest,
  StreamedAnswer,
} from './requests.ts';
export type { SavedView, SavedViews } from './late.ts';
export { defaultLimits, type ReadLimits } from './limits.ts';
export type { FilterNode } from './filter/tree.ts';
export type { Statement } from './statement.ts';
