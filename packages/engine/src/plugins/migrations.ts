import type { Plugin } from './plugin.ts';

/** The part of a connection that migrations take. */
export interface MigrationDb {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Apart from the core's ledger, so that either side adds migrations without regard to the other. */
const LEDGER = `CREATE TABLE IF NOT EXISTS plugin_migration (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  plugin text NOT NULL,
  name text NOT NULL,
  ran_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (plugin, name)
)`;

const rowsOf = (answer: unknown): { name: string }[] =>
  (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as { name: string }[];

/**
 * Runs what a database has not seen of each plugin's migrations; call it inside a transaction. Gives how many ran.
 *
 * @param upTo names per plugin to stop after; all when absent
 * @throws Error that names plugin and migration when the database has one that the plugin no longer knows
 */
export const migratePlugins = async (
  db: MigrationDb,
  plugins: readonly Plugin[],
  upTo?: Readonly<Record<string, readonly string[]>>,
): Promise<number> => {
  if (plugins.length === 0) return 0;
  await db.query(LEDGER);
  let count = 0;
  for (const { name: plugin, migrations } of plugins) {
    const ran = new Set(
      rowsOf(await db.query('SELECT name FROM plugin_migration WHERE plugin = $1', [plugin])).map(({ name }) => name),
    );
    const known = new Set(migrations.map(({ name }) => name));
    const lost = [...ran].find((name) => !known.has(name));
    if (lost !== undefined)
      throw new Error(
        `The database has been through migration ${lost} of the plugin "${plugin}", which this version of it lacks. Use a newer one.`,
      );
    for (const { name, statements } of migrations) {
      if (ran.has(name) || (upTo && !upTo[plugin]?.includes(name))) continue;
      for (const statement of statements) await db.query(statement);
      await db.query('INSERT INTO plugin_migration (plugin, name) VALUES ($1, $2)', [plugin, name]);
      count += 1;
    }
  }
  return count;
};
