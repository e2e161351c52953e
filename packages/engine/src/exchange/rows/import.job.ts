import { Forbidden, InvalidInput } from '@plumbline/kit';
import { mayAct } from '../../permissions/rights.ts';
import { defineJob, type JobContext, type JobDefinition, type JobInput } from '../../jobs/job.ts';
import type { Model } from '../../registry/model.ts';
import type { ImportMode } from './assemble.ts';
import { columnsIn } from './custom-fields.ts';
import { formatNamed } from './formats.ts';
import type { RowFormat } from './format.ts';
import { fieldsOf, modelNamed, refuseInput } from './input.ts';
import { rowErrors } from './row-errors.ts';
import { sniffDelimiter } from './table.ts';
import { levelsIn, writeAll, type FilePlan, type Written } from './write-file.ts';

/** What `jobStart(name: "importRows")` takes. */
export interface RowsImportInput {
  /** Entity such as `dcim.Site`. */
  readonly type: string;
  /** An uploaded file, see `PUT /files`. */
  readonly fileId: string;
  /** Told from the file's name when null, else CSV. */
  readonly format: RowFormat | null;
  /** `CREATE` makes all rows, `UPDATE` changes those that are there, `UPSERT` does what fits. */
  readonly mode: ImportMode;
  /** Goes through everything, reports, and keeps nothing. */
  readonly dryRun: boolean;
  /** Keeps the rows that are fine; otherwise one refused row refuses all. */
  readonly perRow: boolean;
  /** Of CSV; found out from the header when null. */
  readonly delimiter: string | null;
}

/** Errors that a report lists; `errorCount` counts all. */
const LISTED = 1_000;

const MODES: readonly unknown[] = ['CREATE', 'UPDATE', 'UPSERT'] satisfies ImportMode[];

const inputOf = (input: unknown): RowsImportInput => {
  const fields = fieldsOf(input);
  const { type, fileId, mode = 'UPSERT', dryRun = false, perRow = false, delimiter = null, format = null } = fields;
  if (typeof type !== 'string') return refuseInput('type', 'Name the type to import, such as "dcim.Site".');
  if (typeof fileId !== 'string') return refuseInput('fileId', 'Give the id of an uploaded file.');
  if (!MODES.includes(mode)) return refuseInput('mode', 'The mode is CREATE, UPDATE or UPSERT.');
  if (typeof dryRun !== 'boolean') return refuseInput('dryRun', 'Give true or false.');
  if (typeof perRow !== 'boolean') return refuseInput('perRow', 'Give true or false.');
  if (delimiter !== null && (typeof delimiter !== 'string' || !/^[^"\r\n]$/.test(delimiter)))
    return refuseInput('delimiter', 'The delimiter is one character, such as ";".');
  const own = { format: format === null ? null : formatNamed(format), mode: mode as ImportMode }; // one of MODES
  return { type, fileId, dryRun, perRow, delimiter, ...own };
};

const ACTIONS: Readonly<Record<ImportMode, readonly string[]>> = {
  CREATE: ['add'],
  UPDATE: ['change'],
  UPSERT: ['add', 'change'],
};

/** Accounts and organizations have verbs of their own; what the product keeps is written by nobody else. */
const importable = (model: Model, { actor, writer }: JobContext<unknown>, mode: ImportMode): Model => {
  if (model.readOnly || model.global !== null) throw new Forbidden(`${model.plural} can't be imported from a file.`);
  const actions = ACTIONS[mode];
  if (writer.engine.predicates.byGrants === true && !actions.some((action) => mayAct(actor, model, action)))
    throw new Forbidden(`You may not ${actions.join(' or ')} ${model.plural}.`);
  return model;
};

const formatOf = (name: string): RowFormat => {
  if (/\.(json|jsonl|ndjson)$/i.test(name)) return formatNamed('JSON');
  return formatNamed(/\.ya?ml$/i.test(name) ? 'YAML' : 'CSV');
};

const planOf = async (context: JobContext<unknown>, input: RowsImportInput): Promise<FilePlan> => {
  const model = importable(modelNamed(context.registry, input.type), context, input.mode);
  const file = await context.files.findFor(context.actor, input.fileId);
  if (!file.complete) {
    const message = `Only ${file.sizeBytes} bytes of the file have arrived; finish the upload first.`;
    throw new InvalidInput([{ path: 'input.fileId', code: 'FILE_INCOMPLETE', message }]);
  }
  const content = () => context.files.read(file);
  const format = input.format ?? formatOf(file.name);
  const delimiter = format.name !== 'CSV' ? ',' : (input.delimiter ?? (await sniffDelimiter(content())));
  const known = await columnsIn(context, context.actor, model);
  const open = () => format.open({ content: content(), known, type: model.name, delimiter });
  return { model, mode: input.mode, format, open };
};

const runImport = async (context: JobContext<unknown>): Promise<object> => {
  const input = inputOf(context.input);
  const plan = await planOf(context, input);
  const { dryRun, perRow } = input;
  let written: Written | null = null;
  const reason = `${plan.format.name} import of ${plan.model.plural}`;
  const levels = await levelsIn(plan);
  const outcome = await context.writer.run(
    context.actor,
    { dryRun, mode: perRow ? 'PER_ROW' : 'ATOMIC', reason },
    async (work) => {
      written = await writeAll(work, plan, levels.value, context);
    },
  );
  const pass: Written = written ?? { columns: [], lines: [] };
  const errors = rowErrors(levels.problems ?? outcome.errors, pass, levels.value);
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

const INPUTS: readonly JobInput[] = [
  { name: 'type', kind: 'type', required: true, help: 'Type of the rows' },
  { name: 'fileId', kind: 'file', required: true, help: 'The file' },
  { name: 'format', kind: 'choice', choices: ['CSV', 'JSON', 'YAML'], help: 'Told from the name of the file without' },
  {
    name: 'mode',
    kind: 'choice',
    choices: ['CREATE', 'UPDATE', 'UPSERT'],
    help: 'Makes all rows, changes those that are there, or does what fits',
    initial: 'UPSERT',
  },
  { name: 'dryRun', kind: 'flag', help: 'Goes through everything, reports, and keeps nothing', initial: false },
  { name: 'perRow', kind: 'flag', help: 'Keeps the rows that are fine when others are refused', initial: false },
  { name: 'delimiter', kind: 'text', help: 'Of CSV; found out from the header without' },
];

/** The jobs `importRows` and, of the same input, `csvImport`: a file through the pipeline that all writes take. */
export const importJobs: readonly JobDefinition[] = [
  { name: 'importRows', label: 'Import rows' },
  { name: 'csvImport', label: 'Import from CSV' },
].map((names) =>
  defineJob<RowsImportInput>({
    ...names,
    description: 'Makes or changes rows of a type from an uploaded file.',
    startedBy: 'anyone',
    inputs: INPUTS,
    parse: inputOf,
    run: runImport,
  }),
);
