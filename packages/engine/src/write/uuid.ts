import { randomBytes } from 'node:crypto';

const POOL_BYTES = 8192;
/** Bytes behind the time and the counter. */
const RANDOM_FROM = 8;
const BYTES = 16;
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');

let pool = randomBytes(POOL_BYTES);
let used = 0;
let lastMs = 0;
let counter = 0;

const COUNTER_LIMIT = 0x1000;

/** Text of the id made last; an id made of pieces of text would be put together again by whoever reads it. */
const text = Buffer.alloc(36, '-', 'latin1');

/** Where the two digits of each byte begin in the text of an id. */
export const UUID_PLACES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);

const put = (index: number, byte: number): void => {
  const at = UUID_PLACES[index] ?? 0;
  text[at] = DIGITS[byte >>> 4] ?? 0;
  text[at + 1] = DIGITS[byte & 0xf] ?? 0;
};

const putTime = (ms: number): void => {
  const high = Math.floor(ms / 2 ** 32);
  put(0, (high >>> 8) & 0xff);
  put(1, high & 0xff);
  for (let i = 0; i < 4; i++) put(2 + i, (ms >>> (24 - 8 * i)) & 0xff);
};

const tick = (): void => {
  const now = Date.now();
  if (now <= lastMs && ++counter < COUNTER_LIMIT) return;
  lastMs = now > lastMs ? now : lastMs + 1;
  counter = 0;
  putTime(lastMs);
};

/**
 * A new UUIDv7: milliseconds, then a counter of 12 bits, then random bits; each is greater than the one before.
 *
 * Source: RFC 9562 section 6.2, method 1.
 */
export const uuidv7 = (): string => {
  tick();
  put(6, 0x70 | (counter >>> 8));
  put(7, counter & 0xff);
  if (used + BYTES - RANDOM_FROM > POOL_BYTES) [pool, used] = [randomBytes(POOL_BYTES), 0];
  put(RANDOM_FROM, ((pool[used++] ?? 0) & 0x3f) | 0x80);
  for (let i = RANDOM_FROM + 1; i < BYTES; i++) put(i, pool[used++] ?? 0);
  return text.toString('latin1');
};
