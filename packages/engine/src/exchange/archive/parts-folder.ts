import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a part holds, to know it again. */
export interface PartSeal {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Lines given at a time. */
const BATCH = 1_000;

/** Parts of an archive on disk, for as long as one export or import takes. */
export class PartsFolder {
  private constructor(private readonly folder: string) {}

  static async open(parent: string): Promise<PartsFolder> {
    return new PartsFolder(await mkdtemp(join(parent, 'archive-')));
  }

  /** Stores a part and gives what seals it. Content is written as it comes. */
  async write(name: string, content: AsyncIterable<string | Uint8Array>): Promise<PartSeal> {
    const hash = createHash('sha256');
    const handle = await open(this.place(name), 'wx', 0o600);
    let bytes = 0;
    try {
      for await (const piece of content) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
        hash.update(chunk);
        bytes += chunk.length;
        await handle.write(chunk);
      }
    } finally {
      await handle.close();
    }
    return { bytes, sha256: hash.digest('hex') };
  }

  read(name: string): Readable {
    return createReadStream(this.place(name));
  }

  /** Lines of a part, some at a time. */
  async *lines(name: string): AsyncGenerator<string[]> {
    let batch: string[] = [];
    for await (const line of createInterface({ input: this.read(name), crlfDelay: Number.POSITIVE_INFINITY })) {
      batch.push(line);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  /** Removes all parts. */
  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private place(name: string): string {
    return join(this.folder, name.replaceAll('/', '~'));
  }
}
