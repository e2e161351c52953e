import { createReadStream } from 'node:fs';
import { DumpUnreadable } from './dump-error.ts';
import { MAX_LINE_BYTES } from './lines.ts';

const READ_BYTES = 1 << 18;
const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d];
const [OPEN_LIST, CLOSE_LIST, COMMA] = [0x5b, 0x5d, 0x2c];

/** Blanks, and a byte order mark. */
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/** Cuts bytes into the outermost objects of a list, or of lines. */
class ObjectCutter {
  private depth = 0;
  private isText = false;
  private isEscaped = false;
  private isListOpen = false;
  private parts: Buffer[] = [];
  private held = 0;
  private count = 0;

  cut(chunk: Buffer): unknown[] {
    const objects: unknown[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.depth === 0) {
        this.between(byte);
        if (this.depth > 0) from = at;
      } else if (this.ends(byte)) objects.push(this.take(chunk.subarray(from, at + 1)));
    }
    if (this.depth > 0) this.hold(chunk.subarray(from));
    return objects;
  }

  /** @throws DumpUnreadable when the file broke off */
  finish(): void {
    if (this.depth > 0 || this.isListOpen)
      throw new DumpUnreadable(`The file ends after ${this.count} objects; it is cut off. Copy or dump it again.`);
  }

  private between(byte: number): void {
    if (byte === OPEN) this.depth = 1;
    else if (byte === OPEN_LIST && !this.isListOpen) this.isListOpen = true;
    else if (byte === CLOSE_LIST && this.isListOpen) this.isListOpen = false;
    else if (byte !== COMMA && !SPACE.has(byte))
      throw new DumpUnreadable(`After object ${this.count} comes something else than an object; the file is damaged.`);
  }

  private ends(byte: number): boolean {
    if (this.isEscaped) this.isEscaped = false;
    else if (this.isText && byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isText = !this.isText;
    else if (!this.isText && byte === OPEN) this.depth++;
    else if (!this.isText && byte === CLOSE) this.depth--;
    return this.depth === 0;
  }

  private hold(part: Buffer): void {
    this.held += part.length;
    if (this.held > MAX_LINE_BYTES) throw new DumpUnreadable(`An object is larger than ${MAX_LINE_BYTES >> 20} MB.`);
    this.parts.push(part);
  }

  private take(last: Buffer): unknown {
    const bytes = this.parts.length === 0 ? last : Buffer.concat([...this.parts, last]);
    this.parts = [];
    this.held = 0;
    this.count++;
    try {
      return JSON.parse(bytes.toString('utf8')) as unknown;
    } catch {
      throw new DumpUnreadable(`Object ${this.count} is no JSON; the file is damaged.`);
    }
  }
}

/**
 * The outermost objects of a JSON file, a list or one after the other; memory stays constant however many there are.
 *
 * @throws DumpUnreadable when it is cut off or damaged
 */
export async function* readObjects(file: string): AsyncGenerator<unknown[]> {
  const cutter = new ObjectCutter();
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>)
    yield cutter.cut(chunk);
  cutter.finish();
}
