import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT } from './steps.mjs';

const WITH_PARENT = new URL('./with-parent.mjs', import.meta.url).href;
const WATCH_MS = 1000;

function processLine(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return { parent: Number(parent ?? 0), command: command ?? '' };
}

/** Process number of the npm that runs this script, directly or through a shell; 0 when there is none to be seen. */
function npmAbove() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return 0;
  const first = processLine(process.ppid);
  if (/\bnpm\b/.test(first.command)) return process.ppid;
  return /\bnpm\b/.test(processLine(first.parent).command) ? first.parent : 0;
}

function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A server started by npm ends with it, even when npm is killed without a chance to say so. */
function watchNpm(child) {
  const npm = npmAbove();
  if (npm === 0) return;
  const timer = setInterval(() => {
    if (exists(npm)) return;
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
  watchNpm(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
