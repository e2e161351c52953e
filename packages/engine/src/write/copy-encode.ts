import type { CopyBytes } from './copy-bytes.ts';
import { isInstant, microsOf, secondsOf } from './instant.ts';
import { UUID_PLACES } from './uuid.ts';
import { canonicalInstant } from './values.ts';

/** A value of a streamed row that is there; text in the form that PostgreSQL reads, and bytes. */
type Given = string | number | boolean | Buffer;

/** A value of a streamed row. */
export type CopyValue = Given | null;

/** A value that its column can't hold, with the SQLSTATE that PostgreSQL would give. */
class Unfit extends Error {
  constructor(
    type: string,
    value: unknown,
    readonly code = '22P02',
  ) {
    super(`invalid input for type ${type}: ${JSON.stringify(value)}`);
  }
}

/** Writes a value that is there, its length first. */
export type Encode = (out: CopyBytes, value: Given) => void;

const NO_DIGIT = 0xff;
const DIGITS = new Uint8Array(256).fill(NO_DIGIT);
for (let i = 0; i < 16; i++)
  for (const c of [i.toString(16), i.toString(16).toUpperCase()]) DIGITS[c.charCodeAt(0)] = i;

const digitAt = (text: string, at: number): number => DIGITS[text.charCodeAt(at)] ?? NO_DIGIT;

/** Whether a text has a sign at all these places. */
const hasAt = (text: string, sign: number, places: readonly number[]): boolean => {
  for (let i = 0; i < places.length; i++) if (text.charCodeAt(places[i] ?? 0) !== sign) return false;
  return true;
};

const [DASH, COLON] = [0x2d, 0x3a] as const;

const UUID_LENGTH = 36;
const UUID_BYTES = 16;
const UUID_DASHES = [8, 13, 18, 23] as const;

/** The id written last and its bytes: rows that follow each other often name the same. */
let lastId = '';
const lastBytes = new Uint8Array(UUID_BYTES);

const readId = (text: string): void => {
  lastId = '';
  let seen = 0;
  for (let i = 0; i < UUID_BYTES; i++) {
    const place = UUID_PLACES[i] ?? 0;
    const high = digitAt(text, place);
    const low = digitAt(text, place + 1);
    seen |= high | low;
    lastBytes[i] = (high << 4) | low;
  }
  if (seen > 0xf || text.length !== UUID_LENGTH || !hasAt(text, DASH, UUID_DASHES)) throw new Unfit('uuid', text);
  lastId = text;
};

const uuid: Encode = (out, value) => {
  const text = String(value);
  if (text !== lastId || text === '') readId(text);
  out.ensure(4 + UUID_BYTES);
  out.int32(UUID_BYTES);
  const { bytes, at } = out;
  for (let i = 0; i < UUID_BYTES; i++) bytes[at + i] = lastBytes[i] ?? 0;
  out.at = at + UUID_BYTES;
};

const MAC_LENGTH = 17;
const MAC_BYTES = 6;
const MAC_COLONS = [2, 5, 8, 11, 14] as const;

const macaddr: Encode = (out, value) => {
  const text = String(value);
  out.ensure(4 + MAC_BYTES);
  out.int32(MAC_BYTES);
  let seen = 0;
  for (let i = 0; i < MAC_BYTES; i++) {
    const [high, low] = [digitAt(text, 3 * i), digitAt(text, 3 * i + 1)];
    seen |= high | low;
    out.bytes[out.at++] = (high << 4) | low;
  }
  if (seen > 0xf || text.length !== MAC_LENGTH || !hasAt(text, COLON, MAC_COLONS)) throw new Unfit('macaddr', value);
};

/** Longer texts are written by the runtime, shorter ones are faster here. */
const SHORT = 40;
const UTF8_BYTES = 3;

/** Writes a short text of ASCII alone; false for any other. */
const writeAscii = (out: CopyBytes, text: string): boolean => {
  const { bytes, at } = out;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    bytes[at + 4 + i] = code;
  }
  out.int32(text.length);
  out.at += text.length;
  return true;
};

const LONG = 1 << 14;

/** A length, bytes in front, and the text. */
const writeText = (out: CopyBytes, text: string, front: readonly number[]): void => {
  out.ensure(4 + front.length + (text.length > LONG ? Buffer.byteLength(text) : UTF8_BYTES * text.length));
  if (front.length === 0 && text.length <= SHORT && writeAscii(out, text)) return;
  const { at } = out;
  out.at = at + 4;
  for (const byte of front) out.bytes[out.at++] = byte;
  out.at += out.bytes.write(text, out.at);
  const end = out.at;
  out.at = at;
  out.int32(end - at - 4);
  out.at = end;
};

