import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../start/preflight.ts';

const HERE = fileURLToPath(import.meta.url);

/** Sources are run by sources, what is built by what is built. */
const CONDITIONS: readonly string[] = [...(HERE.endsWith('.ts') ? ['source'] : []), 'import', 'node', 'default'];

const isPath = (name: string): boolean => name.startsWith('.') || resolve(name) === name;

function* above(folder: string): Generator<string> {
  for (let at = folder, last = ''; at !== last; last = at, at = dirname(at)) yield at;
}

const folderOf = (name: string): string => {
  if (isPath(name)) return resolve(name);
  const places = [...above(process.cwd()), ...above(dirname(HERE))].map((at) => join(at, 'node_modules', name));
  const found = places.find((place) => existsSync(join(place, 'package.json')));
  if (found) return found;
  throw new StartError(`PLUMBLINE_PLUGINS names "${name}", and no such package is installed.`);
};

const chosen = (target: unknown): string | null => {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return null;
  const entries = Object.entries(target);
  const found = entries.find(([condition]) => condition === '.' || CONDITIONS.includes(condition));
  return found ? chosen(found[1]) : null;
};

interface Manifest {
  readonly exports?: unknown;
  readonly main?: unknown;
}

const manifestOf = (name: string, folder: string): Manifest => {
  const file = join(folder, 'package.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'is no JSON';
    throw new StartError(`PLUMBLINE_PLUGINS names "${name}", and ${file} ${why}.`);
  }
};

/**
 * The file that a plugin begins with: of a folder given by path, or of a package installed at the working folder or
 * beside the server.
 *
 * @throws StartError
 */
export const pluginFile = (name: string): string => {
  const folder = folderOf(name);
  const { exports, main } = manifestOf(name, folder);
  const target = chosen(exports) ?? chosen(main);
  if (target === null)
    throw new StartError(`The package "${name}" says neither "exports" nor "main", so it is no plugin.`);
  const file = join(folder, target);
  if (!existsSync(file))
    throw new StartError(`The plugin "${name}" begins with ${file}, which is not there; build it.`);
  return file;
};
