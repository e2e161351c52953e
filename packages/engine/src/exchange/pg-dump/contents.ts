import { DumpUnreadable } from './dump-error.ts';
import { readLines, type Line } from './lines.ts';
import { readColumn, readCopy, readCreate, readEncoding } from './statements.ts';

/** Where the rows of one table lie in a dump. */
export interface DumpTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** First byte of the rows. */
  readonly start: number;
  /** Byte after the rows. */
  readonly end: number;
}

/** What a dump holds. */
export interface Contents {
  readonly tables: readonly DumpTable[];
  /** SQL type by column, by table as `schema.name`; only for tables the dump creates. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const END_OF_ROWS = Buffer.from('\\.');
const UTF8 = new Set(['UTF8', 'UTF-8', 'UNICODE', 'SQL_ASCII']);

type Open = { -readonly [K in keyof DumpTable]: DumpTable[K] };

/** First letters of the lines that matter outside of rows: COPY and CREATE, SET, INSERT, columns and the end of them. */
const TELLING = new Set(Buffer.from('CSI )'));

/** Follows a dump line by line and notes where the rows of each table lie. */
class Scanner {
  readonly tables: DumpTable[] = [];
  readonly types = new Map<string, Map<string, string>>();
  private open: Open | null = null;
  private creating: Map<string, string> | null = null;
  private inserts = 0;

  line(line: Line): void {
    if (this.open) return this.row(this.open, line);
    const first = line.bytes[0];
    if (first === undefined || !TELLING.has(first)) return;
    this.statement(line, line.bytes.toString('utf8'));
  }

  private row(table: Open, { bytes, start }: Line): void {
    if (!bytes.equals(END_OF_ROWS)) {
      table.rows++;
      return;
    }
    table.end = start;
    this.tables.push(table);
    this.open = null;
  }

  private statement({ next }: Line, text: string): void {
    if (this.creating) return this.column(text);
    const copy = readCopy(text);
    if (copy) this.open = { ...copy, rows: 0, start: next, end: 0 };
    const created = readCreate(text);
    if (created) this.types.set(`${created.schema}.${created.name}`, (this.creating = new Map()));
    const encoding = readEncoding(text);
    if (encoding !== null && !UTF8.has(encoding.toUpperCase()))
      throw new DumpUnreadable(`The dump is encoded in ${encoding}; write it with "pg_dump --encoding=UTF8".`);
    if (text.startsWith('INSERT INTO ')) this.inserts++;
  }

  private column(text: string): void {
    const column = readColumn(text);
    if (column) this.creating?.set(column.column, column.type);
    else if (text.startsWith(')')) this.creating = null;
  }

  /** Closes the scan. @throws DumpUnreadable when the file broke off or holds no rows in COPY format. */
  finish(): Contents {
    if (this.open) {
      const { name, rows } = this.open;
      throw new DumpUnreadable(
        `The file ends inside table ${name} after ${rows} rows; it is cut off. Copy or dump it again.`,
      );
    }
    if (this.tables.length > 0) return { tables: this.tables, types: this.types };
    const inserts = this.inserts > 0 ? ' It holds INSERT statements; leave out --inserts and --column-inserts.' : '';
    throw new DumpUnreadable(`This is no dump in pg_dump's plain format: no COPY block was found.${inserts}`);
  }
}

/** Reads through a plain dump once and notes where the rows of each table lie. @throws DumpUnreadable */
export const scanDump = async (file: string): Promise<Contents> => {
  const scanner = new Scanner();
  for await (const lines of readLines(file)) for (const line of lines) scanner.line(line);
  return scanner.finish();
};
