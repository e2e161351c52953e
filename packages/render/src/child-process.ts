import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { frame, type Command, type Message } from './protocol.ts';

/** One file with everything a child needs; built from `child/main.ts`. */
const PROGRAM = fileURLToPath(new URL('../dist/child.mjs', import.meta.url));
const HEAP_MB = 128;
/** A child that has not started by then is killed; in milliseconds. */
const START_MS = 60_000;
/** Longest message a child may send, in bytes; a text of 10 million characters fits. */
const MOST_BYTES = 64_000_000;

const permissionFlag = (): string =>
  process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';

function flagsFor(program: string): string[] {
  return [
    `--max-old-space-size=${HEAP_MB}`,
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--no-warnings',
    permissionFlag(),
    `--allow-fs-read=${program}`,
    program,
  ];
}

/** Why a child is gone. */
export class ChildGone extends Error {
  constructor(readonly signal: string | null) {
    super(`The child process ended${signal === null ? '' : ` by ${signal}`}.`);
    this.name = 'ChildGone';
  }
}

interface Waiter {
  readonly take: (message: Message) => void;
  readonly fail: (error: Error) => void;
}

/** A message of a child, or null for bytes that no sound child sends. */
function readMessage(text: string): Message | null {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return null;
  }
}

/** A process that runs templates: no environment, no network, no file but its own program. */
export class Child {
  readonly #process: ChildProcess;
  readonly #pipe: Duplex;
  readonly #messages: Message[] = [];
  /** Digest of the contract it knows. */
  contract: string | null = null;
  renders = 0;
  /** Resolves when it takes renders; rejects with ChildGone. */
  readonly ready: Promise<void>;
  #isReady!: () => void;
  /** Rejects with ChildGone when the process ends; never resolves. */
  readonly gone: Promise<never>;
  #leave!: (error: ChildGone) => void;
  #parts: Buffer[] = [];
  #size = 0;
  /** Bytes without which there is nothing to read. */
  #wanted = 4;
  #waiter: Waiter | null = null;
  #gone: ChildGone | null = null;

  /** @throws Error when the program was not built */
  constructor() {
    if (!existsSync(PROGRAM)) throw new Error('The program that runs templates is not built: run `pnpm build` first.');
    const program = realpathSync(PROGRAM);
    this.#process = spawn(process.execPath, flagsFor(program), {
      env: {},
      cwd: '/',
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    this.gone = new Promise((_, reject) => {
      this.#leave = reject;
    });
    this.gone.catch(() => undefined); // not everybody waits for it
    const told = new Promise<void>((resolve) => {
      this.#isReady = resolve;
    });
    const late = setTimeout(() => this.kill(), START_MS).unref();
    this.ready = Promise.race([told, this.gone]).finally(() => clearTimeout(late));
    this.ready.catch(() => undefined); // nor for this
    this.#pipe = this.#process.stdio[3] as Duplex; // a pipe at index 3 was asked for
    this.#pipe.on('data', (bytes: Buffer) => this.#take(bytes));
    this.#pipe.on('error', () => undefined); // the process ends too, and says so
    this.#process.on('error', () => this.#end(null));
    this.#process.on('exit', (_code, signal) => this.#end(signal));
  }

  get isGone(): boolean {
    return this.#gone !== null;
  }

  send(command: Command): void {
    this.sendFrame(frame(command));
  }

  /** Sends a message that is framed already. */
  sendFrame(bytes: Buffer): void {
    if (!this.#gone) this.#pipe.write(bytes);
  }

  /** The next message. @throws ChildGone */
  next(): Promise<Message> {
    const message = this.#messages.shift();
    if (message) return Promise.resolve(message);
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((take, fail) => {
      this.#waiter = { take, fail };
    });
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  /** Lets the program that owns the pool end while this child idles. */
  rest(): void {
    this.#process.unref();
    (this.#pipe as Duplex & { unref?: () => void }).unref?.();
  }

  wake(): void {
    this.#process.ref();
    (this.#pipe as Duplex & { ref?: () => void }).ref?.();
  }

  #take(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#size += bytes.length;
    if (this.#size < this.#wanted) return;
    let rest: Buffer = Buffer.concat(this.#parts);
    this.#wanted = 4;
    while (rest.length >= this.#wanted) {
      const length = rest.readUInt32BE();
      if (length > MOST_BYTES) return this.kill();
      this.#wanted = 4 + length;
      if (rest.length < this.#wanted) break;
      const message = readMessage(rest.toString('utf8', 4, this.#wanted));
      if (message === null) return this.kill();
      rest = rest.subarray(this.#wanted);
      this.#wanted = 4;
      this.#deliver(message);
    }
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
  }

  #deliver(message: Message): void {
    if (message.kind === 'ready') return this.#isReady();
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter) waiter.take(message);
    else this.#messages.push(message);
  }

  #end(signal: string | null): void {
    this.#gone ??= new ChildGone(signal);
    this.#leave(this.#gone);
    this.#waiter?.fail(this.#gone);
    this.#waiter = null;
  }
}
