import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Generated files by absolute path. */
export type Files = ReadonlyMap<string, string>;

const current = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/** Paths whose content on disk differs from what the declarations give. */
export const stale = async (files: Files): Promise<string[]> => {
  const differing: string[] = [];
  for (const [path, text] of files) if ((await current(path)) !== text) differing.push(relative(ROOT, path));
  return differing;
};

/** Writes what differs and returns those paths. */
export const write = async (files: Files): Promise<string[]> => {
  const differing = await stale(files);
  for (const [path, text] of files) {
    if (!differing.includes(relative(ROOT, path))) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return differing;
};
