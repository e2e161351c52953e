import { Conflict } from '@plumbline/kit';
import type { ClientBase } from 'pg';
import type { QueryRunner } from 'typeorm';
import { quote } from '../registry/model.ts';
import { createDb } from '../write/db.ts';
import type { Engine } from '../write/engine.ts';
import { isTransient } from '../write/violation.ts';
import { dataKeyIdOf, type DataKey, type WrappedKey } from './data-key.ts';
import { sealedPlaces, type SealedPlace } from './places.ts';
import { masterKeyUse, type MasterKeyUse } from './master-key-use.ts';
import { resealPlace, type Resealing } from './reseal.ts';
import type { VaultQuery } from './vault.ts';

/** What a rotation is to do, and whom it tells. */
export interface RotationOptions {
  /** Makes new data keys and seals every value anew; otherwise data keys are only wrapped anew. */
  readonly data: boolean;
  /** Rows per statement. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  /** Told of values done and of all there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a rotation did. */
export interface RotationReport {
  readonly organizations: number;
  /** Data keys wrapped anew, made, and removed because nothing is sealed under them any more. */
  readonly dataKeys: { readonly wrapped: number; readonly made: number; readonly removed: number };
  /** Values sealed anew, and those left as they are because their key is not here. */
  readonly values: { readonly sealed: number; readonly unreadable: number };
  readonly masterKeys: readonly MasterKeyUse[];
}

const LOCK = 0x706c_6d6b;
const BATCH = 5_000;
const TRIES = 5;

const ORGANIZATIONS = (places: readonly SealedPlace[]): string =>
  [
    'SELECT k.organization_id FROM core_data_key k',
    ...places.map(
      ({ table, column }) => `SELECT t.organization_id FROM ${quote(table)} t WHERE t.${quote(column)} IS NOT NULL`,
    ),
  ].join(' UNION ');

const TOTAL = (places: readonly SealedPlace[]): string =>
  `SELECT (${places.map(({ table, column }) => `(SELECT count(${quote(column)}) FROM ${quote(table)})`).join(' + ')})::float8 AS total`;

/** One rotation under way, on a connection of its own. */
class Rotation {
  private readonly places: readonly SealedPlace[];
  private readonly keys = { wrapped: 0, made: 0, removed: 0 };
  private readonly values = { sealed: 0, unreadable: 0 };
  private seen = 0;
  private total = 0;

  constructor(
    private readonly engine: Engine,
    private readonly runner: QueryRunner,
    private readonly query: VaultQuery,
    private readonly options: RotationOptions,
  ) {
    this.places = sealedPlaces(engine.registry);
  }

  async run(): Promise<RotationReport> {
    const found = await this.query<{ organization_id: string }>(ORGANIZATIONS(this.places), []);
    const [count] = await this.query<{ total: number }>(TOTAL(this.places), []);
    this.total = count?.total ?? 0;
    for (const { organization_id } of found) await this.organization(organization_id);
    return {
      organizations: found.length,
      dataKeys: this.keys,
      values: this.values,
      masterKeys: await masterKeyUse(this.query, this.places, this.engine.vault.masterKeys),
    };
  }

  private async organization(organizationId: string): Promise<void> {
    await this.wrapAnew(organizationId);
    const key = await this.target(organizationId);
    for (const place of this.places) {
      const { sealed, unreadable } = await this.again(() => resealPlace(this.resealing(organizationId, place, key)));
      this.values.sealed += sealed;
      this.values.unreadable += unreadable;
    }
    if (this.options.data) await this.again(() => this.removeOthers(organizationId, key));
  }

