import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Portions, readHeader } from './format.ts';
import { BackupError } from './problem.ts';

const partOf = (file: string): string => `${basename(file)}.${process.pid}-${randomBytes(3).toString('hex')}.part`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Removes what killed backups to the same file left. */
const sweep = async (file: string): Promise<void> => {
  const folder = dirname(file);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const pid = /^(\d+)-[0-9a-f]{6}\.part$/.exec(name.slice(basename(file).length + 1))?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
};

/** An earlier backup may be replaced; anything else under that name is a slip of the pen. */
const assertReplaceable = async (file: string): Promise<void> => {
  if (!existsSync(file)) return;
  if (!(await stat(file)).isFile()) throw new BackupError(`${file} is no file.`);
  const handle = await open(file, 'r');
  const stream = handle.createReadStream();
  try {
    await readHeader(new Portions(stream as AsyncIterable<Buffer>), file);
  } catch (error) {
    throw new BackupError(`${file} exists and is no backup; name another file.`, { cause: error });
  } finally {
    stream.destroy();
  }
};

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? (error as Error).message);

const opened = async (part: string, file: string): Promise<FileHandle> => {
  try {
    return await open(part, 'wx', 0o600);
  } catch (error) {
    throw new BackupError(`${file} can't be written (${codeOf(error)}).`, { cause: error });
  }
};

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return; // Windows has no such thing
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Writes a file that appears under its name only when complete and on disk; readable by its owner only. An earlier
 * backup under that name stays until then.
 *
 * @throws BackupError when the place can't be written or holds something that is no backup.
 */
export const writeWhole = async (name: string, write: (handle: FileHandle) => Promise<void>): Promise<void> => {
  const file = resolve(name);
  if (!existsSync(dirname(file))) throw new BackupError(`There is no folder ${dirname(file)}.`);
  await assertReplaceable(file);
  await sweep(file);
  const part = join(dirname(file), partOf(file));
  const handle = await opened(part, file);
  try {
    await write(handle);
    await handle.sync();
    await handle.close();
    await rename(part, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
};
