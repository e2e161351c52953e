import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { DamagedBackup } from './problem.ts';

const STAGED = '.restoring';
const SAFE = /^[\w-]+(\/[\w-]+)*$/;

/** Files of a restore: written aside, moved to their places when the database is about to commit. */
export class Staging {
  readonly #folder: string;
  readonly #paths = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Files taken so far. */
  get count(): number {
    return this.#paths.size;
  }

  /** Removes what a killed restore left. */
  async clear(): Promise<void> {
    await rm(join(this.#folder, STAGED), { recursive: true, force: true });
  }

  /** Writes one file aside, on disk before it returns. @throws DamagedBackup for a path that leads elsewhere */
  async take(path: string, content: AsyncIterable<Buffer>): Promise<void> {
    if (!SAFE.test(path)) throw new DamagedBackup('names a file that can not be');
    const place = join(this.#folder, STAGED, path);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    const handle = await open(place, 'w', 0o600);
    try {
      for await (const chunk of content) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.#paths.add(path);
  }

  /** Moves all files to their places. Their names are ids, so that none covers another's content. */
  async place(): Promise<void> {
    for (const path of this.#paths) {
      await mkdir(dirname(join(this.#folder, path)), { recursive: true, mode: 0o700 });
      await rename(join(this.#folder, STAGED, path), join(this.#folder, path));
    }
    await this.clear();
  }

  /** Removes files that belong to nothing any more; gives how many. */
  async dropOthers(): Promise<number> {
    if (!existsSync(this.#folder)) return 0;
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true });
    const others = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.#folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !this.#paths.has(path));
    for (const path of others) await rm(join(this.#folder, path), { force: true });
    return others.length;
  }
}
