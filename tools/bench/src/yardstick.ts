import { Query, type ClientBase } from 'pg';

/** Runs a statement and drops its rows as they arrive, so that only the database and the wire are measured. */
class Dropped extends Query {
  rows = 0;
  bytes = 0;

  constructor(text: string, values: readonly unknown[], name: string, done: (error: Error | null) => void) {
    super({ text, values: [...values], name });
    (this as unknown as { callback: (error: Error | null) => void }).callback = done;
  }

  handleRowDescription(): void {
    // Nothing is decoded.
  }

  handleDataRow(message: { readonly length: number }): void {
    this.rows += 1;
    this.bytes += message.length;
  }

  handleCommandComplete(): void {
    // Row counts are not needed.
  }
}

/** Hand-written statements of one benchmark query, prepared once per connection and run in order. */
export const runYardstick = async (
  client: ClientBase,
  name: string,
  statements: readonly string[],
  values: readonly unknown[],
): Promise<number> => {
  let rows = 0;
  for (const [index, text] of statements.entries())
    await new Promise<void>((resolve, reject) => {
      const query = new Dropped(text, values, `yardstick_${name}_${index}`, (error) => {
        rows += query.rows;
        if (error) reject(error);
        else resolve();
      });
      client.query(query);
    });
  return rows;
};

/** Statements of a yardstick file, which a line `-- next` separates. */
export const statementsOf = (text: string): string[] => text.split(/^-- next$/m).map((part) => part.trim());
