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

/** Brings the database to this version, with the server's own program; needs no running server. */
export const migrate = async (): Promise<number> => {
  const child = spawn(process.execPath, [...process.execArgv, serverProgram(), 'migrate'], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? EXIT.ok : EXIT.failed;
};
