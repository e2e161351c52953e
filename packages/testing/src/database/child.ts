import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from './run.ts';

/**
 * Runs this package's database program in a process of its own: the product's modules load there as ECMAScript
 * modules, and jest's own process stays free of them.
 */
export async function runDatabaseProgram(
  verb: 'start' | 'template' | 'remove',
  folder: string,
  owner: number,
): Promise<void> {
  const loader = pathToFileURL(join(ROOT, 'tools/loader/register.mjs')).href;
  const program = join(ROOT, 'packages/testing/src/database/main.ts');
  const args = ['--conditions=source', '--import', loader, program, verb, folder, String(owner)];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...process.env, FORCE_COLOR: '0' } });
}
