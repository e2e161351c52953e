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

/** 40 bits of a text, spread evenly and fast; nothing secret is safe behind it. */
const digestOf = (text: string): number => {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (high >>> 15);
  }
  return (mixed(high, low) & 0xff) * 2 ** 32 + mixed(low, high);
};

const names = new Map<string, number>();

/** Stands for a field's name; `customFields.floor` for a custom field. */
export const fieldMark = (name: string): number => {
  const known = names.get(name) ?? digestOf(name) % 2 ** (8 * NAME_BYTES);
  if (names.size < 10_000) names.set(name, known);
  return known;
};

/** Stands for a stored value; equal content gives the same in any key order. */
export const valueMark = (value: unknown): number =>
  digestOf(typeof value === 'string' ? `"${value}` : contentText(value ?? null));

/** Reads the bytes of a stamp. */
export const readStamp = (bytes: Buffer): Map<number, number> => {
  const stamp = new Map<number, number>();
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES)
    stamp.set(bytes.readUIntBE(at, NAME_BYTES), bytes.readUIntBE(at + NAME_BYTES, VALUE_BYTES));
  return stamp;
};

/** The bytes of a stamp, hex, the same for the same content. */
export const stampHex = (stamp: Stamp): string => {
  const bytes = Buffer.alloc(stamp.size * ENTRY_BYTES);
  const entries = [...stamp].toSorted(([a], [b]) => a - b);
  entries.forEach(([name, value], i) => {
    bytes.writeUIntBE(name, i * ENTRY_BYTES, NAME_BYTES);
    bytes.writeUIntBE(value, i * ENTRY_BYTES + NAME_BYTES, VALUE_BYTES);
  });
  return bytes.toString('hex');
};
