import type { StoredFile } from '@plumbline/engine';
import { createHash } from 'node:crypto';
import { once, type EventEmitter } from 'node:events';
import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { contentPath, MANIFEST, type ArchiveManifest } from './format.ts';

const GZIP_LEVEL = 5;

const addStream = async (
  tar: Pack,
  name: string,
  { bytes, sha256, mtime }: { bytes: number; sha256: string; mtime: Date },
  content: AsyncIterable<Buffer>,
): Promise<void> => {
  const hash = createHash('sha256');
  const entry = tar.entry({ name, size: bytes, mtime });
  for await (const chunk of content) {
    hash.update(chunk);
    if (!entry.write(chunk)) await once(entry as unknown as EventEmitter, 'drain'); // a stream of another library
  }
  entry.end(null);
  if (hash.digest('hex') !== sha256) throw new Error(`The content of ${name} does not match its digest.`);
};

const fill = async (
  tar: Pack,
  manifest: ArchiveManifest,
  readPart: (path: string) => Readable,
  contents: readonly StoredFile[],
  readContent: (file: StoredFile) => NodeJS.ReadableStream,
): Promise<void> => {
  const mtime = new Date(manifest.created);
  tar.entry({ name: MANIFEST, mtime }, `${JSON.stringify(manifest, null, 1)}\n`);
  for (const part of manifest.parts) await addStream(tar, part.path, { ...part, mtime }, readPart(part.path));
  for (const file of contents) {
    const seal = { bytes: file.sizeBytes, sha256: file.sha256, mtime };
    await addStream(tar, contentPath(file.id), seal, readContent(file) as Readable as AsyncIterable<Buffer>);
  }
  tar.finalize();
};

/** An archive as a stream: manifest, parts, contents of files, as tar in gzip. */
export const packed = (
  manifest: ArchiveManifest,
  readPart: (path: string) => Readable,
  contents: readonly StoredFile[],
  readContent: (file: StoredFile) => NodeJS.ReadableStream,
): AsyncIterable<Buffer> => {
  const tar = pack();
  const gzip = createGzip({ level: GZIP_LEVEL });
  pipeline(tar, gzip, () => undefined); // whoever reads sees the error
  fill(tar, manifest, readPart, contents, readContent).catch((error: unknown) => tar.destroy(error as Error));
  return gzip as AsyncIterable<Buffer>;
};
