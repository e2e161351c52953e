#!/usr/bin/env node
import { EXIT } from './failure.ts';
import { run } from './program.ts';

process.once('SIGINT', () => {
  process.stderr.write('\nStopped waiting. A job that was started goes on at the server; see "plumbline job list".\n');
  process.exit(EXIT.interrupted);
});

try {
  process.exitCode = await run({
    args: process.argv.slice(2),
    out: process.stdout,
    err: process.stderr,
    environment: process.env,
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = EXIT.failed;
}
