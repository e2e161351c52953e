import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_FOLDER } from './run.ts';

/** Jest's global setup: opens a folder for the run. The server starts when the first test asks for a database. */
export default function globalSetup(): void {
  process.env[RUN_FOLDER] = mkdtempSync(join(tmpdir(), `plumbline-test-${process.pid}-`));
}
