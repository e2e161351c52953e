import { readSync, writeSync } from 'node:fs';
import { frame, type Command, type Message } from '../protocol.ts';

const FD = 3;
const PAUSE_MS = 1;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Repeats a call on the pipe while the other side is not ready. */
function patient(action: () => number): number {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  }
}

function readExactly(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  while (at < length) {
    const got = patient(() => readSync(FD, bytes, at, length - at, null));
    if (got === 0) process.exit(0); // the parent is gone
    at += got;
  }
  return bytes;
}

/** Waits for the next message of the parent; nothing else happens in this process meanwhile. */
export function receive(): Command {
  const length = readExactly(4).readUInt32BE();
  return JSON.parse(readExactly(length).toString()) as Command;
}

/** Sends a message to the parent. */
export function send(message: Message): void {
  const bytes = frame(message);
  let at = 0;
  while (at < bytes.length) at += patient(() => writeSync(FD, bytes, at));
}
