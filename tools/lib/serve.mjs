import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT } from './steps.mjs';

const WITH_PARENT = new URL('./with-parent.mjs', import.meta.url).href;
const WATCH_MS = 1000;

/** A server started by `npm run` must end with it, even when npm is killed without a chance to say so. */
function watchParent(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, WATCH_MS);
  timer.unref();
}

/**
 * Runs a compiled program of ours on this terminal until it ends, and returns its exit code.
 *
 * Ctrl-C reaches it through the terminal; this process waits for its orderly end. A termination is passed on.
 */
export function serve(program, args) {
  const file = fileURLToPath(new URL(program, `file://${ROOT}`));
  const child = spawn(process.execPath, ['--import', WITH_PARENT, file, ...args], {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  watchParent(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
