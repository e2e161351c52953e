/** Bytes of a stream, in pieces. */
export class CopyBytes {
  bytes = Buffer.allocUnsafeSlow(CopyBytes.PIECE);
  at = 0;
  #full: Buffer[] = [];

  private static readonly PIECE = 1 << 16;

  /** Makes room for so many bytes in one piece. */
  ensure(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    this.#full.push(this.bytes.subarray(0, this.at));
    this.bytes = Buffer.allocUnsafeSlow(Math.max(CopyBytes.PIECE, size));
    this.at = 0;
  }

  /** Four bytes, the highest first; room was made for them. */
  int32(value: number): void {
    const { bytes, at } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    this.at = at + 4;
  }

  copy(given: Buffer): void {
    this.ensure(given.length);
    this.bytes.set(given, this.at);
    this.at += given.length;
  }

  /** The pieces that are full. */
  full(): Buffer[] {
    if (this.#full.length === 0) return [];
    const full = this.#full;
    this.#full = [];
    return full;
  }

  /** All that is left. */
  rest(): Buffer[] {
    return [...this.full(), this.bytes.subarray(0, this.at)];
  }
}
