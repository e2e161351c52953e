import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { withPacked } from '../src/pack-folder.ts';

const packing = { isWanted: (name: string) => name.endsWith('.png'), what: 'pictures' };

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'plumbline-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const namesIn = async (file: string): Promise<string[]> => {
  const names: string[] = [];
  const tar = createReadStream(file).pipe(createGunzip()).pipe(extract());
  for await (const entry of tar) {
    names.push(entry.header.name);
    entry.resume();
  }
  return names;
};

test('of a folder the wanted files are packed, below their folders', async () => {
  mkdirSync(join(folder, 'media', '.hidden'), { recursive: true });
  for (const name of ['b.png', 'media/a.png', 'media/a.txt', 'media/.hidden/c.png'])
    writeFileSync(join(folder, name), name);
  expect(await withPacked(folder, packing, namesIn)).toEqual(['b.png', 'media/a.png']);
});

test('a file is handed on as it is', async () => {
  const file = join(folder, 'a.tar');
  writeFileSync(file, 'x');
  expect(await withPacked(file, packing, async (path) => path)).toBe(file);
});

test('a folder without such files and a path to nothing are refused', async () => {
  await expect(withPacked(folder, packing, namesIn)).rejects.toThrow('no pictures');
  await expect(withPacked(join(folder, 'gone'), packing, namesIn)).rejects.toThrow('no file or folder');
});
