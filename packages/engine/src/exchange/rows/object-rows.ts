import { didYouMean } from '@plumbline/kit';
import { CellProblem, valueAt } from './cells.ts';
import { LIST_LIMIT, type CsvColumn, type GivenColumn } from './columns.ts';
import type { FileRow, OpenFile, Opening } from './format.ts';
import type { Item } from './items.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listValue = (row: unknown, column: CsvColumn & { kind: 'list' }): unknown[] => {
  const list = valueAt(row, column.steps.slice(0, 1));
  const { nodes = [], pageInfo } = (list ?? {}) as { nodes?: readonly unknown[]; pageInfo?: { hasNextPage: boolean } };
  if (pageInfo?.hasNextPage)
    throw new CellProblem(`${column.name} holds more than ${LIST_LIMIT} objects; leave that column out.`);
  const values = nodes.map((node) => valueAt(node, column.steps.slice(2)));
  return values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
};

const exportedValue = (row: unknown, column: CsvColumn): unknown => {
  if (column.kind === 'list') return listValue(row, column);
  const value = valueAt(row, column.steps) ?? null;
  if (column.kind !== 'custom') return value;
  return isRecord(value) ? (value[column.custom.name] ?? null) : null;
};

/** A row as an object by column. @throws CellProblem */
export const objectOf = (row: unknown, columns: readonly CsvColumn[]): Record<string, unknown> =>
  Object.fromEntries(columns.map((column) => [column.name, exportedValue(row, column)]));

const wholeNumber = (value: unknown): number => {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new CellProblem(`takes a whole number, not ${JSON.stringify(value)}.`);
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const ownName = (value: unknown, name: string): unknown => {
  if (name === 'number') return wholeNumber(value);
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase();
  throw new CellProblem(`takes a UUID, not ${JSON.stringify(value)}.`);
};

/** A number or a truth value stands for its text where the field is a text, as YAML without quotes gives it. */
const scalarValue = (value: unknown, { scalar }: Extract<GivenColumn, { kind: 'scalar' | 'ref' | 'list' }>): unknown =>
  scalar.type.scalar === 'String' && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value;

const listInput = (value: unknown, column: GivenColumn & { kind: 'list' }): unknown => {
  const { key } = column;
  if (!Array.isArray(value)) throw new CellProblem('takes a list.');
  return value.map((item: unknown) =>
    key === null ? { number: wholeNumber(item) } : { key: { [key]: scalarValue(item, column) } },
  );
};

/** What a value of a JSON or YAML file says, as inputs take it. @throws CellProblem */
export const objectValue = (value: unknown, column: GivenColumn): unknown => {
  if (column.kind === 'list') return listInput(value ?? [], column);
  if (value === null || value === '') return null;
  if (column.kind === 'custom') return value;
  if (column.kind === 'ref' && column.key === null) return wholeNumber(value);
  return column.kind === 'scalar' && column.scalar.system ? ownName(value, column.name) : scalarValue(value, column);
};

/** Whether an object is a value of the column; elsewhere it leads to columns further down. */
const takesObject = (column: GivenColumn | undefined): boolean =>
  column !== undefined && (column.kind === 'custom' || column.scalar.type.json === 'json');

/** Objects inside of a row as names with dots: `{ device: { name } }` is `device.name`, `customFields` are `cf_...`. */
const flattened = (
  row: Readonly<Record<string, unknown>>,
  columnOf: (name: string) => GivenColumn | undefined,
  prefix = '',
): [name: string, value: unknown][] =>
  Object.entries(row).flatMap(([key, value]): [string, unknown][] => {
    const name = `${prefix}${key}`;
    if (!isRecord(value) || takesObject(columnOf(name))) return [[name, value]];
    if (name === 'customFields') return Object.entries(value).map(([field, item]) => [`cf_${field}`, item]);
    return flattened(value, columnOf, `${name}.`);
  });

/** Columns by name, for files whose rows name their columns themselves. */
class ObjectReader {
  private readonly at: ReadonlyMap<string, number>;
  private readonly computed: ReadonlySet<string>;

  constructor(
    private readonly columns: readonly GivenColumn[],
    { known, type }: Opening,
    private readonly label = type,
  ) {
    this.at = new Map(columns.map(({ name }, at) => [name, at]));
    this.computed = new Set(known.filter(({ kind }) => kind === 'computed').map(({ name }) => name));
  }

  /** The row of an item; what `read` throws is told of the row. */
  row({ line, text }: Item, read: (text: string) => unknown): FileRow {
    const cells: unknown[] = Array.from({ length: this.columns.length }, () => undefined);
    const problems: { column: string | null; message: string }[] = [];
    const row = this.parsed(text, read, (message) => problems.push({ column: null, message }));
    const columnOf = (name: string) => this.columns[this.at.get(name) ?? -1];
    for (const [name, value] of row ? flattened(row, columnOf) : []) {
      const at = this.at.get(name);
      if (at !== undefined) cells[at] = value ?? null;
      else problems.push({ column: name, message: this.unknown(name) });
    }
    return { line, cells, problems };
  }

  private parsed(text: string, read: (text: string) => unknown, refuse: (message: string) => void) {
    try {
      const row = read(text);
      if (isRecord(row)) return row;
      refuse('A row is an object of values by column.');
    } catch (error) {
      refuse(`The row can't be read: ${(error as Error).message.split('\n')[0] ?? ''}`);
    }
    return null;
  }

  private unknown(name: string): string {
    if (this.computed.has(name)) return `The column "${name}" is worked out by the product; leave it out.`;
    return `${this.label} has no column "${name}".${didYouMean(name, this.at.keys())}`;
  }
}

/** Opens a file of objects. */
export const openObjects = (
  opening: Opening,
  items: AsyncIterable<Item>,
  read: (text: string) => unknown,
): OpenFile => {
  const columns = opening.known.filter((column) => column.kind !== 'computed');
  const reader = new ObjectReader(columns, opening);
  const rows = async function* (): AsyncGenerator<FileRow> {
    for await (const item of items) yield reader.row(item, read);
  };
  const { content } = opening as { content: NodeJS.ReadableStream & { destroy?: () => void } };
  return { columns, rows: rows(), close: async () => content.destroy?.() };
};
