import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { OnProgress } from './backup.ts';
import { openBackup, verifyBackup, worded, type OpenBackup, type Sealed } from './contents.ts';
import type { BackupHeader, Level, TableShape, Totals } from './format.ts';
import { BackupError, DamagedBackup } from './problem.ts';
import { inTransaction } from './session.ts';
import { clearSchema, dropForLoad, quoted, tableShapes } from './shape.ts';
import { Staging } from './staging.ts';

/** What a restore takes. */
export interface RestoreOptions {
  /** An idle connection to the database to fill. */
  readonly client: ClientBase;
  readonly file: string;
  /** Replaces what the database holds; otherwise it must hold no rows. */
  readonly replace: boolean;
  /** Folder that files go back to. */
  readonly folder: string;
  /** Advisory lock that migrations take. */
  readonly lock: number;
  /** Runs migrations on an empty schema up to a level, inside the open transaction. */
  readonly build: (level: Level) => Promise<void>;
  /** Schemas that are made anew by the program, dropped with the rest. */
  readonly alsoDrop?: readonly string[];
  /** Statements that adapt rows to this server, last in the transaction. */
  readonly finish?: readonly string[];
  readonly onProgress?: OnProgress;
}

/** What came back. */
export interface RestoreReport extends Totals {
  readonly header: BackupHeader;
  /** Files that were there and belong to nothing any more. */
  readonly removedFiles: number;
}

const assertAlone = async (client: ClientBase): Promise<void> => {
  const { rows } = await client.query<{ names: string; count: number }>(
    `SELECT count(*)::int AS count, string_agg(DISTINCT coalesce(nullif(application_name, ''), 'unnamed'), ', ') AS names
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  );
  const { count = 0, names = '' } = rows[0] ?? {};
  if (count > 0)
    throw new BackupError(
      `The database is in use (${count} connections: ${names}). Stop server and workers, then restore.`,
    );
};

const assertEmpty = async (client: ClientBase): Promise<void> => {
  for (const { name } of await tableShapes(client)) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (rowCount)
      throw new BackupError(
        `The database is not empty: ${name} has rows. Restore into an empty one, or replace what is there with --replace.`,
      );
  }
};

const different = (kept: TableShape, made: TableShape | undefined): string | null => {
  if (!made) return `table ${kept.name}`;
  const missing = kept.columns.find((column) => !made.columns.includes(column));
  return missing === undefined ? null : `column ${missing} of ${kept.name}`;
};

/** Levels are names; builds between two releases may differ under the same name. */
const assertSameShape = (kept: readonly TableShape[], made: readonly TableShape[]): void => {
  const byName = new Map(made.map((shape) => [shape.name, shape]));
  const [first] = kept.flatMap((shape) => different(shape, byName.get(shape.name)) ?? []);
  if (first !== undefined)
    throw new BackupError(
      `The backup has ${first}, which this build does not make at that level; use the build that wrote it.`,
    );
};

const makePartitions = async (client: ClientBase, kept: readonly TableShape[], made: readonly TableShape[]) => {
  const there = new Set(made.flatMap(({ partitions }) => partitions.map(({ name }) => name)));
  for (const { name, partitions } of kept)
    for (const partition of partitions)
      if (!there.has(partition.name))
        await client.query(`CREATE TABLE ${quoted(partition.name)} PARTITION OF ${quoted(name)} ${partition.bound}`);
};

const loadTable = async (
  client: ClientBase,
  { name, columns }: TableShape,
  { data, count }: Sealed,
): Promise<number> => {
  const sink = client.query(copyFrom(`COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(data, { objectMode: false }), sink);
  if (sink.rowCount !== count()) throw new DamagedBackup(`holds another number of rows of ${name} than it says`);
  return sink.rowCount;
};

/** Empties the schema, builds it at the backup's level, and gives what ends the load. */
const prepare = async (options: RestoreOptions, level: Level, shapes: readonly TableShape[]) => {
  const { client, build, alsoDrop = [] } = options;
  await clearSchema(client);
  for (const schema of alsoDrop) await client.query(`DROP SCHEMA IF EXISTS ${quoted(schema)} CASCADE`);
  await build(level);
  const made = await tableShapes(client);
  assertSameShape(shapes, made);
  await makePartitions(client, shapes, made);
  const rebuild = await dropForLoad(client);
  await client.query(`TRUNCATE ${shapes.map(({ name }) => quoted(name)).join(', ')}`);
  return rebuild;
};

const fill = async (options: RestoreOptions, backup: OpenBackup, staging: Staging): Promise<Totals> => {
  const { client, replace, finish = [], onProgress } = options;
  await assertAlone(client);
  if (!replace) await assertEmpty(client);
  let rebuild = (): Promise<void> => Promise.resolve();
  let rows = 0;
  const totals = await backup.visit({
    shapes: async (shapes) => {
      rebuild = await prepare(options, backup.header.level, shapes);
    },
    table: async (shape, content) => {
      rows += await loadTable(client, shape, content);
      onProgress?.({ table: shape.name, rows, files: 0 });
    },
    file: async (path, { data }) => {
      await staging.take(path, data);
      onProgress?.({ table: null, rows, files: staging.count });
    },
  });
  await rebuild();
  for (const { name, last } of totals.sequences)
    await client.query('SELECT setval($1::regclass, $2::bigint)', [quoted(name), last]);
  for (const statement of finish) await client.query(statement);
  await staging.place();
  return totals;
};

/**
 * Brings a backup back: builds the schema at the backup's level, loads rows and files, and commits all at once.
 *
 * Reads the file twice: once to check it, once to load it. Needs to be the only one in the database. Killed at any point, the database holds what it held before; files of a
 * killed restore are cleared by the next one.
 *
 * @throws BackupError in words for the person at the terminal; DamagedBackup for the file.
 */
export const restoreBackup = async (options: RestoreOptions): Promise<RestoreReport> => {
  const { file, client, folder, lock, replace } = options;
  await verifyBackup(file);
  const backup = await openBackup(file);
  const staging = new Staging(folder);
  try {
    await staging.clear();
    const turn = { mode: 'ISOLATION LEVEL READ COMMITTED', lock, shared: false };
    const totals = await inTransaction(client, turn, () => fill(options, backup, staging));
    return { ...totals, header: backup.header, removedFiles: replace ? await staging.dropOthers() : 0 };
  } catch (error) {
    await staging.clear();
    throw worded(error, file);
  } finally {
    await backup.close();
  }
};
