import { hash, verify } from 'argon2';
import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Argon2id with 19 MiB and two passes. Source: OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of what never is anybody's password, to spend the same time on unknown users. */
let nobody: Promise<string> | null = null;

/** Argon2id hash in PHC form. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

const derived = promisify(pbkdf2);

/** Form of Django's PBKDF2 hashes, as NetBox stores them: iterations, salt and 32 bytes as Base64. */
const PBKDF2 = /^pbkdf2_sha256\$(\d{1,8})\$([^$]{1,128})\$([A-Za-z0-9+/]{43}=)$/;
const MOST_ITERATIONS = 10_000_000;

const pbkdf2Of = (stored: string) => {
  const [, iterations, salt, digest] = PBKDF2.exec(stored) ?? [];
  if (iterations === undefined || salt === undefined || digest === undefined) return null;
  const count = Number(iterations);
  return count >= 1 && count <= MOST_ITERATIONS ? { count, salt, digest: Buffer.from(digest, 'base64') } : null;
};

/** Whether a hash comes from another system: good for one more sign-in, which makes one of ours. */
export const isForeignHash = (stored: string): boolean => pbkdf2Of(stored) !== null;

/** Whether a password fits a stored hash, ours or imported; takes as long as for one of ours when there is none. */
export const passwordFits = async (stored: string | null, password: string): Promise<boolean> => {
  const foreign = stored === null ? null : pbkdf2Of(stored);
  if (foreign) {
    const { count, salt, digest } = foreign;
    return isSameDigest(await derived(password, salt, count, digest.length, 'sha256'), digest);
  }
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  const fits = await verify(stored ?? (await nobody), password);
  return fits && stored !== null;
};

/** SHA-256, for secrets that are random enough to need no slow hash. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether two digests are equal, in constant time. */
export const isSameDigest = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Random text that is safe in a header, a cookie and a URL. */
export const randomSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

const TOKEN = /^plb_([A-Za-z0-9_-]{10})_[A-Za-z0-9_-]{20,}$/;
const KEY_HEX = 20;

/** The part of an API token it is found by: written in ours, derived for tokens of any other shape. */
export const tokenKey = (token: string): string =>
  TOKEN.exec(token)?.[1] ?? digestOf(`key ${token}`).toString('hex').slice(0, KEY_HEX);

/** A new API token. */
export const newToken = (): string => `plb_${randomBytes(8).toString('base64url').slice(0, 10)}_${randomSecret()}`;
