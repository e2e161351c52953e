#!/usr/bin/env node
import { serve } from './lib/serve.mjs';
import { build, install, requireNode } from './lib/workspace.mjs';

requireNode();
try {
  await install();
  await build();
  process.exitCode = await serve('apps/server/dist/main.js', ['up', ...process.argv.slice(2)]);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
