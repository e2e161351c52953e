import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { serverProgram } from '../../../packages/testing/src/index.ts';
import { run } from '../src/program.ts';

/** What a run of the program printed and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program inside the test. */
export const plumbline = async (environment: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> => {
  let [out, err] = ['', ''];
  const code = await run({
    args,
    environment,
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
  });
  return { code, out, err };
};

/** A port that nothing listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** A server in a process of its own, which can be killed. */
export interface ServerProcess {
  readonly process: ChildProcess;
  readonly url: string;
  kill(): Promise<void>;
}

const answers = async (url: string, child: ChildProcess): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    const there = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** Starts the server's program on a port and waits until it is ready. */
export const startServerProcess = async (
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<ServerProcess> => {
  const env = { ...process.env, ...environment, PLUMBLINE_PORT: String(port), PLUMBLINE_LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [...serverProgram(), 'server'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, child);
  return {
    process: child,
    url,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
};
