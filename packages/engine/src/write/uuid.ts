import { randomBytes } from 'node:crypto';

const POOL_BYTES = 8192;
const RANDOM_BYTES = 8;
const hex: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

let pool = randomBytes(POOL_BYTES);
let used = 0;
let lastMs = 0;
let counter = 0;

const COUNTER_LIMIT = 0x1000;

const tick = (): void => {
  const now = Date.now();
  if (now > lastMs) [lastMs, counter] = [now, 0];
  else if (++counter >= COUNTER_LIMIT) [lastMs, counter] = [lastMs + 1, 0];
};

const random = (): number => {
  if (used === POOL_BYTES) [pool, used] = [randomBytes(POOL_BYTES), 0];
  return pool[used++] ?? 0;
};

/**
 * A new UUIDv7: milliseconds, then a counter of 12 bits, then random bits; each is greater than the one before.
 *
 * Source: RFC 9562 section 6.2, method 1.
 */
export const uuidv7 = (): string => {
  tick();
  const time = lastMs.toString(16).padStart(12, '0');
  const version = (0x7000 + counter).toString(16);
  const bytes = Array.from({ length: RANDOM_BYTES }, random);
  const text = bytes.map((byte, i) => hex[i === 0 ? (byte & 0x3f) | 0x80 : byte] ?? '00').join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${text.slice(0, 4)}-${text.slice(4)}`;
};
