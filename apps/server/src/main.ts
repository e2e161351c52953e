#!/usr/bin/env node
import 'reflect-metadata';
import { BackupError } from '@plumbline/backup';
import { backupProgram, restoreProgram } from './backup/program.ts';
import { ConfigError, configWarnings, readConfig, type Config } from './config.ts';
import { migrate, openDatabase } from './database.ts';
import { createLog, type Logger } from './log.ts';
import { runProduct, runServer } from './server.ts';
import { runUntilStopped } from './start/boot.ts';
import { seedWhenEmpty } from './start/demo.ts';
import { StartError } from './start/preflight.ts';
import { welcome } from './start/welcome.ts';

const USAGE = `Usage: main.js COMMAND

  up [--demo]   everything in one process: database, migrations, API, browser client, jobs
  server        API and browser client against DATABASE_URL; jobs too unless PLUMBLINE_JOBS is 0
  worker        jobs only
  migrate       brings the database to this version and ends
  backup FILE   writes database and files into one file; the product may be running
  restore FILE [--replace]   brings them back, into an empty database unless told to replace`;

const serve = (config: Config, log: Logger, demo: boolean): Promise<void> =>
  runUntilStopped(
    log,
    async (boot) => {
      const server = await runServer(config, log, boot);
      if (demo) await seedWhenEmpty(server, log);
      return server;
    },
    (server) => void process.stdout.write(welcome(config, server)),
  );

const work = (config: Config, log: Logger): Promise<void> =>
  runUntilStopped(
    log,
    (boot) => runProduct({ ...config, jobs: Math.max(1, config.jobs) }, log, boot),
    () => log.info('The worker waits for jobs.'),
  );

const migrateOnly = async (config: Config, log: Logger): Promise<void> => {
  const database = await openDatabase(config, log);
  try {
    log.info({ migrations: await migrate(database.dataSource, database.model.plugins) }, 'The database is up to date.');
  } finally {
    await database.close();
  }
};

const run = async ([command, ...rest]: readonly string[]): Promise<void> => {
  const config = readConfig(process.env);
  const speaks = command === 'backup' || command === 'restore' || (command === 'up' && process.stdout.isTTY);
  const quiet = speaks && process.env['PLUMBLINE_LOG_LEVEL'] === undefined;
  const log = createLog(quiet ? 'warn' : config.logLevel);
  for (const warning of configWarnings(process.env)) log.warn(warning);
  switch (command) {
    case 'up':
    case 'server':
      return serve(config, log, rest.includes('--demo'));
    case 'worker':
      return work(config, log);
    case 'migrate':
      return migrateOnly(config, log);
    case 'backup':
      return backupProgram(config, log, rest);
    case 'restore':
      return restoreProgram(config, log, rest);
    default:
      process.stderr.write(`${USAGE}\n`);
      process.exitCode = 2;
  }
};

try {
  await run(process.argv.slice(2));
} catch (error) {
  const text =
    error instanceof ConfigError || error instanceof StartError || error instanceof BackupError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