  /** A writer and the rotation may wait for each other; the database then stops one of them. */
  private async again<T>(step: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await step();
      } catch (error) {
        if (this.runner.isTransactionActive) await this.runner.rollbackTransaction();
        if (attempt === TRIES || !isTransient(error)) throw error;
      }
    }
  }

  /** Brings data keys under the newest master key; a key that changed meanwhile is left to whoever changed it. */
  private async wrapAnew(organizationId: string): Promise<void> {
    const { vault } = this.engine;
    const [newest = ''] = vault.masterKeys;
    const old = await this.query<WrappedKey>(
      `SELECT k.id, k.wrapped FROM core_data_key k
       WHERE k.organization_id = $1 AND encode(substr(k.wrapped, 2, 4), 'hex') = ANY($2::text[])`,
      [organizationId, vault.masterKeys.filter((id) => id !== newest)],
    );
    for (const stored of old) {
      const wrapped = vault.rewrap(organizationId, stored);
      await this.query(
        'UPDATE core_data_key SET wrapped = $3 WHERE organization_id = $1 AND id = $2 AND wrapped = $4',
        [organizationId, stored.id, wrapped, stored.wrapped],
      );
      this.keys.wrapped++;
    }
  }

  /** The key that values are to be sealed under: a new one, or the newest there is. */
  private async target(organizationId: string): Promise<DataKey> {
    const before = await this.engine.vault.dataKeys(this.query, organizationId);
    const last = [...before.values()].at(-1);
    if (last && !this.options.data) return last;
    this.keys.made++;
    return this.engine.vault.makeKey(this.query, organizationId);
  }

  private resealing(organizationId: string, place: SealedPlace, key: DataKey): Resealing {
    const { data, batch = BATCH, signal, onProgress } = this.options;
    return {
      query: this.query,
      vault: this.engine.vault,
      organizationId,
      place,
      key,
      all: data,
      batch,
      onBatch: (rows) => {
        signal?.throwIfAborted();
        this.seen += rows;
        onProgress?.(Math.min(this.seen, this.total), this.total);
      },
    };
  }

  /**
   * Removes the keys that nothing needs any more.
   *
   * Locking a key waits for the writers that hold it, and whoever comes later takes the newest; what those writers
   * left is sealed anew under the lock, so that no use can be missed.
   */
  private async removeOthers(organizationId: string, key: DataKey): Promise<void> {
    await this.runner.startTransaction('READ COMMITTED');
    const others = await this.query<{ id: string }>(
      'SELECT k.id FROM core_data_key k WHERE k.organization_id = $1 AND k.id <> $2 ORDER BY k.id FOR UPDATE',
      [organizationId, key.id],
    );
    for (const place of others.length === 0 ? [] : this.places) {
      const { sealed } = await resealPlace(this.resealing(organizationId, place, key));
      this.values.sealed += sealed;
    }
    const used = await this.usedKeys(organizationId);
    const unused = others.filter(({ id }) => !used.has(id)).map(({ id }) => id);
    await this.query('DELETE FROM core_data_key WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
      organizationId,
      unused,
    ]);
    await this.runner.commitTransaction();
    this.keys.removed += unused.length;
  }

  private async usedKeys(organizationId: string): Promise<ReadonlySet<string>> {
    const heads = await this.query<{ head: Buffer }>(
      this.places
        .map(
          ({ table, column }) =>
            `SELECT substr(t.${quote(column)}, 1, 17) AS head FROM ${quote(table)} t
             WHERE t.organization_id = $1 AND t.${quote(column)} IS NOT NULL AND get_byte(t.${quote(column)}, 0) <> 1`,
        )
        .join(' UNION '),
      [organizationId],
    );
    return new Set(heads.map(({ head }) => dataKeyIdOf(head) ?? ''));
  }
}

/**
 * Brings secrets under new keys while the product runs.
 *
 * Data keys are wrapped under the newest master key, and values that are still sealed straight under a master key get
 * a data key; with `data`, every organization gets a new data key and every value is sealed anew. Rows are compared
 * before they are replaced, so that what people write meanwhile stays. It may be stopped and started again.
 *
 * @throws Conflict `CONFLICT` while another rotation runs
 */
export const rotateSecrets = async (engine: Engine, options: RotationOptions): Promise<RotationReport> => {
  const runner = engine.dataSource.createQueryRunner();
  try {
    const [lock] = (await runner.query(`SELECT pg_try_advisory_lock(${LOCK}) AS held`)) as { held: boolean }[];
    if (lock?.held !== true)
      throw new Conflict('CONFLICT', 'Another rotation of secrets is under way; wait for its end.');
    try {
      const { query } = createDb((await runner.connect()) as ClientBase); // the driver's own client
      return await new Rotation(engine, runner, query, options).run();
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.query(`SELECT pg_advisory_unlock(${LOCK})`);
    }
  } finally {
    await runner.release();
  }
};
