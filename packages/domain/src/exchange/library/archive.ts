import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { PassThrough, pipeline, type Readable } from 'node:stream';

/** A file of an archive, read whole. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Largest file of a library, in bytes; types take a few kilobytes, pictures some hundred. */
const LARGEST = 20_000_000;

const GZIP = [0x1f, 0x8b];
/** A tar has this text behind the name of its first file. Source: POSIX.1-2017, pax, ustar header. */
const USTAR = { text: 'ustar', at: 257 };

const whole = async (stream: AsyncIterable<Buffer>, name: string): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST) throw new Error(`${name} is larger than ${LARGEST} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The stream with its first bytes looked at. */
const peeked = async (source: Readable, size: number): Promise<{ head: Buffer; stream: Readable }> => {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let length = 0;
  let next = await iterator.next();
  for (; next.done !== true && length + next.value.length < size; next = await iterator.next()) {
    chunks.push(next.value);
    length += next.value.length;
  }
  if (next.done !== true) chunks.push(next.value);
  const head = Buffer.concat(chunks);
  const rest = async function* () {
    yield head;
    for (let more = await iterator.next(); more.done !== true; more = await iterator.next()) yield more.value;
  };
  pipeline(rest, stream, () => undefined);
  return { head, stream };
};

const isTar = (head: Buffer): boolean =>
  head.subarray(USTAR.at, USTAR.at + USTAR.text.length).toString('latin1') === USTAR.text;

async function* tarFiles(stream: Readable, wanted: (name: string) => boolean): AsyncGenerator<ArchiveFile> {
  const tar = extract();
  pipeline(stream, tar, () => undefined);
  for await (const entry of tar) {
    const { name, type } = entry.header;
    if (type === 'file' && wanted(name)) yield { name, content: await whole(entry as AsyncIterable<Buffer>, name) };
    else entry.resume();
  }
}

/**
 * The files of an upload that are wanted, one after another: of a tar, packed by gzip or not, or the upload itself.
 *
 * @throws Error for archives that are broken, and for files above 20 MB.
 */
export async function* archiveFiles(
  source: Readable,
  name: string,
  wanted: (name: string) => boolean,
): AsyncGenerator<ArchiveFile> {
  const outer = await peeked(source, 512);
  const isPacked = GZIP.every((byte, i) => outer.head[i] === byte);
  const gunzip = createGunzip();
  if (isPacked) pipeline(outer.stream, gunzip, () => undefined);
  const { head, stream } = isPacked ? await peeked(gunzip, 512) : outer;
  if (isTar(head)) yield* tarFiles(stream, wanted);
  else yield { name: basename(name).replace(/\.gz$/, ''), content: await whole(stream, name) };
}