const NOTHING: readonly number[] = [];
const JSONB_VERSION: readonly number[] = [1];

const text: Encode = (out, value) => writeText(out, String(value), NOTHING);

const jsonb: Encode = (out, value) => writeText(out, String(value), JSONB_VERSION);

const WHOLE = /^-?\d+$/;

const integer: Encode = (out, value) => {
  const number = Number(value);
  if (typeof value === 'number' ? !Number.isInteger(value) : !WHOLE.test(String(value)))
    throw new Unfit('integer', value);
  if ((number | 0) !== number) throw new Unfit('integer', value, '22003');
  out.ensure(8);
  out.int32(4);
  out.int32(number);
};

const INT64_BYTES = 8;
const HALF = 2 ** 32;

const int64 = (out: CopyBytes, value: bigint): void => {
  out.ensure(4 + INT64_BYTES);
  out.int32(INT64_BYTES);
  out.at = out.bytes.writeBigInt64BE(value, out.at);
};

const bigint: Encode = (out, value) => {
  const digits = String(value);
  if (!WHOLE.test(digits)) throw new Unfit('bigint', value);
  const number = BigInt(digits);
  if (BigInt.asIntN(64, number) !== number) throw new Unfit('bigint', value, '22003');
  int64(out, number);
};

const TRUE: ReadonlySet<unknown> = new Set([true, 'true', 't']);
const FALSE: ReadonlySet<unknown> = new Set([false, 'false', 'f']);

const boolean: Encode = (out, value) => {
  if (!TRUE.has(value) && !FALSE.has(value)) throw new Unfit('boolean', value);
  out.ensure(5);
  out.int32(1);
  out.bytes[out.at++] = TRUE.has(value) ? 1 : 0;
};

const timestamp: Encode = (out, value) => {
  const instant = canonicalInstant(String(value));
  if (!isInstant(instant)) throw new Unfit('timestamp with time zone', value, '22007');
  const seconds = secondsOf(instant);
  if (seconds === null) throw new Unfit('timestamp with time zone', value, '22008');
  const micros = microsOf(instant);
  const at = seconds * 1_000_000 + micros;
  if (!Number.isSafeInteger(at)) return int64(out, BigInt(seconds) * 1_000_000n + BigInt(micros));
  out.ensure(4 + INT64_BYTES);
  out.int32(INT64_BYTES);
  const high = Math.floor(at / HALF);
  out.int32(high);
  out.int32(at - high * HALF);
};

/** Bytes, or text as PostgreSQL prints them, `\x` and hex digits; none for an empty text. */
const bytea: Encode = (out, value) => {
  if (Buffer.isBuffer(value)) {
    out.ensure(4 + value.length);
    out.int32(value.length);
    return out.copy(value);
  }
  const hex = String(value);
  const size = Math.max(0, (hex.length - 2) >> 1);
  out.ensure(4 + size);
  out.int32(size);
  const written = out.bytes.write(hex.slice(2), out.at, 'hex');
  if (hex !== '' && (!hex.startsWith('\\x') || 2 * written !== hex.length - 2))
    throw new Unfit('bytea', value, '22023');
  out.at += size;
};

const ENCODERS: ReadonlyMap<string, Encode> = new Map([
  ['uuid', uuid],
  ['text', text],
  ['integer', integer],
  ['bigint', bigint],
  ['boolean', boolean],
  ['jsonb', jsonb],
  ['bytea', bytea],
  ['macaddr', macaddr],
  ['timestamp with time zone', timestamp],
]);

/** How values of a type are written in the binary format of COPY; undefined for types that go as text. */
export const encoderOf = (type: string): Encode | undefined => ENCODERS.get(type);

const NULL = -1;

/** Fields of a tuple, each its length and its bytes, or that it is null. */
export const encodeFields = (out: CopyBytes, encoders: readonly Encode[], values: readonly CopyValue[]): void => {
  for (let i = 0; i < encoders.length; i++) {
    const value = values[i] ?? null;
    if (value !== null) encoders[i]?.(out, value);
    else {
      out.ensure(4);
      out.int32(NULL);
    }
  }
};
