import { writeBackup, type BackupReport, type OnProgress } from '@plumbline/backup';
import { SESSION_OPTIONS } from '@plumbline/domain';
import { keyIds, STORED_FILES_SQL } from '@plumbline/engine';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Config } from '../config.ts';
import { databaseServer, MIGRATION_LOCK } from '../database.ts';
import type { Logger } from '../log.ts';
import { knownMasterKeys } from '../start/master-key.ts';
import { checkDatabase } from '../start/preflight.ts';

/** Where files lie in the data folder. */
export const filesFolder = (config: Config): string => join(config.dataDir, 'files');

/** Ids of the master keys that are there. */
export const knownKeyIds = (config: Config): string[] => keyIds(knownMasterKeys(config));

/** Runs `work` on the configured database, or on the embedded one, which is started for it when it does not run. */
export const withDatabase = async <T>(config: Config, log: Logger, work: (url: string) => Promise<T>): Promise<T> => {
  const server = await databaseServer(config, log);
  try {
    if (config.databaseUrl !== null) await checkDatabase(config.databaseUrl);
    return await work(server.url);
  } finally {
    await server.stop();
  }
};

/** Writes everything into one file; the product may be running. @throws BackupError */
export const backUp = (config: Config, log: Logger, file: string, onProgress: OnProgress): Promise<BackupReport> =>
  withDatabase(config, log, async (url) => {
    const client = new Client({
      connectionString: url,
      options: SESSION_OPTIONS,
      application_name: 'plumbline backup',
    });
    client.on('error', () => undefined); // shows in the statement that was under way
    await client.connect();
    try {
      const files = { folder: filesFolder(config), sql: STORED_FILES_SQL };
      return await writeBackup({ client, file, files, keys: knownKeyIds(config), lock: MIGRATION_LOCK, onProgress });
    } finally {
      await client.end().catch(() => undefined);
    }
  });
