import { InvalidInput } from '@plumbline/kit';
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

/** How the packers call an archive that ends too soon: zlib (RFC 1952), then tar. */
const CUT_SHORT = /unexpected end of (file|data)/i;

const unusable = (message: string): InvalidInput =>
  new InvalidInput([{ path: 'input.fileId', code: 'BAD_USER_INPUT', message }]);

const tooLarge = (name: string): InvalidInput =>
  unusable(`${name} is larger than ${LARGEST / 1_000_000} MB; make it smaller or leave it out of the archive.`);

/** What a packer's complaint means to whoever uploaded the file. */
const broken = (name: string, error: unknown): InvalidInput => {
  const cause = error instanceof Error ? error.message : String(error);
  return unusable(
    CUT_SHORT.test(cause)
      ? `${name} ends too soon, as if its upload or download had been cut short; pack and upload it again.`
      : `${name} is damaged (${cause}); give a YAML file, or a tar of a library's folder that may be packed by gzip.`,
  );
};

const whole = async (stream: AsyncIterable<Buffer>, name: string): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST) throw tooLarge(name);
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

async function* unpacked(
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

/**
 * The files of an upload that are wanted, one after another: of a tar, packed by gzip or not, or the upload itself.
 *
 * @throws InvalidInput for archives that are damaged or cut short, and for files above 20 MB. Failures of the source
 * itself are passed on as they are.
 */
export async function* archiveFiles(
  source: Readable,
  name: string,
  wanted: (name: string) => boolean,
): AsyncGenerator<ArchiveFile> {
  let failure: unknown = null;
  source.once('error', (error) => (failure = error));
  try {
    yield* unpacked(source, name, wanted);
  } catch (error) {
    if (error instanceof InvalidInput || error === failure) throw error;
    throw broken(name, error);
  }
}

/** Goes through an upload once, so that nothing of a broken one is kept; throws as `archiveFiles` does. */
export const assertReadable = async (
  source: Readable,
  name: string,
  wanted: (name: string) => boolean,
): Promise<void> => {
  const files = archiveFiles(source, name, wanted);
  while ((await files.next()).done !== true);
};
