import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DumpTable } from './contents.ts';
import type { DumpRow } from './dump.ts';
import { readObjects } from './json-objects.ts';
import { readLines } from './lines.ts';

/** A row of a table that an object of a JSON dump stands for; without values the table is there and may be empty. */
export interface ObjectRow {
  readonly table: string;
  /** Text by column, as PostgreSQL or JSON prints it. */
  readonly values: Readonly<Record<string, string | null>> | null;
}

/** Knows which rows the objects of a JSON dump stand for. */
export interface ObjectReader {
  /** @throws DumpUnreadable for an object of another kind */
  read(object: unknown): Iterable<ObjectRow>;
  /** What is known once all objects are read. @throws DumpUnreadable when something is missing */
  finish(): Iterable<ObjectRow>;
}

/** Characters of one table that wait to be written. */
const HELD = 1 << 17;

/** Rows of one table on their way into a file of lines. */
class Spool {
  readonly columns: string[] = [];
  rows = 0;
  private readonly at = new Map<string, number>();
  private lines: string[] = [];
  private held = 0;

  constructor(readonly file: string) {}

  /** Takes a row; true when there is enough to be written. */
  add(values: Readonly<Record<string, string | null>>): boolean {
    const row: (string | null)[] = [];
    for (const [column, value] of Object.entries(values)) row[this.placeOf(column)] = value;
    const line = JSON.stringify(Array.from(row, (value) => value ?? null));
    this.lines.push(line, '\n');
    this.held += line.length;
    this.rows++;
    return this.held > HELD;
  }

  async write(): Promise<void> {
    const text = this.lines.join('');
    this.lines = [];
    this.held = 0;
    await appendFile(this.file, text, { mode: 0o600 });
  }

  private placeOf(column: string): number {
    const known = this.at.get(column);
    if (known !== undefined) return known;
    this.at.set(column, this.columns.length);
    return this.columns.push(column) - 1;
  }
}

/** Sorts all rows into one file per table. */
const spoolAll = async (file: string, folder: string, reader: ObjectReader): Promise<Map<string, Spool>> => {
  const spools = new Map<string, Spool>();
  const take = async (rows: Iterable<ObjectRow>): Promise<void> => {
    for (const { table, values } of rows) {
      const spool = spools.get(table) ?? new Spool(join(folder, `${spools.size}.lines`));
      spools.set(table, spool);
      if (values !== null && spool.add(values)) await spool.write();
    }
  };
  for await (const objects of readObjects(file)) for (const object of objects) await take(reader.read(object));
  await take(reader.finish());
  for (const spool of spools.values()) await spool.write();
  return spools;
};

async function* rowsOf({ file, columns }: Spool): AsyncGenerator<DumpRow[]> {
  for await (const lines of readLines(file))
    yield lines.map(({ bytes }) => {
      const row = JSON.parse(bytes.toString('utf8')) as (string | null)[]; // as written above
      while (row.length < columns.length) row.push(null);
      return row;
    });
}

/** A JSON dump sorted into tables; its lines lie in `folder`. @throws DumpUnreadable */
export const spoolObjects = async (file: string, folder: string, reader: ObjectReader) => {
  const spools = await spoolAll(file, folder, reader);
  const tables = [...spools].map(([name, { columns, rows }]): DumpTable => {
    return { schema: 'public', name, columns, rows, start: 0, end: 0 };
  });
  return {
    tables,
    rows: (table: DumpTable): AsyncGenerator<DumpRow[]> => rowsOf(spools.get(table.name) ?? new Spool('')),
  };
};
