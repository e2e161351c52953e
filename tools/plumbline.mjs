#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { openly, ROOT } from './lib/steps.mjs';
import { build, install, requireNode } from './lib/workspace.mjs';

const PROGRAM = `${ROOT}apps/cli/dist/main.js`;

requireNode();
try {
  if (!existsSync(PROGRAM)) {
    await install();
    await build();
  }
  process.exitCode = await openly(process.execPath, [PROGRAM, ...process.argv.slice(2)]);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
