import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { uuidv7 } from '../write/uuid.ts';
import type { Sealer } from './sealer.ts';
import type { SecretValue } from './reference.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const ID_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES;

/** First byte of a value sealed straight under a master key, as all were before organizations had keys. */
export const MASTER_SEALED = 1;
const TEXT = 2;
const REFERENCE = 3;

/** Key of one organization that its secrets are sealed under. */
export interface DataKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** A data key as it is stored: readable only with the master key it is wrapped by. */
export interface WrappedKey {
  readonly id: string;
  readonly wrapped: Buffer;
}

/** Bytes of a key's id, as they stand in every value sealed under it. */
export const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

const uuidOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Id of the data key a value is sealed under; null for a value sealed straight under a master key. */
export const dataKeyIdOf = (sealed: Buffer): string | null =>
  sealed[0] === MASTER_SEALED ? null : uuidOf(sealed.subarray(1, HEADER_BYTES));

/** What a wrapped key is bound to, so that it opens as this key of this organization only. */
const wrapContext = (organizationId: string, id: string): string => `${organizationId}/core.DataKey/${id}/wrapped`;

/** A new random data key. */
export const newDataKey = (): DataKey => ({ id: uuidv7(), bytes: randomBytes(KEY_BYTES) });

/** Seals a data key under the newest master key. */
export const wrapKey = (master: Sealer, organizationId: string, { id, bytes }: DataKey): Buffer =>
  master.seal(bytes.toString('base64'), wrapContext(organizationId, id));

/** Opens a stored data key. @throws Error when its master key is not there or it was altered */
export const unwrapKey = (master: Sealer, organizationId: string, { id, wrapped }: WrappedKey): DataKey => ({
  id,
  bytes: Buffer.from(master.open(wrapped, wrapContext(organizationId, id)), 'base64'),
});

/** Version, data key id, nonce, tag and ciphertext; the header and the context are authenticated. Source: NIST SP 800-38D. */
export const sealUnder = ({ id, bytes }: DataKey, value: SecretValue, context: string): Buffer => {
  const isText = typeof value === 'string';
  const header = Buffer.concat([Buffer.from([isText ? TEXT : REFERENCE]), idBytes(id)]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, bytes, nonce).setAAD(Buffer.concat([header, Buffer.from(context)]));
  const body = Buffer.concat([cipher.update(isText ? value : JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), body]);
};

/** Opens what `sealUnder` made. @throws Error when it was altered, or moved to another context */
export const openUnder = ({ bytes }: DataKey, sealed: Buffer, context: string): SecretValue => {
  const nonceEnd = HEADER_BYTES + NONCE_BYTES;
  const header = sealed.subarray(0, HEADER_BYTES);
  const decipher = createDecipheriv(ALGORITHM, bytes, sealed.subarray(HEADER_BYTES, nonceEnd), {
    authTagLength: TAG_BYTES,
  }).setAAD(Buffer.concat([header, Buffer.from(context)]));
  decipher.setAuthTag(sealed.subarray(nonceEnd, nonceEnd + TAG_BYTES));
  const plain = Buffer.concat([decipher.update(sealed.subarray(nonceEnd + TAG_BYTES)), decipher.final()]).toString(
    'utf8',
  );
  return sealed[0] === REFERENCE ? (JSON.parse(plain) as SecretValue) : plain; // authenticated: we wrote it
};
