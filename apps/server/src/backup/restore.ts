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
import { ADOPT_OUTBOX_SQL, migratePlugins } from '@plumbline/engine';
import type { ClientBase } from 'pg';
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import type { Config } from '../config.ts';
import { migrate, MIGRATION_LOCK } from '../database.ts';
import type { Logger } from '../log.ts';
import { loadModel, type ProductModel } from '../plugins/load.ts';
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

/** Schema in which earlier versions kept their queue; jobs that wait are in their own table. */
const QUEUE_SCHEMA = 'graphile_worker';

const nameOf = (migration: new () => object): string => (new migration() as { name?: string }).name ?? migration.name;

const assertKnown = (file: string, level: Level, { plugins }: ProductModel): void => {
  const known = new Set(migrations.map(nameOf));
  const newer = level.core.find((name) => !known.has(name));
  if (newer !== undefined)
    throw new BackupError(
      `${file} was made by a newer version: this one has no migration ${newer}. Restore it with that version.`,
    );
  for (const [name, ran] of Object.entries(level.plugins)) {
    const plugin = plugins.find((candidate) => candidate.name === name);
    if (!plugin)
      throw new BackupError(
        `${file} holds tables of the plugin "${name}", which is not loaded. Name it in PLUMBLINE_PLUGINS.`,
      );
    const later = ran.find((migration) => !plugin.migrations.some((own) => own.name === migration));
    if (later !== undefined)
      throw new BackupError(
        `${file} was made with a newer version of the plugin "${name}": this one has no migration ${later}.`,
      );
  }
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
  { level }: BackupHeader,
  model: ProductModel,
): Promise<RestoreReport> => {
  const wanted = migrations.filter((migration) => level.core.includes(nameOf(migration)));
  const dataSource = await createDataSource(url, {
    poolSize: 1,
    model: model.registry,
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
      build: async () => {
        await executor(dataSource, runner).executePendingMigrations();
        await migratePlugins(runner, model.plugins, level.plugins);
      },
      alsoDrop: [QUEUE_SCHEMA],
      finish: [ADOPT_OUTBOX_SQL],
    });
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
};

/** Brings restored rows from their level to this version's, and counts them for the planner. */
const bringUp = async (url: string, model: ProductModel): Promise<void> => {
  const dataSource = await createDataSource(url, { poolSize: 2, model: model.registry }).initialize();
  try {
    await migrate(dataSource, model.plugins);
    await dataSource.query('ANALYZE');
  } finally {
    await dataSource.destroy();
  }
};

/** Fills the database from a backup and migrates it to this version. @throws BackupError */
export const restore = async (config: Config, log: Logger, request: RestoreRequest): Promise<Restored> => {
  const header = await readBackupHeader(request.file);
  const model = await loadModel(config.plugins);
  assertKnown(request.file, header.level, model);
  const warnings = keyWarnings(header, knownKeyIds(config));
  return withDatabase(config, log, async (url) => {
    const report = await restoreInto(url, config, request, header, model);
    await bringUp(url, model);
    return { ...report, warnings };
  });
};
