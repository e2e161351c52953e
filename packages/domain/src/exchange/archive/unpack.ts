import type { PartsFolder } from '@plumbline/engine';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { ArchiveUnreadable, contentPath, FILE, FORMAT, MANIFEST, type ArchiveManifest } from './format.ts';

/** What an entry must be. */
interface Expected {
  readonly bytes: number;
  readonly sha256: string;
}

const LARGEST_MANIFEST = 16 * 2 ** 20;
const SAFE_PATH = /^[\w.-]+(\/[\w.-]+)?$/;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPart = (part: unknown): boolean =>
  isRecord(part) &&
  typeof part['path'] === 'string' &&
  SAFE_PATH.test(part['path']) &&
  typeof part['sha256'] === 'string' &&
  typeof part['bytes'] === 'number' &&
  typeof part['rows'] === 'number' &&
  Array.isArray(part['fields']);

/** Reads the manifest. @throws ArchiveUnreadable for other formats and for what is no manifest */
export const readManifest = (text: string): ArchiveManifest => {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new ArchiveUnreadable(`${MANIFEST} is no JSON.`);
  }
  if (!isRecord(manifest) || manifest['product'] !== 'plumbline')
    throw new ArchiveUnreadable('This is no archive of Plumbline: its manifest does not say so.');
  if (manifest['format'] !== FORMAT)
    throw new ArchiveUnreadable(
      `The archive has format ${JSON.stringify(manifest['format'])}; this version reads format ${FORMAT}. Use the version that wrote it, or a newer one.`,
    );
  if (!Array.isArray(manifest['parts']) || !manifest['parts'].every(isPart))
    throw new ArchiveUnreadable(`${MANIFEST} lists its parts in no way that can be read.`);
  return manifest as object as ArchiveManifest; // written as one, checked as far as it is used before any row
};

/** What the packers say of an archive that ends too soon: zlib (RFC 1952), then tar. */
const CUT_SHORT = /unexpected end of (file|data)/i;

/** Takes the entries of an archive one by one and knows which of them are still to come. */
class Unpacking {
  private manifest: ArchiveManifest | null = null;
  private readonly expected = new Map<string, Expected>();
  /** Entry that is being read, for errors. */
  spot = 'its beginning';

  constructor(private readonly folder: PartsFolder) {}

  async entry(name: string, content: AsyncIterable<Buffer>): Promise<void> {
    this.spot = name;
    if (!this.manifest) return this.readFirst(name, content);
    const wanted = this.expected.get(name);
    if (!wanted) throw new ArchiveUnreadable(`The archive holds ${name}, which its manifest does not list.`);
    const seal = await this.folder.write(name, content);
    if (seal.bytes !== wanted.bytes || seal.sha256 !== wanted.sha256)
      throw new ArchiveUnreadable(`The archive is damaged: ${name} does not match its checksum.`);
    this.expected.delete(name);
    if (this.manifest.parts.some(({ path, type }) => path === name && type === FILE)) await this.expectContents(name);
  }

  end(): ArchiveManifest {
    if (!this.manifest) throw new ArchiveUnreadable('The archive is empty.');
    const [missing] = this.expected.keys();
    if (missing !== undefined) throw new ArchiveUnreadable(`The archive lacks ${missing}, which its manifest lists.`);
    return this.manifest;
  }

  private async readFirst(name: string, content: AsyncIterable<Buffer>): Promise<void> {
    if (name !== MANIFEST)
      throw new ArchiveUnreadable(`This is no archive of Plumbline: it begins with ${name}, not with ${MANIFEST}.`);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      if (size > LARGEST_MANIFEST) throw new ArchiveUnreadable(`${MANIFEST} is larger than any manifest is.`);
      chunks.push(chunk);
    }
    this.manifest = readManifest(Buffer.concat(chunks).toString('utf8'));
    for (const part of this.manifest.parts) this.expected.set(part.path, part);
  }

  private async expectContents(path: string): Promise<void> {
    for await (const lines of this.folder.lines(path))
      for (const line of lines) {
        const { id, sizeBytes, sha256 } = JSON.parse(line) as { id: string; sizeBytes: string; sha256: string };
        this.expected.set(contentPath(id), { bytes: Number(sizeBytes), sha256 });
      }
  }
}

/** What a packer complains of, in words for whoever gave the file; everything else passes. */
const worded = (error: unknown, spot: string): unknown => {
  const { message = '', code = '' } = (error ?? {}) as { message?: string; code?: string };
  if (CUT_SHORT.test(message))
    return new ArchiveUnreadable(`The archive is damaged: it ends too soon, in ${spot}. Get it anew.`);
  if (code.startsWith('Z_') || /tar header/i.test(message))
    return new ArchiveUnreadable(`The file is damaged or no archive of Plumbline: ${message}, in ${spot}.`);
  return error;
};

/**
 * Unpacks an archive and compares everything with its checksums, before anybody looks at a row.
 *
 * The folder is the caller's to close. @throws ArchiveUnreadable that names the entry
 */
export const unpackArchive = async (content: Readable, folder: PartsFolder): Promise<ArchiveManifest> => {
  const tar = extract();
  const unpacking = new Unpacking(folder);
  const failure = pipeline(content, createGunzip(), tar).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    for await (const entry of tar) await unpacking.entry(entry.header.name, entry as AsyncIterable<Buffer>);
    return unpacking.end();
  } catch (error) {
    content.destroy();
    throw error instanceof ArchiveUnreadable ? error : worded((await failure) ?? error, unpacking.spot);
  }
};
