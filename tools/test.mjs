#!/usr/bin/env node
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './lib/chromium.mjs';
import { openly, quietly, ROOT, step } from './lib/steps.mjs';
import { build, install, requireNode } from './lib/workspace.mjs';

const bin = (name) => join(ROOT, 'node_modules/.bin', name);
const node = (file, ...args) => [process.execPath, [join(ROOT, file), ...args]];

/** Everything that is checked without running the product, in the order of how fast it fails. */
const CHECKS = [
  ['Format', bin('biome'), ['format', '.']],
  ['Lint', bin('oxlint'), ['--type-aware']],
  ['Types of tests and tools', bin('tsc'), ['-p', 'tsconfig.dev.json']],
  ['Types of the browser client', bin('tsc'), ['--noEmit', '-p', 'apps/web/tsconfig.json']],
  ['Layers', ...node('tools/check/layers.mjs')],
  ['Sizes', ...node('tools/check/sizes.mjs')],
  ['Unused code', bin('knip'), ['--no-progress']],
  ['Generated files', 'npm', ['run', '--silent', 'gen', '--', '--check']],
];

/** Checks that run at the same time; most of them use one processor. */
const LANES = 2;

/** Runs all checks and returns what failed, so that one run shows everything there is to mend. */
async function runChecks() {
  const failures = [];
  const waiting = [...CHECKS];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [label, command, args] = next;
      try {
        await step(label, () => quietly(command, args, { env: { FORCE_COLOR: '0' } }));
      } catch (error) {
        failures.push(`${label}\n${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return failures;
}

async function runJest(browser, args) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-jest-'));
  const report = join(folder, 'report.json');
  const flags = ['--ci', '--json', `--outputFile=${report}`, ...args];
  try {
    await openly(bin('jest'), flags, { env: { PLUMBLINE_CHROMIUM: browser, PLUMBLINE_BUILT: '1' } });
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    const result = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main() {
  requireNode();
  await install();
  const browser = await chromium();
  await build();
  const failures = await runChecks();
  const { passed, failed } = await runJest(browser, process.argv.slice(2));
  for (const failure of failures) console.error(`\nFailed: ${failure}`);
  console.log(`\n${passed} passed, ${failed + failures.length} failed`);
  return failed + failures.length === 0 && passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\n${error.message}`);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
