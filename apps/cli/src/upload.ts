import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from './client.ts';
import { CliFailure } from './failure.ts';

const CHUNK_BYTES = 8 << 20;
const TRIES = 5;

/** Called with the bytes that have arrived and their total. */
export type OnUpload = (sent: number, total: number) => void;

interface Stored {
  readonly id: string;
  readonly sizeBytes: number;
}

const refusalOf = async (response: Response): Promise<string> => {
  const text = await response.text();
  const message = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return message ?? `${response.status} ${text.slice(0, 200)}`;
};

const put = async (client: Client, path: string, body: Uint8Array): Promise<Stored> => {
  const response = await client.fetch(path, {
    method: 'PUT',
    body: body as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (!response.ok) throw new CliFailure(`The upload was refused: ${await refusalOf(response)}`);
  return (await response.json()) as Stored;
};

/** Where an upload that broke off goes on. */
const receivedOf = async (client: Client, id: string): Promise<number> => {
  const response = await client.fetch(`files/${id}`, { method: 'HEAD' });
  return Number(response.headers.get('x-plumbline-received') ?? 0);
};

const sizeOf = async (file: string): Promise<number> => {
  try {
    const { size } = await stat(file);
    if (size === 0) throw new CliFailure(`${file} is empty.`);
    return size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CliFailure(`There is no file ${file}.`);
    throw error;
  }
};

/** Sends a file in pieces of 8 MB and goes on where a broken connection left off. Gives the stored file's id. */
export const uploadFile = async (client: Client, file: string, onUpload: OnUpload): Promise<string> => {
  const size = await sizeOf(file);
  const handle = await open(file, 'r');
  try {
    let id: string | null = null;
    let offset = 0;
    let failures = 0;
    while (id === null || offset < size) {
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(Math.min(CHUNK_BYTES, size - offset)),
        0,
        null,
        offset,
      );
      const path: string =
        id === null
          ? `files?name=${encodeURIComponent(basename(file))}&size=${size}`
          : `files/${id}?offset=${offset}&size=${size}`;
      try {
        const stored = await put(client, path, buffer.subarray(0, bytesRead));
        id = stored.id;
        offset = stored.sizeBytes;
        failures = 0;
        onUpload(offset, size);
      } catch (error) {
        if (++failures >= TRIES || !(error instanceof CliFailure) || error.message.startsWith('The upload was refused'))
          throw error;
        await wait(250 * 2 ** failures);
        if (id !== null) offset = await receivedOf(client, id);
      }
    }
    return id;
  } finally {
    await handle.close();
  }
};
