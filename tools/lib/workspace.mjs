import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quietly, ROOT, step } from './steps.mjs';

const STAMP = join(ROOT, 'node_modules/.cache/plumbline-install');
const [, PNPM] = /"packageManager": "(pnpm@[^"]+)"/.exec(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Ends the program unless Node is new enough to run what follows. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Plumbline needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Command line that runs the pinned pnpm with nothing but Node and npm at hand. */
export function pnpm(...args) {
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : null;
  const bootstrap = ['exec', '--yes', '--', PNPM, ...args];
  return npm ? [process.execPath, [npm, ...bootstrap]] : ['npm', bootstrap];
}

function manifests() {
  const groups = ['apps', 'packages', 'plugins', 'tools'].filter((group) => existsSync(join(ROOT, group)));
  const found = groups.flatMap((group) => readdirSync(join(ROOT, group)).map((name) => join(ROOT, group, name)));
  const files = found.map((folder) => join(folder, 'package.json')).filter((file) => existsSync(file));
  return ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => join(ROOT, name)).concat(files.sort());
}

function installState() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${PNPM}\n`);
  for (const file of manifests()) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** Installs the locked dependencies unless exactly these are installed. */
export async function install() {
  const state = installState();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === state) return;
  rmSync(STAMP, { force: true });
  await step('Installing dependencies', () =>
    quietly(...pnpm('install', '--frozen-lockfile', '--prefer-offline'), { env: { CI: '1' } }),
  );
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, state);
}

/** Builds every package, server and browser client alike; what has not changed comes from turbo's cache. */
export async function build() {
  const turbo = pnpm('exec', 'turbo', 'run', 'build', '--output-logs=errors-only', '--no-update-notifier');
  await step('Building', () =>
    quietly(...turbo, { env: { TURBO_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0', NO_COLOR: '1' } }),
  );
}
