import { BackupError, type OnProgress } from '@plumbline/backup';
import { statSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

const MEGABYTE = 1_000_000;
const CLEAR = '\r\u001b[2K';

const live = (): { onProgress: OnProgress; settle: () => void } => {
  const { stderr } = process;
  return {
    onProgress: ({ table, rows, files }) => {
      if (stderr.isTTY) stderr.write(`${CLEAR}${rows} rows, ${files} files${table === null ? '' : `  ${table}`}`);
    },
    settle: () => void (stderr.isTTY && stderr.write(CLEAR)),
  };
};

const onlyFile = (args: readonly string[], usage: string): string => {
  const [file, ...more] = args;
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new BackupError(`Usage: ${usage}`);
  return file;
};

const whole = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`;

/** `backup FILE`: writes it and says what it holds. @throws BackupError */
export const backupProgram = async (config: Config, log: Logger, args: readonly string[]): Promise<void> => {
  const file = onlyFile(args, 'backup FILE');
  const { onProgress, settle } = live();
  const report = await backUp(config, log, file, onProgress).finally(settle);
  const { tables, rows, files, missing } = report;
  process.stdout.write(
    `${rows} rows of ${tables} tables and ${files} files are in ${file}, ${whole(statSync(file).size)}.\n`,
  );
  if (missing.length > 0)
    process.stderr.write(`${missing.length} files were not there to be saved: ${missing.slice(0, 5).join(', ')}.\n`);
  process.stdout.write('The master key is not in it; keep master.key, or PLUMBLINE_MASTER_KEY, apart.\n');
};

/** `restore FILE [--replace]`: brings it back and says what came. @throws BackupError */
export const restoreProgram = async (config: Config, log: Logger, args: readonly string[]): Promise<void> => {
  const file = onlyFile(
    args.filter((arg) => arg !== '--replace'),
    'restore FILE [--replace]',
  );
  const { onProgress, settle } = live();
  const request = { file, replace: args.includes('--replace'), onProgress };
  const { header, tables, rows, files, warnings } = await restore(config, log, request).finally(settle);
  process.stdout.write(`${rows} rows of ${tables} tables and ${files} files are back as of ${header.created}.\n`);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
};
