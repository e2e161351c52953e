import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runDatabaseProgram } from './child.ts';
import { RUN_FOLDER } from './run.ts';

/** Jest's global teardown: stops and deletes the server of this run, if a test had it started. */
export default async function globalTeardown(): Promise<void> {
  const folder = process.env[RUN_FOLDER] ?? '';
  if (existsSync(join(folder, 'start.asked'))) await runDatabaseProgram('remove', folder, process.pid);
  rmSync(folder, { recursive: true, force: true });
}
