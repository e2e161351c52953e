import { quote } from '../registry/model.ts';
import type { SealedPlace } from './places.ts';
import type { VaultQuery } from './vault.ts';

/** A master key and what it is still needed for. */
export interface MasterKeyUse {
  /** Its id; tells nothing about the key. */
  readonly id: string;
  /** `newest` seals; `removable` may be taken away; `needed` still opens something; `missing` is needed and not here. */
  readonly state: 'newest' | 'removable' | 'needed' | 'missing';
}

const USED = (places: readonly SealedPlace[]): string =>
  [
    `SELECT encode(substr(k.wrapped, 2, 4), 'hex') AS id FROM core_data_key k`,
    ...places.map(({ table, column }) => {
      const value = `t.${quote(column)}`;
      return `SELECT encode(substr(${value}, 2, 4), 'hex') FROM ${quote(table)} t
        WHERE ${value} IS NOT NULL AND get_byte(${value}, 0) = 1`;
    }),
  ].join(' UNION ');

/** State of every master key that is here or that something is sealed under, newest first. */
export const masterKeyUse = async (
  query: VaultQuery,
  places: readonly SealedPlace[],
  here: readonly string[],
): Promise<MasterKeyUse[]> => {
  const used = new Set((await query<{ id: string }>(USED(places), [])).map(({ id }) => id));
  const present = here.map((id, at): MasterKeyUse => {
    if (at === 0) return { id, state: 'newest' };
    return { id, state: used.has(id) ? 'needed' : 'removable' };
  });
  const absent = [...used].filter((id) => !here.includes(id)).toSorted();
  return [...present, ...absent.map((id): MasterKeyUse => ({ id, state: 'missing' }))];
};
