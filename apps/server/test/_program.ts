import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { serverProgram } from '../../../packages/testing/src/index.ts';

/** How the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The server's program in a process of its own. */
export interface Program {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the output matches; rejects when the program ends before. */
  says(pattern: RegExp): Promise<void>;
}

/** Starts the server's program with settings of its own and none of the surroundings. */
export const startProgram = (command: readonly string[], environment: Readonly<Record<string, string>>): Program => {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PLUMBLINE_|DATABASE_URL$)/.test(name));
  const child = spawn(process.execPath, [...serverProgram(), ...command], {
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return {
    process: child,
    ended,
    says: async (pattern) => {
      while (!pattern.test(out)) {
        if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode}: ${out}${err}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
};
