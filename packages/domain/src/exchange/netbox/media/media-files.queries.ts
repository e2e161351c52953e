import { InvalidInput } from '@plumbline/kit';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** A file of an archive; its content is taken before the next one comes. */
export interface MediaFile {
  readonly name: string;
  readonly content: AsyncIterable<Buffer>;
}

const GZIP = Buffer.from([0x1f, 0x8b]);

const startOf = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

/** The file as it lies, or as gzip packed it; an error of the packing ends what reads it. */
const plainStream = async (path: string): Promise<Readable> => {
  const source = createReadStream(path);
  if (!(await startOf(path)).equals(GZIP)) return source;
  const gunzip = createGunzip();
  pipeline(source, gunzip, () => undefined);
  return gunzip;
};

/**
 * The wanted files of a tar, packed by gzip or not, one after the other.
 *
 * @throws InvalidInput when it is no tar, damaged or cut off
 */
export async function* mediaFiles(
  path: string,
  name: string,
  isWanted: (name: string) => boolean,
): AsyncGenerator<MediaFile> {
  const tar = extract();
  pipeline(await plainStream(path), tar, () => undefined);
  try {
    for await (const entry of tar) {
      const { name: file, type } = entry.header;
      if (type === 'file' && isWanted(file)) yield { name: file, content: entry as AsyncIterable<Buffer> };
      else entry.resume();
    }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = `${name} can't be read as a tar (${cause}); pack the folder anew with "tar -czf media.tar.gz media".`;
    throw new InvalidInput([{ path: 'input.mediaFileIds', code: 'BAD_USER_INPUT', message }]);
  }
}
