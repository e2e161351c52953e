import { didYouMean, InvalidInput } from '@plumbline/kit';
import { parse } from 'graphql';
import { defineJob, type JobContext, type JobDefinition, type JobInput } from '../../jobs/job.ts';
import { seenFieldsOf } from '../../read/field-rights.ts';
import type { Model } from '../../registry/model.ts';
import { CellProblem } from './cells.ts';
import type { CsvColumn } from './columns.ts';
import { columnsIn } from './custom-fields.ts';
import type { RowFormat } from './format.ts';
import { formatNamed } from './formats.ts';
import { fieldsOf, modelNamed, refuseInput } from './input.ts';
import { csvQuery } from './selection.ts';

/** What `jobStart(name: "exportRows")` takes. */
export interface RowsExportInput {
  /** Entity such as `dcim.Site`. */
  readonly type: string;
  /** Filter of the entity's list; all rows when null. */
  readonly filter: Readonly<Record<string, unknown>> | null;
  /** Names of columns in their order; the usual ones when null. */
  readonly columns: readonly string[] | null;
  /** `CSV` when left out. */
  readonly format: RowFormat;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const inputOf = (input: unknown): RowsExportInput => {
  const { type, filter = null, columns = null, format = 'CSV' } = fieldsOf(input);
  if (typeof type !== 'string') return refuseInput('type', 'Name the type to export, such as "dcim.Site".');
  if (typeof filter !== 'object' || Array.isArray(filter))
    return refuseInput('filter', 'The filter is an object, as the list of the type takes it.');
  if (columns !== null && !isTexts(columns)) return refuseInput('columns', 'Columns are a list of names.');
  return { type, filter: filter as RowsExportInput['filter'], columns, format: formatNamed(format) };
};

/** Columns by name; without names the usual ones of the fields that are seen. */
const chosen = (
  all: readonly CsvColumn[],
  names: readonly string[] | null,
  seen: ReadonlySet<string> | null,
): readonly CsvColumn[] => {
  if (names === null || names.length === 0)
    return all.filter(({ usual, field }) => usual && (seen?.has(field) ?? true));
  const byName = new Map(all.map((column) => [column.name, column]));
  return names.map(
    (name) =>
      byName.get(name) ?? refuseInput('columns', `There is no column "${name}".${didYouMean(name, byName.keys())}`),
  );
};

const textOf = (format: RowFormat, row: unknown, columns: readonly CsvColumn[], index: number): string => {
  try {
    return format.row(row, columns, index);
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    throw new InvalidInput([{ path: 'input.columns', code: 'BAD_USER_INPUT', message: error.message }]);
  }
};

async function* lines(
  { reader, reads, actor, signal, progress }: JobContext<unknown>,
  model: Model,
  { filter, format }: RowsExportInput,
  columns: readonly CsvColumn[],
  count: { rows: number },
): AsyncGenerator<Buffer> {
  const document = parse(csvQuery(model, columns));
  const all = await reader.lines({ document, variables: filter === null ? {} : { filter }, actor, signal }, reads);
  if (all === null) return refuseInput('filter', `The filter does not fit the list of ${model.plural}.`);
  yield Buffer.from(format.head(columns));
  for await (const rows of all) {
    const first = count.rows;
    count.rows += rows.length;
    progress(null);
    yield Buffer.from(rows.map((row, i) => textOf(format, JSON.parse(row), columns, first + i)).join(''));
  }
  yield Buffer.from(format.tail(count.rows));
}

const runExport = async (context: JobContext<unknown>): Promise<object> => {
  const input = inputOf(context.input);
  const { contentType, extension, name: format } = input.format;
  const model = modelNamed(context.registry, input.type);
  const { predicates } = context.writer.engine;
  const seen = seenFieldsOf({ predicates, actor: context.actor })(model);
  const columns = chosen(await columnsIn(context, context.actor, model), input.columns, seen);
  const { organizationId, userId } = context.actor;
  const name = `${model.many}.${extension}`;
  const file = await context.files.create({ organizationId, userId, name, contentType });
  const count = { rows: 0 };
  const written = await context.files.append(file, 0, lines(context, model, input, columns, count));
  const { id, sizeBytes, sha256 } = await context.files.complete(written);
  context.log(`${count.rows} rows in ${sizeBytes} bytes.`);
  return { fileId: id, format, rows: count.rows, columns: columns.map((column) => column.name), sizeBytes, sha256 };
};

const INPUTS: readonly JobInput[] = [
  { name: 'type', kind: 'type', required: true, help: 'Type of the rows' },
  { name: 'filter', kind: 'json', help: 'Filter, as the list of the type takes it; all rows without' },
  { name: 'columns', kind: 'json', help: 'Names of columns in their order; the usual ones without' },
  { name: 'format', kind: 'choice', choices: ['CSV', 'JSON', 'YAML'], help: 'How rows are written', initial: 'CSV' },
];

const exportJob = (name: string, label: string): JobDefinition =>
  defineJob<RowsExportInput>({
    name,
    label,
    description: 'Writes the rows of a type into a file.',
    startedBy: 'anyone',
    inputs: INPUTS,
    parse: inputOf,
    run: runExport,
  });

/** The jobs `exportRows(type, filter, columns, format)` and, of the same input, `csvExport`: one list in one snapshot. */
export const exportJobs: readonly JobDefinition[] = [
  exportJob('exportRows', 'Export rows'),
  exportJob('csvExport', 'Export as CSV'),
];
