import { Forbidden, InvalidInput, type Problem } from '@plumbline/kit';
import type { Authorize } from '../../bind/graphql/resolvers.ts';
import { defineJob, type JobContext, type JobDefinition } from '../../jobs/job.ts';
import type { Model } from '../../registry/model.ts';
import { CHUNK } from '../../write/collections.ts';
import type { InputRow, Work } from '../../write/work.ts';
import { RowAssembler, type CsvMode } from './assemble.ts';
import type { CsvColumn, GivenColumn } from './columns.ts';
import { columnsIn } from './custom-fields.ts';
import { fieldsOf, modelNamed, refuseInput } from './input.ts';
import { columnsNamed, csvLines, sniffDelimiter } from './table.ts';

/** What `jobStart(name: "csvImport")` takes. */
export interface CsvImportInput {
  /** Entity such as `dcim.Site`. */
  readonly type: string;
  /** An uploaded file, see `PUT /files`. */
  readonly fileId: string;
  /** `CREATE` makes a row of every line; `UPSERT` changes those that are there and makes the others. */
  readonly mode: CsvMode;
  /** Goes through everything, reports, and keeps nothing. */
  readonly dryRun: boolean;
  /** Keeps the lines that are fine; otherwise one refused line refuses all. */
  readonly perRow: boolean;
  /** Found out from the header when null. */
  readonly delimiter: string | null;
}

