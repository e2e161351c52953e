import { contentText } from '../../write/values.ts';

/**
 * What an import last brought for each field of one row, as bytes: three that stand for the field's name and five for
 * its value, field after field. Values can be compared and not read back.
 */
export type Stamp = ReadonlyMap<number, number>;

const NAME_BYTES = 3;
const VALUE_BYTES = 5;
const ENTRY_BYTES = NAME_BYTES + VALUE_BYTES;

const mixed = (hash: number, other: number): number => {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16) ^ other) >>> 0;
};

const LOW = 0x811c9dc5;
const HIGH = 0x9747b28c;

/** 40 bits of a text after a first character, spread evenly and fast; nothing secret is safe behind it. */
const digestAfter = (low: number, high: number, text: string): number => {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (high >>> 15);
  }
  return (mixed(high, low) & 0xff) * 2 ** 32 + mixed(low, high);
};

const digestOf = (text: string): number => digestAfter(LOW, HIGH, text);

const QUOTE = 0x22;
const QUOTED_LOW = Math.imul(LOW ^ QUOTE, 0x01000193);
const QUOTED_HIGH = Math.imul(HIGH ^ QUOTE, 0x5bd1e995) ^ (HIGH >>> 15);
const EMPTY = digestOf('null');
const [YES, NO] = [digestOf('true'), digestOf('false')];

const names = new Map<string, number>();

/** Stands for a field's name; `customFields.floor` for a custom field. */
export const fieldMark = (name: string): number => {
  const known = names.get(name) ?? digestOf(name) % 2 ** (8 * NAME_BYTES);
  if (names.size < 10_000) names.set(name, known);
  return known;
};

/** Stands for a stored value; equal content gives the same in any key order. */
export const valueMark = (value: unknown): number => {
  if (value === null || value === undefined) return EMPTY;
  if (typeof value === 'string') return digestAfter(QUOTED_LOW, QUOTED_HIGH, value);
  if (typeof value === 'boolean') return value ? YES : NO;
  return digestOf(contentText(value));
};

/** Reads the bytes of a stamp. */
export const readStamp = (bytes: Buffer): Map<number, number> => {
  const stamp = new Map<number, number>();
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES)
    stamp.set(bytes.readUIntBE(at, NAME_BYTES), bytes.readUIntBE(at + NAME_BYTES, VALUE_BYTES));
  return stamp;
};

/** Eight bytes, the highest first. */
const writeEntry = (bytes: Buffer, at: number, name: number, value: number): void => {
  bytes[at] = name >>> 16;
  bytes[at + 1] = name >>> 8;
  bytes[at + 2] = name;
  bytes[at + 3] = value / 2 ** 32;
  bytes[at + 4] = value >>> 24;
  bytes[at + 5] = value >>> 16;
  bytes[at + 6] = value >>> 8;
  bytes[at + 7] = value;
};

/**
 * Makes the stamps of many rows, one after the other.
 *
 * Rows of one kind bring the same fields in the same order, so that their marks are sorted once for all of them.
 */
export class StampWriter {
  private names: number[] = [];
  private readonly values: number[] = [];
  private length = 0;
  /** Names of the row that `order` was made for. */
  private sorted: number[] = [];
  private order: number[] = [];

  /** Forgets the row before. */
  begin(): void {
    this.length = 0;
  }

  /** Adds a field; the later of two with the same name holds. */
  add(name: number, value: number): void {
    this.names[this.length] = name;
    this.values[this.length++] = value;
  }

  /** The bytes of the stamp, the same for the same content. */
  done(): Buffer {
    if (!this.isInOrder()) this.sort();
    const size = this.order.length * ENTRY_BYTES;
    const bytes = Buffer.allocUnsafe(size);
    for (let i = 0; i < this.order.length; i++) {
      const at = this.order[i] ?? 0;
      writeEntry(bytes, i * ENTRY_BYTES, this.names[at] ?? 0, this.values[at] ?? EMPTY);
    }
    return bytes;
  }

  private isInOrder(): boolean {
    if (this.sorted.length !== this.length) return false;
    for (let i = 0; i < this.length; i++) if (this.sorted[i] !== this.names[i]) return false;
    return true;
  }

  private sort(): void {
    const names = this.names.slice(0, this.length);
    const last = new Map(names.map((name, at) => [name, at]));
    this.order = [...last].toSorted(([a], [b]) => a - b).map(([, at]) => at);
    this.sorted = names;
  }
}
