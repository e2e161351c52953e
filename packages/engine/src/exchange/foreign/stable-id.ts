import { createHash } from 'node:crypto';

const TIME_DIGITS = 12;

/**
 * Id of a row that comes from elsewhere and has no row of its own in the provenance: the same for the same names.
 *
 * The instant stands in front, as in ids that are made here, so that rows of one time lie together. Version 8 of
 * RFC 9562, of 74 bits of SHA-256.
 */
export const stableId = (ms: number, ...names: readonly string[]): string => {
  const time = Math.max(0, Math.trunc(ms)).toString(16).padStart(TIME_DIGITS, '0');
  const hash = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-8${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
};