/** A refusal of one line, or of the file as a whole when `line` is null. */
export interface CsvError {
  readonly line: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

/** Errors that a report lists; `errorCount` counts all. */
const LISTED = 1_000;

const inputOf = (input: unknown): CsvImportInput => {
  const { type, fileId, mode = 'UPSERT', dryRun = false, perRow = false, delimiter = null } = fieldsOf(input);
  if (typeof type !== 'string') return refuseInput('type', 'Name the type to import, such as "dcim.Site".');
  if (typeof fileId !== 'string') return refuseInput('fileId', 'Give the id of an uploaded file.');
  if (mode !== 'CREATE' && mode !== 'UPSERT') return refuseInput('mode', 'The mode is CREATE or UPSERT.');
  if (typeof dryRun !== 'boolean') return refuseInput('dryRun', 'Give true or false.');
  if (typeof perRow !== 'boolean') return refuseInput('perRow', 'Give true or false.');
  if (delimiter !== null && (typeof delimiter !== 'string' || !/^[^"\r\n]$/.test(delimiter)))
    return refuseInput('delimiter', 'The delimiter is one character, such as ";".');
  return { type, fileId, mode, dryRun, perRow, delimiter };
};

/** Accounts and organizations have verbs of their own; what the product keeps is written by nobody else. */
const importable = (model: Model, authorize: Authorize, context: JobContext<unknown>, mode: CsvMode): Model => {
  if (model.readOnly || model.global !== null) throw new Forbidden(`${model.plural} can't be imported from CSV.`);
  authorize(context.actor, model, mode === 'CREATE' ? 'create' : 'upsert');
  return model;
};

interface Plan {
  readonly model: Model;
  readonly input: CsvImportInput;
  readonly known: readonly CsvColumn[];
  readonly content: () => NodeJS.ReadableStream;
  readonly delimiter: string;
}

/** What one pass over the file found. */
interface Pass {
  columns: readonly GivenColumn[];
  /** Line in the file by index of the input. */
  readonly lines: number[];
}

const save = async (work: Work, plan: Plan, rows: readonly InputRow[], first: number): Promise<void> => {
  const options = { path: (index: number) => `input.${first + index}` };
  await (plan.input.mode === 'CREATE'
    ? work.create(plan.model.name, rows, options)
    : work.upsert(plan.model.name, rows, options));
};

const wrongLength = (cells: readonly string[], columns: readonly CsvColumn[]): string =>
  `The line has ${cells.length} cells where the header names ${columns.length} columns.`;

/** Writes the whole file in pieces; may run several times, so it starts over each time. */
const writeAll = async (work: Work, plan: Plan, context: JobContext<unknown>): Promise<Pass> => {
  const pass: Pass = { columns: [], lines: [] };
  let assembler: RowAssembler | null = null;
  let rows: InputRow[] = [];
  const flush = async () => {
    context.signal.throwIfAborted();
    if (rows.length > 0) await save(work, plan, rows, pass.lines.length - rows.length);
    rows = [];
    context.progress(null);
  };
  for await (const { line, cells } of csvLines(plan.content(), plan.delimiter)) {
    if (!assembler) {
      pass.columns = columnsNamed(cells, plan.known, plan.model.name);
      assembler = new RowAssembler(pass.columns, plan.input.mode);
      continue;
    }
    const index = pass.lines.push(line) - 1;
    if (cells.length !== pass.columns.length)
      work.refuse(`input.${index}`, 'BAD_USER_INPUT', wrongLength(cells, pass.columns));
    rows.push(
      assembler.read(cells, ({ column, message }) =>
        work.refuse(`input.${index}.${column}`, 'BAD_USER_INPUT', message),
      ),
    );
    if (rows.length === CHUNK) await flush();
  }
  if (!assembler) columnsNamed([], plan.known, plan.model.name);
  await flush();
  return pass;
};

const PATH = /^input\.(\d+)(?:\.(.+))?$/;

/** The column a problem's path leads to: by its name, else the first column of the field. */
const columnAt = (rest: string | undefined, columns: readonly CsvColumn[]): string | null => {
  if (rest === undefined) return null;
  const custom = /^customFields\.(\w+)/.exec(rest)?.[1];
  const wanted = custom === undefined ? rest : `cf_${custom}`;
  const [field] = rest.split('.');
  const found = columns.find(({ name }) => name === wanted) ?? columns.find((column) => column.field === field);
  return found?.name ?? field ?? null;
};

const errorOf = ({ path, code, message }: Problem, { columns, lines }: Pass): CsvError => {
  const [, index, rest] = PATH.exec(path) ?? [];
  if (index !== undefined)
    return { line: lines[Number(index)] ?? null, column: columnAt(rest, columns), code, message };
  return { line: path === 'line.1' ? 1 : null, column: null, code, message };
};

const planOf = async (context: JobContext<unknown>, authorize: Authorize): Promise<Plan> => {
  const input = inputOf(context.input);
  const model = importable(modelNamed(context.registry, input.type), authorize, context, input.mode);
  const file = await context.files.find(context.actor.organizationId, input.fileId);
  if (!file.complete) {
    const message = `Only ${file.sizeBytes} bytes of the file have arrived; finish the upload first.`;
    throw new InvalidInput([{ path: 'input.fileId', code: 'FILE_INCOMPLETE', message }]);
  }
  const content = () => context.files.read(file);
  const delimiter = input.delimiter ?? (await sniffDelimiter(content()));
  return { model, input, known: await columnsIn(context, context.actor, model), content, delimiter };
};

const runImport = async (context: JobContext<unknown>, authorize: Authorize): Promise<object> => {
  const plan = await planOf(context, authorize);
  const { dryRun, perRow } = plan.input;
  let pass: Pass = { columns: [], lines: [] };
  const options = {
    dryRun,
    mode: perRow ? 'PER_ROW' : 'ATOMIC',
    reason: `CSV import of ${plan.model.plural}`,
  } as const;
  const outcome = await context.writer.run(context.actor, options, async (work) => {
    pass = await writeAll(work, plan, context);
  });
  const errors = outcome.errors
    .map((problem) => errorOf(problem, pass))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const own = outcome.changes.filter(({ type }) => type === plan.model.name);
  const count = (action: string) => own.filter((change) => change.action === action).length;
  const saved = !dryRun && (perRow || errors.length === 0);
  for (const { line, column, message } of errors.slice(0, 100))
    context.log([line === null ? 'File' : `Line ${line}`, column, message].filter((part) => part !== null).join(': '));
  const [created, updated] = [count('create'), count('update')];
  context.log(`${pass.lines.length} rows: ${created} created, ${updated} updated, ${errors.length} errors.`);
  const { changeSetId } = outcome;
  const listed = { errors: errors.slice(0, LISTED), errorCount: errors.length };
  return { rows: pass.lines.length, created, updated, saved, dryRun, changeSetId, ...listed };
};

/** The job `csvImport`: a file of rows through the pipeline that all writes take; its result is the report. */
export const csvImport = (authorize: Authorize): JobDefinition =>
  defineJob<CsvImportInput>({
    name: 'csvImport',
    label: 'Import from CSV',
    parse: inputOf,
    run: (context) => runImport(context, authorize),
  });
