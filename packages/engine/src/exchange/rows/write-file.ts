import { DomainError, type Problem } from '@plumbline/kit';
import type { JobContext } from '../../jobs/job.ts';
import type { Model } from '../../registry/model.ts';
import { CHUNK } from '../../write/collections.ts';
import type { InputRow, SaveOptions, Work } from '../../write/work.ts';
import { RowAssembler, type ImportMode } from './assemble.ts';
import { listItems } from './cells.ts';
import type { GivenColumn } from './columns.ts';
import type { FileRow, OpenFile, RowFormat } from './format.ts';
import { levelsOf, ONE_LEVEL, type Levels } from './order.ts';

/** A file to import. */
export interface FilePlan {
  readonly model: Model;
  readonly mode: ImportMode;
  readonly format: RowFormat;
  /** Begins to read from the start. */
  readonly open: () => Promise<OpenFile>;
}

/** What the passes over a file found. */
export interface Written {
  readonly columns: readonly GivenColumn[];
  /** Line in the file by index of the row. */
  readonly lines: readonly number[];
}

const itemsOf = (cell: unknown): readonly unknown[] => {
  if (Array.isArray(cell)) return cell;
  return typeof cell === 'string' ? listItems(cell) : [];
};

/** Finds which rows have to wait for others of the file; where it can't be read at all, the writing says why. */
export const levelsIn = async ({
  model,
  open,
}: FilePlan): Promise<{ readonly value: Levels; readonly problems: readonly Problem[] | null }> => {
  try {
    const file = await open();
    try {
      return { value: await levelsOf(model, file, itemsOf), problems: null };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { value: ONE_LEVEL, problems: error.problems };
  }
};

interface Held {
  readonly index: number;
  readonly input: InputRow;
}

const save = async (work: Work, { model, mode }: FilePlan, held: readonly Held[]): Promise<void> => {
  const inputs = held.map(({ input }) => input);
  const options: SaveOptions = {
    path: (at) => `input.${held[at]?.index ?? 0}`,
    ...(mode === 'UPDATE' && { onlyExisting: true }),
  };
  await (mode === 'CREATE' ? work.create(model.name, inputs, options) : work.upsert(model.name, inputs, options));
};

const inputOf = (work: Work, assembler: RowAssembler, { cells, problems }: FileRow, index: number): InputRow => {
  const refuse = (column: string | null, message: string): void =>
    work.refuse(column === null ? `input.${index}` : `input.${index}.${column}`, 'BAD_USER_INPUT', message);
  for (const { column, message } of problems) refuse(column, message);
  return assembler.read(cells, ({ column, message }) => refuse(column, message));
};

/** One pass: writes the rows of a level in pieces. */
const writeLevel = async (
  work: Work,
  plan: FilePlan,
  isOwn: (index: number) => boolean,
  context: JobContext<unknown>,
): Promise<Written> => {
  const { columns, rows } = await plan.open();
  const assembler = new RowAssembler(columns, plan.mode, plan.format.value);
  const lines: number[] = [];
  let held: Held[] = [];
  const flush = async () => {
    context.signal.throwIfAborted();
    if (held.length > 0) await save(work, plan, held);
    held = [];
    context.progress(null);
  };
  for await (const row of rows) {
    const index = lines.push(row.line) - 1;
    if (!isOwn(index)) continue;
    held.push({ index, input: inputOf(work, assembler, row, index) });
    if (held.length === CHUNK) await flush();
  }
  await flush();
  return { columns, lines };
};

/** Writes the whole file, level by level; may run several times, so it starts over each time. */
export const writeAll = async (
  work: Work,
  plan: FilePlan,
  levels: Levels,
  context: JobContext<unknown>,
): Promise<Written> => {
  let written: Written = { columns: [], lines: [] };
  for (let level = 0; level < levels.count; level++)
    written = await writeLevel(work, plan, (index) => levels.of(index) === level, context);
  return written;
};
