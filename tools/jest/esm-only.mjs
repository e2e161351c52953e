import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const groups = ['packages', 'apps', 'tools', 'plugins'];

/** ESM-only packages that nothing of ours names directly, but a dependency of ours loads. */
const indirect = ['jose', 'oauth4webapi'];

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

function workspaceFolders() {
  return groups
    .map((group) => join(root, group))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((folder) => existsSync(join(folder, 'package.json')));
}

function isEsmOnly(manifest) {
  if (manifest.type !== 'module') return false;
  return !JSON.stringify(manifest.exports ?? manifest.main ?? '').match(/"require"|\.cjs"/);
}

function directEsmOnly(folder) {
  const { dependencies = {}, devDependencies = {} } = readJson(join(folder, 'package.json'));
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => {
    const manifest = join(folder, 'node_modules', name, 'package.json');
    return !name.startsWith('@plumbline/') && existsSync(manifest) && isEsmOnly(readJson(manifest));
  });
}

/**
 * Pattern of files that jest must not transform: all of node_modules except ESM-only packages.
 *
 * Direct dependencies are found by their manifest; deeper ones stand in `indirect`.
 */
export function esmOnlyPattern() {
  const names = new Set([...indirect, ...workspaceFolders().flatMap(directEsmOnly)]);
  const folders = [...names].map((name) => `${name.replaceAll('/', '\\+').replaceAll('.', '\\.')}@`);
  return folders.length ? `/node_modules/\\.pnpm/(?!(${folders.join('|')}))` : '/node_modules/';
}
