import { quote } from '../registry/model.ts';
import { idBytes, sealUnder, type DataKey } from './data-key.ts';
import type { SealedPlace } from './places.ts';
import { secretContext } from './sealer.ts';
import type { Vault, VaultQuery } from './vault.ts';

/** Values of one column of one organization that are to be sealed anew. */
export interface Resealing {
  readonly query: VaultQuery;
  readonly vault: Vault;
  readonly organizationId: string;
  readonly place: SealedPlace;
  /** Key to seal under. */
  readonly key: DataKey;
  /** Also values under other data keys; otherwise only those sealed straight under a master key. */
  readonly all: boolean;
  /** Rows per statement. */
  readonly batch: number;
  /** Told after each batch how many rows it looked at; may throw to stop. */
  readonly onBatch: (rows: number) => void;
}

/** What became of the values. */
export interface Resealed {
  readonly sealed: number;
  /** Values whose key is not here; they stay as they are. */
  readonly unreadable: number;
}

interface StoredSecret {
  readonly id: string;
  readonly sealed: Buffer;
}

const NIL = '00000000-0000-0000-0000-000000000000';

const selectSql = ({ table, column }: SealedPlace, all: boolean): string => {
  const value = `t.${quote(column)}`;
  const old = `get_byte(${value}, 0) = 1${all ? ` OR substr(${value}, 2, 16) <> $4` : ''}`;
  return `SELECT t.id, ${value} AS sealed FROM ${quote(table)} t
    WHERE t.organization_id = $1 AND t.id > $2 AND ${value} IS NOT NULL AND (${old}) ORDER BY t.id LIMIT $3`;
};

/** Rows are locked in the order writers lock them, and only those replaced that still are as they were read. */
const updateSql = ({ table, column }: SealedPlace): string =>
  `WITH held AS MATERIALIZED (
     SELECT t.id FROM ${quote(table)} t WHERE t.organization_id = $1 AND t.id = ANY($2::uuid[])
     ORDER BY t.id FOR NO KEY UPDATE OF t)
   UPDATE ${quote(table)} t SET ${quote(column)} = v.now
   FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS v(id, was, now) JOIN held ON held.id = v.id
   WHERE t.organization_id = $1 AND t.id = v.id AND t.${quote(column)} = v.was RETURNING t.id`;

interface Renewed extends StoredSecret {
  readonly now: Buffer;
}

/** The values under the new key; those that can't be opened are left out. */
const renewed = async (work: Resealing, rows: readonly StoredSecret[]): Promise<Renewed[]> => {
  const { vault, query, organizationId, place, key } = work;
  const keys = await vault.dataKeys(query, organizationId);
  return rows.flatMap(({ id, sealed }) => {
    const context = secretContext(organizationId, place.type, id, place.field);
    const value = vault.tryOpen(keys, { sealed, context });
    return value === null ? [] : [{ id, sealed, now: sealUnder(key, value, context) }];
  });
};

/** Seals the values of a column anew, batch by batch, in the order of their ids; each batch is two statements. */
export const resealPlace = async (work: Resealing): Promise<Resealed> => {
  const { query, organizationId, place, key, all, batch, onBatch } = work;
  let [sealed, unreadable, last] = [0, 0, NIL];
  for (;;) {
    const values = [organizationId, last, batch, ...(all ? [idBytes(key.id)] : [])];
    const rows = await query<StoredSecret>(selectSql(place, all), values);
    if (rows.length === 0) return { sealed, unreadable };
    const next = await renewed(work, rows);
    const columns = [next.map(({ id }) => id), next.map((row) => row.sealed), next.map(({ now }) => now)];
    const done = next.length === 0 ? [] : await query<{ id: string }>(updateSql(place), [organizationId, ...columns]);
    sealed += done.length;
    unreadable += rows.length - next.length;
    last = rows.at(-1)?.id ?? last;
    onBatch(rows.length);
  }
};
