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
  return typeof value === 'string' ? digestAfter(QUOTED_LOW, QUOTED_HIGH, value) : digestOf(contentText(value));
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

/** The bytes of a stamp, hex, the same for the same content. */
export const stampHex = (stamp: Stamp): string => {
  const bytes = Buffer.allocUnsafe(stamp.size * ENTRY_BYTES);
  const marks = Float64Array.from(stamp.keys()).sort();
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i] ?? 0;
    writeEntry(bytes, i * ENTRY_BYTES, mark, stamp.get(mark) ?? EMPTY);
  }
  return bytes.toString('hex');
};
