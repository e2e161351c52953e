import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', '.plumbline', '.turbo']);
const GENERATED = /(\.gen\.|\/gen\/|\/migrations\/|\/golden\/|\/fixtures\/)/;

/** Source files below a folder that people write, as paths relative to `root`. */
export function sourceFiles(root, folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.split('/').some((part) => SKIPPED.has(part)) && !GENERATED.test(file))
    .sort();
}
