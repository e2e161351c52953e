import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../failure.ts';

/** Brings the database to this version, with the server's own program; needs no running server. */
export const migrate = async (): Promise<number> => {
  const program = fileURLToPath(new URL('main.js', import.meta.resolve('@plumbline/server')));
  const child = spawn(process.execPath, [program, 'migrate'], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? EXIT.ok : EXIT.failed;
};
