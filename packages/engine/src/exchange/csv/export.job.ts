import { didYouMean, InvalidInput } from '@plumbline/kit';
import { parse } from 'graphql';
import { defineJob, type JobContext, type JobDefinition } from '../../jobs/job.ts';
import type { Model } from '../../registry/model.ts';
import { CellProblem, cellOf, quoted } from './cells.ts';
import type { CsvColumn } from './columns.ts';
import { columnsIn } from './custom-fields.ts';
import { fieldsOf, modelNamed, refuseInput } from './input.ts';
import { csvQuery } from './selection.ts';

/** What `jobStart(name: "csvExport")` takes. */
export interface CsvExportInput {
  /** Entity such as `dcim.Site`. */
  readonly type: string;
  /** Filter of the entity's list; all rows when null. */
  readonly filter: Readonly<Record<string, unknown>> | null;
  /** Names of columns in their order; the usual ones when null. */
  readonly columns: readonly string[] | null;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const inputOf = (input: unknown): CsvExportInput => {
  const { type, filter = null, columns = null } = fieldsOf(input);
  if (typeof type !== 'string') return refuseInput('type', 'Name the type to export, such as "dcim.Site".');
  if (typeof filter !== 'object' || Array.isArray(filter))
    return refuseInput('filter', 'The filter is an object, as the list of the type takes it.');
  if (columns !== null && !isTexts(columns)) return refuseInput('columns', 'Columns are a list of names.');
  return { type, filter: filter as CsvExportInput['filter'], columns };
};

const chosen = (all: readonly CsvColumn[], names: readonly string[] | null): readonly CsvColumn[] => {
  if (names === null || names.length === 0) return all.filter(({ usual }) => usual);
  const byName = new Map(all.map((column) => [column.name, column]));
  return names.map(
    (name) =>
      byName.get(name) ?? refuseInput('columns', `There is no column "${name}".${didYouMean(name, byName.keys())}`),
  );
};

const lineOf = (cells: readonly string[]): string => `${cells.map((cell) => quoted(cell, ',')).join(',')}\r\n`;

const rowLine = (row: unknown, columns: readonly CsvColumn[]): string => {
  try {
    return lineOf(columns.map((column) => cellOf(row, column)));
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    throw new InvalidInput([{ path: 'input.columns', code: 'BAD_USER_INPUT', message: error.message }]);
  }
};

async function* lines(
  { reader, reads, actor, signal, progress }: JobContext<unknown>,
  model: Model,
  { filter }: CsvExportInput,
  columns: readonly CsvColumn[],
  count: { rows: number },
): AsyncGenerator<Buffer> {
  const document = parse(csvQuery(model, columns));
  const all = await reader.lines({ document, variables: filter === null ? {} : { filter }, actor, signal }, reads);
  if (all === null) return refuseInput('filter', `The filter does not fit the list of ${model.plural}.`);
  yield Buffer.from(lineOf(columns.map(({ name }) => name)));
  for await (const rows of all) {
    count.rows += rows.length;
    progress(null);
    yield Buffer.from(rows.map((row) => rowLine(JSON.parse(row), columns)).join(''));
  }
}

/** The job `csvExport(type, filter, columns)`: one list in one snapshot, as a CSV file by RFC 4180. */
export const csvExport: JobDefinition = defineJob<CsvExportInput>({
  name: 'csvExport',
  label: 'Export as CSV',
  parse: inputOf,
  run: async (context) => {
    const input = inputOf(context.input);
    const model = modelNamed(context.registry, input.type);
    const columns = chosen(await columnsIn(context, context.actor, model), input.columns);
    const { organizationId, userId } = context.actor;
    const name = `${model.many}.csv`;
    const file = await context.files.create({ organizationId, userId, name, contentType: 'text/csv; charset=utf-8' });
    const count = { rows: 0 };
    const written = await context.files.append(file, 0, lines(context, model, input, columns, count));
    const { id, sizeBytes, sha256 } = await context.files.complete(written);
    context.log(`${count.rows} rows in ${sizeBytes} bytes.`);
    return { fileId: id, rows: count.rows, columns: columns.map((column) => column.name), sizeBytes, sha256 };
  },
});
