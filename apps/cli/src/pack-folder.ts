import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { CliFailure } from './failure.ts';

const addFile = (tar: Pack, path: string, name: string, size: number): Promise<void> =>
  pipeline(createReadStream(path), tar.entry({ name, size }));

/** Packs the wanted files of a folder; gives their number. */
const packFolder = async (
  folder: string,
  target: string,
  isWanted: (name: string) => boolean,
  what: string,
): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
    .filter(({ name }) => isWanted(name) && !name.split('/').some((part) => part.startsWith('.')));
  if (files.length === 0) throw new CliFailure(`There are no ${what} in ${folder}.`);
  const tar = pack();
  const written = pipeline(tar, createGzip(), createWriteStream(target));
  for (const { path, name } of files.toSorted((a, b) => a.name.localeCompare(b.name)))
    await addFile(tar, path, name, (await stat(path)).size);
  tar.finalize();
  await written;
  return files.length;
};

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw new CliFailure(`There is no file or folder ${path}.`);
  }
};

/** What of a folder is packed, and what it is called where there is none. */
export interface Packing {
  readonly isWanted: (name: string) => boolean;
  readonly what: string;
}

/** Hands on a file as it is, or a tar of a folder, which is removed afterwards. */
export const withPacked = async <T>(
  path: string,
  { isWanted, what }: Packing,
  use: (file: string) => Promise<T>,
): Promise<T> => {
  if (!(await isFolder(path))) return use(path);
  const scratch = await mkdtemp(join(tmpdir(), 'plumbline-pack-'));
  try {
    const file = join(scratch, 'folder.tar.gz');
    await packFolder(path, file, isWanted, what);
    return await use(file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
