import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, version } from '@swc/core';

/** Compiled sources by what they were made of, so that the next process need not compile them. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/plumbline-loader/', import.meta.url));

const isSource = (url) => /^file:.*\.tsx?$/.test(url) && !url.includes('/node_modules/');

const optionsFor = (filename) => ({
  filename,
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, tsx: filename.endsWith('.tsx') },
    transform: { legacyDecorator: true, useDefineForClassFields: false },
  },
});

/** Renamed into place, so that another process never reads half a file. */
async function keep(file, code) {
  const fresh = `${file}.${process.pid}`;
  await mkdir(CACHE, { recursive: true });
  await writeFile(fresh, code);
  await rename(fresh, file);
}

async function compiled(filename) {
  const source = await readFile(filename, 'utf8');
  const options = optionsFor(filename);
  const key = createHash('sha256')
    .update(JSON.stringify([version, options]))
    .update(source)
    .digest('hex');
  const file = join(CACHE, `${key}.js`);
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return known;
  const { code } = await transform(source, options);
  await keep(file, code).catch(() => undefined); // a folder that can't be written to costs time only
  return code;
}

/** Loader hook: compiles TypeScript with the options that tsc and jest use. */
export async function load(url, context, nextLoad) {
  if (!isSource(url)) return nextLoad(url, context);
  return { format: 'module', shortCircuit: true, source: await compiled(fileURLToPath(url)) };
}
