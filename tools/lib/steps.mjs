import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const BEAT_MS = 10_000;
const TAIL_BYTES = 12_000;

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/** Runs `action` and tells a person what is going on: the label first, a sign of life, the time it took. */
export async function step(label, action) {
  const start = Date.now();
  const tty = process.stdout.isTTY;
  process.stdout.write(tty ? `  ${label} ...` : `  ${label} ...\n`);
  const show = tty
    ? () => process.stdout.write(`\r\x1b[2K  ${label} ... ${seconds(start)}`)
    : () => process.stdout.write(`  ${label} ... ${seconds(start)}\n`);
  const beat = setInterval(show, tty ? 1000 : BEAT_MS);
  try {
    const result = await action();
    process.stdout.write(`${tty ? '\r\x1b[2K' : ''}  ${label}: done in ${seconds(start)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${tty ? '\r\x1b[2K' : ''}  ${label}: failed after ${seconds(start)}\n`);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** Spawns a program from the root of the checkout; Ctrl-C reaches it through the terminal. */
const launch = (command, args, options) => {
  const shell = process.platform === 'win32' && !/[\\/]/.test(command);
  return spawn(command, args, { cwd: ROOT, shell, ...options, env: { ...process.env, ...options.env } });
};

const ended = (child, name) =>
  new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(new Error(`${name} could not start: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });

/**
 * Runs a program silently and returns what it printed.
 * @throws Error with the end of its output when it fails.
 */
export async function quietly(command, args, { env = {} } = {}) {
  const child = launch(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk) => {
    output = (output + chunk).slice(-400_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await ended(child, command);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${output.slice(-TAIL_BYTES)}`);
  return output;
}

/** Runs a program on this terminal and returns its exit code. */
export const openly = (command, args, { env = {} } = {}) =>
  ended(launch(command, args, { env, stdio: 'inherit' }), command);
