import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { EXIT } from '../failure.ts';

/** The server's program lies beside what its package exports, compiled or not. */
const serverProgram = (): string => {
  const entry = createRequire(import.meta.url).resolve('@plumbline/server');
  return join(dirname(entry), `main${extname(entry)}`);
};

/** Runs a command of the server's own program, on this terminal; needs no running server. */
export const serverCommand = async (...args: readonly string[]): Promise<number> => {
  const child = spawn(process.execPath, [...process.execArgv, serverProgram(), ...args], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? EXIT.ok : EXIT.failed;
};
