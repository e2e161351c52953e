import { randomBytes } from 'node:crypto';

const POOL_BYTES = 8192;
const RANDOM_BYTES = 8;
const hex: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

let pool = randomBytes(POOL_BYTES);
let used = 0;
let lastMs = 0;
let counter = 0;

const COUNTER_LIMIT = 0x1000;

let time = '';

const timeText = (ms: number): string => {
  const text = ms.toString(16).padStart(12, '0');
  return `${text.slice(0, 8)}-${text.slice(8)}`;
};

const tick = (): void => {
  const now = Date.now();
  if (now <= lastMs && ++counter < COUNTER_LIMIT) return;
  lastMs = now > lastMs ? now : lastMs + 1;
  counter = 0;
  time = timeText(lastMs);
};

/** Two random hex digits, with some bits forced for the variant. */
const random = (keep: number, force: number): string => hex[((pool[used++] ?? 0) & keep) | force] ?? '00';

const tail = (): string => {
  if (used + RANDOM_BYTES > POOL_BYTES) [pool, used] = [randomBytes(POOL_BYTES), 0];
  const first = `${random(0x3f, 0x80)}${random(0xff, 0)}`;
  return `${first}-${random(0xff, 0)}${random(0xff, 0)}${random(0xff, 0)}${random(0xff, 0)}${random(0xff, 0)}${random(0xff, 0)}`;
};

/**
 * A new UUIDv7: milliseconds, then a counter of 12 bits, then random bits; each is greater than the one before.
 *
 * Source: RFC 9562 section 6.2, method 1.
 */
export const uuidv7 = (): string => {
  tick();
  return `${time}-${(0x7000 + counter).toString(16)}-${tail()}`;
};
