import type { DataSource } from 'typeorm';

/** Hands out numbers 1..n per organization and type. */
export interface NumberAllocator {
  /** First of `count` consecutive numbers nobody else gets. Gaps appear when the caller rolls back. */
  reserve(organizationId: string, objectType: string, count: number): Promise<number>;
  /** First number a reservation would give now; takes nothing. */
  peek(organizationId: string, objectType: string): Promise<number>;
  /** Makes later reservations start above `highest`. */
  moveBeyond(organizationId: string, objectType: string, highest: number): Promise<void>;
}

const RESERVE = `INSERT INTO core_number_counter AS c (organization_id, object_type, next) VALUES ($1, $2, 1 + $3::bigint)
  ON CONFLICT (organization_id, object_type) DO UPDATE SET next = c.next + $3::bigint RETURNING next - $3::bigint AS first`;

const BEYOND = `INSERT INTO core_number_counter AS c (organization_id, object_type, next) VALUES ($1, $2, $3::bigint + 1)
  ON CONFLICT (organization_id, object_type) DO UPDATE SET next = greatest(c.next, excluded.next)`;

const PEEK = 'SELECT next AS first FROM core_number_counter WHERE organization_id = $1 AND object_type = $2';

/**
 * Reserves in a short transaction of its own, so that creates never wait for each other's commit.
 *
 * One reservation runs at a time in a process: together with the limit on write transactions this leaves a
 * connection free for it.
 */
export const createNumberAllocator = (dataSource: DataSource): NumberAllocator => {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const result = last.then(step, step);
    last = result.catch(() => null);
    return result;
  };
  const first = async (sql: string, values: readonly unknown[]): Promise<number | null> => {
    const rows = await inTurn(() => dataSource.query<{ first: string }[]>(sql, [...values]));
    return rows[0] ? Number(rows[0].first) : null;
  };
  return {
    reserve: async (organizationId, objectType, count) =>
      (await first(RESERVE, [organizationId, objectType, count])) ?? 1,
    peek: async (organizationId, objectType) => (await first(PEEK, [organizationId, objectType])) ?? 1,
    moveBeyond: async (organizationId, objectType, highest) => {
      await first(BEYOND, [organizationId, objectType, highest]);
    },
  };
};
