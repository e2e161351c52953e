import { Query, type ClientBase } from 'pg';
import { gather, preparedName } from '../prepared.ts';
import type { Fields } from './codec.ts';

/** A statement ready to run. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Worth a prepared plan: small result, and no condition whose best plan depends on the value. */
  readonly isStable: boolean;
}

/** Takes one row as column texts. */
export type RowSink = (fields: Fields, bytes: number) => void;

/** Takes the columns of a result, before its rows. */
export type ColumnSink = (columns: readonly ResultColumn[]) => void;

/** Column of a result as the protocol describes it. */
export interface ResultColumn {
  readonly name: string;
  readonly dataTypeID: number;
}

interface DataRow {
  readonly fields: Fields;
  readonly length: number;
}

/**
 * A query that hands over rows as they come, undecoded.
 *
 * It extends pg's own class, since a pipelined client refuses any other submittable.
 */
export class RowQuery extends Query {
  readonly #sink: RowSink;
  readonly #onColumns: ColumnSink | undefined;

  constructor(
    statement: Statement,
    name: string | undefined,
    sink: RowSink,
    done: (error: Error | null) => void,
    onColumns?: ColumnSink,
  ) {
    super({ text: statement.text, values: [...statement.values], ...(name !== undefined && { name }) });
    this.#sink = sink;
    this.#onColumns = onColumns;
    (this as unknown as { callback: (error: Error | null) => void }).callback = done;
  }

  /** Plans know the order of their columns; only statements of other origin want to be told. */
  handleRowDescription({ fields }: { readonly fields: readonly ResultColumn[] }): void {
    this.#onColumns?.(fields);
  }

  handleDataRow(message: DataRow): void {
    this.#sink(message.fields, message.length);
  }

  handleCommandComplete(): void {
    // Row counts are not needed.
  }
}

/** Runs a statement and resolves after its last row went to the sink. */
export const runStatement = (
  client: ClientBase,
  statement: Statement,
  sink: RowSink,
  onColumns?: ColumnSink,
): Promise<void> => {
  gather(client);
  const name = statement.isStable ? preparedName(client, statement.text) : undefined;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    client.query(new RowQuery(statement, name, sink, done, onColumns));
  });
};
