#!/usr/bin/env node
import { build } from './lib/workspace.mjs';

try {
  await build();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
