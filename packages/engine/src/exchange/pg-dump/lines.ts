import { createReadStream } from 'node:fs';

const READ_BYTES = 1 << 18;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line longer than this is no row of a database a person keeps. */
export const MAX_LINE_BYTES = 256 << 20;

/** One line without its end, and where it lies in the file. */
export interface Line {
  readonly bytes: Buffer;
  readonly start: number;
  /** First byte of the line after it. */
  readonly next: number;
}

/** Part of a file in bytes; `end` is the first byte that is not read. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The rest of a line whose beginning came with earlier chunks. */
class Carry {
  private parts: Buffer[] = [];
  length = 0;

  add(part: Buffer): void {
    this.length += part.length;
    if (this.length > MAX_LINE_BYTES) throw new RangeError(`A line is longer than ${MAX_LINE_BYTES >> 20} MB.`);
    this.parts.push(part);
  }

  take(last: Buffer): Buffer {
    if (this.parts.length === 0) return last;
    const whole = Buffer.concat([...this.parts, last]);
    this.parts = [];
    this.length = 0;
    return whole;
  }
}

const withoutReturn = (bytes: Buffer): Buffer => (bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes);

/**
 * Lines of a file in batches of about 256 KB; memory stays constant however large the file is.
 *
 * LF and CRLF both end a line. @throws RangeError for a line above 256 MB.
 */
export async function* readLines(file: string, span?: Span): AsyncGenerator<Line[]> {
  if (span && span.start >= span.end) return;
  const range = span && { start: span.start, end: span.end - 1 };
  const carry = new Carry();
  let start = span?.start ?? 0;
  for await (const chunk of createReadStream(file, { ...range, highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
    const lines: Line[] = [];
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      const bytes = carry.take(chunk.subarray(from, to));
      const next = start + bytes.length + 1;
      lines.push({ bytes: withoutReturn(bytes), start, next });
      start = next;
      from = to + 1;
    }
    if (from < chunk.length) carry.add(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (carry.length === 0) return;
  const bytes = carry.take(Buffer.alloc(0));
  yield [{ bytes: withoutReturn(bytes), start, next: start + bytes.length }];
}
