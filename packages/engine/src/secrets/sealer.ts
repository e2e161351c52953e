import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 1;

/** Text shown wherever a stored secret would be; an input that repeats it leaves the secret as it is. */
export const SECRET_MASK = '********';

/** Encrypts and decrypts what is secret at rest. */
export interface Sealer {
  /** Version, key id, nonce, tag and ciphertext in one value. `context` must be given again to open it. */
  seal(plain: string, context: string): Buffer;
  /** @throws Error when no key fits, or the value was altered or moved to another context. */
  open(sealed: Buffer, context: string): string;
}

interface Key {
  readonly id: Buffer;
  readonly bytes: Buffer;
}

const keyOf = (text: string): Key => {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== KEY_BYTES) throw new Error(`A master key is ${KEY_BYTES} bytes as base64.`);
  return {
    bytes,
    id: createHash('sha256').update('plumbline key id').update(bytes).digest().subarray(0, KEY_ID_BYTES),
  };
};

/** Ids of master keys, hex; every sealed value carries the one it was sealed under. They tell nothing about the keys. */
export const keyIds = (masterKeys: readonly string[]): string[] =>
  masterKeys.map((text) => keyOf(text).id.toString('hex'));

/** Id of the master key that a value was sealed straight under. */
export const masterKeyIdOf = (sealed: Buffer): string => sealed.subarray(1, 1 + KEY_ID_BYTES).toString('hex');

/** A new random master key, base64. */
export const newMasterKey = (): string => randomBytes(KEY_BYTES).toString('base64');

const encrypt = (key: Key, plain: string, context: string): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), key.id, nonce, cipher.getAuthTag(), body]);
};

const decrypt = (key: Key, sealed: Buffer, context: string): string => {
  const nonceEnd = 1 + KEY_ID_BYTES + NONCE_BYTES;
  const nonce = sealed.subarray(1 + KEY_ID_BYTES, nonceEnd);
  const decipher = createDecipheriv(ALGORITHM, key.bytes, nonce).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(nonceEnd, nonceEnd + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(nonceEnd + TAG_BYTES)), decipher.final()]).toString('utf8');
};

/**
 * AES-256-GCM under master keys, base64 of 32 bytes each.
 *
 * The first key encrypts; the others still open what was sealed before a rotation. Source: NIST SP 800-38D.
 */
export const createSealer = (masterKeys: string | readonly string[]): Sealer => {
  const keys = [masterKeys].flat().map(keyOf);
  const [current] = keys;
  if (!current) throw new Error('There is no master key.');
  return {
    seal: (plain, context) => encrypt(current, plain, context),
    open: (sealed, context) => {
      const id = masterKeyIdOf(sealed);
      const key = keys.find((candidate) => candidate.id.toString('hex') === id);
      if (sealed[0] !== VERSION || !key) throw new Error('No known master key opens this secret.');
      return decrypt(key, sealed, context);
    },
  };
};

/** What a column's secret is bound to, so that ciphertext copied to another row does not open. */
export const secretContext = (organizationId: string, objectType: string, id: string, field: string): string =>
  `${organizationId}/${objectType}/${id}/${field}`;
