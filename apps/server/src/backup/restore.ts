import {
  BackupError,
  readBackupHeader,
  restoreBackup,
  type BackupHeader,
  type Level,
  type OnProgress,
  type RestoreReport,
} from '@plumbline/backup';
import { createDataSource, migrations } from '@plumbline/domain';
import { ADOPT_OUTBOX_SQL } from '@plumbline/engine';
import type { ClientBase } from 'pg';
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import type { Config } from '../config.ts';
import { migrate, MIGRATION_LOCK } from '../database.ts';
import type { Logger } from '../log.ts';
import { filesFolder, knownKeyIds, withDatabase } from './backup.ts';

/** How a restore is run. */
export interface RestoreRequest {
  readonly file: string;
  readonly replace: boolean;
  readonly onProgress: OnProgress;
}

/** What came back, and what the person should know about it. */
export interface Restored extends RestoreReport {
  readonly warnings: readonly string[];
}

/** The queue's own schema; the server makes it anew and fills it from the jobs that wait. */
const QUEUE_SCHEMA = 'graphile_worker';

const nameOf = (migration: new () => object): string => (new migration() as { name?: string }).name ?? migration.name;

const assertKnown = (file: string, level: Level): void => {
  const known = new Set(migrations.map(nameOf));
  const newer = level.core.find((name) => !known.has(name));
  if (newer !== undefined)
    throw new BackupError(
      `${file} was made by a newer version: this one has no migration ${newer}. Restore it with that version.`,
    );
  const [plugin] = Object.keys(level.plugins);
  if (plugin !== undefined)
    throw new BackupError(
      `${file} holds tables of the plugin "${plugin}", which is not loaded. Name it in PLUMBLINE_PLUGINS.`,
    );
};

/** Secrets come back sealed; without their key they stay so, and it can be put in its place later. */
const keyWarnings = ({ keys }: BackupHeader, own: readonly string[]): string[] => {
  const missing = keys.filter((id) => !own.includes(id));
  if (missing.length === 0) return [];
  const here = own.length === 0 ? 'there is none here' : `here is ${own.join(', ')}`;
  return [
    `The backup's secrets are sealed under master key ${missing.join(', ')}; ${here}. Nothing is lost, but they can't be read until master.key of that installation, or PLUMBLINE_MASTER_KEY, is in place.`,
  ];
};

/** Leaves the transaction to the restore, which has begun it. */
const executor = (dataSource: DataSource, runner: QueryRunner): MigrationExecutor => {
  const own = new MigrationExecutor(dataSource, runner);
  own.transaction = 'none';
  return own;
};

const restoreInto = async (
  url: string,
  config: Config,
  request: RestoreRequest,
  level: Level,
): Promise<RestoreReport> => {
  const wanted = migrations.filter((migration) => level.core.includes(nameOf(migration)));
  const dataSource = await createDataSource(url, {
    poolSize: 1,
    applicationName: 'plumbline restore',
    migrations: [...wanted],
  }).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    return await restoreBackup({
      client: (await runner.connect()) as ClientBase, // the driver's own client
      ...request,
      folder: filesFolder(config),
      lock: MIGRATION_LOCK,
      build: async () => void (await executor(dataSource, runner).executePendingMigrations()),
      alsoDrop: [QUEUE_SCHEMA],
      finish: [ADOPT_OUTBOX_SQL],
    });
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
};

/** Brings restored rows from their level to this version's, and counts them for the planner. */
const bringUp = async (url: string): Promise<void> => {
  const dataSource = await createDataSource(url, { poolSize: 2 }).initialize();
  try {
    await migrate(dataSource);
    await dataSource.query('ANALYZE');
  } finally {
    await dataSource.destroy();
  }
};

/** Fills the database from a backup and migrates it to this version. @throws BackupError */
export const restore = async (config: Config, log: Logger, request: RestoreRequest): Promise<Restored> => {
  const header = await readBackupHeader(request.file);
  assertKnown(request.file, header.level);
  const warnings = keyWarnings(header, knownKeyIds(config));
  return withDatabase(config, log, async (url) => {
    const report = await restoreInto(url, config, request, header.level);
    await bringUp(url);
    return { ...report, warnings };
  });
};
