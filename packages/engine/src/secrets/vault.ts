import { Unavailable } from '@plumbline/kit';
import { createHmac } from 'node:crypto';
import {
  dataKeyIdOf,
  newDataKey,
  openUnder,
  sealUnder,
  unwrapKey,
  wrapKey,
  type DataKey,
  type WrappedKey,
} from './data-key.ts';
import { OutsideSecrets, type SecretProvider, type SecretValue } from './reference.ts';
import { createSealer, keyIds, masterKeyIdOf, type Sealer } from './sealer.ts';

/** Runs SQL on the caller's transaction. */
export type VaultQuery = <T>(text: string, values: readonly unknown[]) => Promise<T[]>;

/** A value to be sealed, and what it is bound to. */
export interface PlainSecret {
  readonly value: SecretValue;
  readonly context: string;
}

/** A sealed value, and what it is bound to. */
export interface SealedSecret {
  readonly sealed: Buffer;
  readonly context: string;
}

/** Seals and opens the secrets of organizations, each under keys of its own, which the master key wraps. */
export interface Vault {
  /** Ids of the master keys that are there, newest first. */
  readonly masterKeys: readonly string[];
  readonly outside: OutsideSecrets;
  /**
   * Seals values of an organization under its newest data key; the first makes one.
   *
   * The key stays until the transaction ends: a rotation waits for it before it looks for the last uses. One statement.
   */
  seal(query: VaultQuery, organizationId: string, secrets: readonly PlainSecret[]): Promise<Buffer[]>;
  /** Opens values of an organization. @throws Unavailable when a key is missing; Error for a value altered or moved */
  open(query: VaultQuery, organizationId: string, secrets: readonly SealedSecret[]): Promise<SecretValue[]>;
  /** Data keys of an organization that the master keys here can open, by id, oldest first. */
  dataKeys(query: VaultQuery, organizationId: string): Promise<ReadonlyMap<string, DataKey>>;
  /** Makes a data key that is sealed under from now on. */
  makeKey(query: VaultQuery, organizationId: string): Promise<DataKey>;
  /** A stored data key, wrapped under the newest master key instead. @throws Error when its master key is not here */
  rewrap(organizationId: string, key: WrappedKey): Buffer;
  /** Fingerprints of a text under each master key, newest first: equal texts are told without keeping them. */
  fingerprints(text: string): string[];
  /** Opens one value with keys already at hand; null when its key is not here, or it was altered. */
  tryOpen(keys: ReadonlyMap<string, DataKey>, secret: SealedSecret): SecretValue | null;
}

/** Only keys that can be opened here; a restored database may hold others. FOR KEY SHARE holds it against removal. */
const NEWEST = `SELECT k.id, k.wrapped FROM core_data_key k
  WHERE k.organization_id = $1 AND encode(substr(k.wrapped, 2, 4), 'hex') = ANY($2::text[])
  ORDER BY k.number DESC LIMIT 1 FOR KEY SHARE`;

const ADD = `INSERT INTO core_data_key (organization_id, id, wrapped) SELECT $1, $2, $3`;

const ADD_FIRST = `${ADD} WHERE NOT EXISTS (SELECT 1 FROM core_data_key k
    WHERE k.organization_id = $1 AND encode(substr(k.wrapped, 2, 4), 'hex') = ANY($4::text[]))
  RETURNING id`;

const ALL = `SELECT k.id, k.wrapped FROM core_data_key k
  WHERE k.organization_id = $1 AND encode(substr(k.wrapped, 2, 4), 'hex') = ANY($2::text[]) ORDER BY k.number`;

const MISSING = 'No known key opens this secret: the master key it was sealed under is not here.';

/** Source: RFC 2104. */
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** A vault over keys that are there. */
class MasterVault implements Vault {
  readonly masterKeys: readonly string[];
  readonly outside: OutsideSecrets;
  readonly #master: Sealer;
  readonly #printKeys: readonly Buffer[];

  constructor(masterKeys: readonly string[], providers: readonly SecretProvider[]) {
    this.#master = createSealer(masterKeys);
    this.masterKeys = keyIds(masterKeys);
    this.#printKeys = masterKeys.map((key) => hmac(Buffer.from(key, 'base64'), 'plumbline fingerprint'));
    this.outside = new OutsideSecrets(providers);
  }

  async seal(query: VaultQuery, organizationId: string, secrets: readonly PlainSecret[]): Promise<Buffer[]> {
    if (secrets.length === 0) return [];
    const key = await this.#newest(query, organizationId);
    return secrets.map(({ value, context }) => sealUnder(key, value, context));
  }

  async open(query: VaultQuery, organizationId: string, secrets: readonly SealedSecret[]): Promise<SecretValue[]> {
    const needsKeys = secrets.some(({ sealed }) => dataKeyIdOf(sealed) !== null);
    const keys = needsKeys ? await this.dataKeys(query, organizationId) : new Map<string, DataKey>();
    return secrets.map((secret) => this.#open(keys, secret));
  }

  async dataKeys(query: VaultQuery, organizationId: string): Promise<ReadonlyMap<string, DataKey>> {
    const stored = await query<WrappedKey>(ALL, [organizationId, this.masterKeys]);
    return new Map(stored.map((key) => [key.id, unwrapKey(this.#master, organizationId, key)]));
  }

  async makeKey(query: VaultQuery, organizationId: string): Promise<DataKey> {
    const key = newDataKey();
    await query(ADD, [organizationId, key.id, wrapKey(this.#master, organizationId, key)]);
    return key;
  }

  rewrap(organizationId: string, stored: WrappedKey): Buffer {
    return wrapKey(this.#master, organizationId, unwrapKey(this.#master, organizationId, stored));
  }

  fingerprints(text: string): string[] {
    return this.#printKeys.map((key) => hmac(key, text).toString('hex'));
  }

  tryOpen(keys: ReadonlyMap<string, DataKey>, secret: SealedSecret): SecretValue | null {
    try {
      return this.#open(keys, secret);
    } catch {
      return null; // what can't be opened is left as it is and counted
    }
  }

  async #newest(query: VaultQuery, organizationId: string): Promise<DataKey> {
    for (;;) {
      const [stored] = await query<WrappedKey>(NEWEST, [organizationId, this.masterKeys]);
      if (stored) return unwrapKey(this.#master, organizationId, stored);
      const key = newDataKey();
      const wrapped = wrapKey(this.#master, organizationId, key);
      const added = await query(ADD_FIRST, [organizationId, key.id, wrapped, this.masterKeys]);
      if (added.length > 0) return key; // else a rotation took the key away between the two: its successor is found next
    }
  }

  #open(keys: ReadonlyMap<string, DataKey>, { sealed, context }: SealedSecret): SecretValue {
    const id = dataKeyIdOf(sealed);
    if (id === null && this.masterKeys.includes(masterKeyIdOf(sealed))) return this.#master.open(sealed, context);
    const key = keys.get(id ?? '');
    if (!key) throw new Unavailable(MISSING);
    return openUnder(key, sealed, context);
  }
}

/** A vault under master keys, base64 of 32 bytes each, newest first. @throws Error without a master key */
export const createVault = (masterKeys: readonly string[], providers: readonly SecretProvider[] = []): Vault =>
  new MasterVault(masterKeys, providers);
