import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import { preparedName } from '../prepared.ts';
import { quote } from '../registry/model.ts';

/** What is counted: the rows of one type in one organization. */
export interface NumberSource {
  readonly organizationId: string;
  readonly objectType: string;
  readonly table: string;
  /** Null for types outside organizations, which share one counter. */
  readonly organizationColumn: string | null;
}

/** Hands out numbers 1..n per organization and type. */
export interface NumberAllocator {
  /** First of `count` consecutive numbers nobody else gets. Gaps appear when the caller rolls back. */
  reserve(source: NumberSource, count: number): Promise<number>;
  /** First number a reservation would give now; takes nothing. */
  peek(source: NumberSource): Promise<number>;
  /** Makes later reservations start above `highest`. */
  moveBeyond(source: NumberSource, highest: number): Promise<void>;
}

const NO_ORGANIZATION = '00000000-0000-0000-0000-000000000000';

const counterKey = (source: NumberSource): [organizationId: string, objectType: string] => [
  source.organizationColumn === null ? NO_ORGANIZATION : source.organizationId,
  source.objectType,
];

/** Where counting starts: above rows that came in past the pipeline, such as the first organization. */
const floorSql = ({ table, organizationColumn }: NumberSource): string => {
  const within = organizationColumn === null ? '' : ` WHERE ${quote(organizationColumn)} = $1`;
  return `coalesce((SELECT max(number) FROM ${quote(table)}${within}), 0) + 1`;
};

/** Does not wait for the disk: whoever commits a row with the number writes the log up to there, and this before it. */
const ADVANCE = `UPDATE core_number_counter SET next = next + $3::bigint
  WHERE organization_id = $1 AND object_type = $2 AND set_config('synchronous_commit', 'off', true) = 'off'
  RETURNING next - $3::bigint AS first`;

/** The same for what is counted for the first time. */
const reserveSql = (source: NumberSource): string =>
  `INSERT INTO core_number_counter AS c (organization_id, object_type, next)
   SELECT $1::uuid, $2::text, ${floorSql(source)} + $3::bigint WHERE set_config('synchronous_commit', 'off', true) = 'off'
   ON CONFLICT (organization_id, object_type) DO UPDATE SET next = c.next + $3::bigint RETURNING next - $3::bigint AS first`;

const beyondSql = (source: NumberSource): string =>
  `INSERT INTO core_number_counter AS c (organization_id, object_type, next)
   VALUES ($1, $2, greatest($3::bigint + 1, ${floorSql(source)}))
   ON CONFLICT (organization_id, object_type) DO UPDATE SET next = greatest(c.next, $3::bigint + 1)`;

const peekSql = (source: NumberSource): string =>
  `SELECT coalesce((SELECT next FROM core_number_counter WHERE organization_id = $1 AND object_type = $2), ${floorSql(source)}) AS first`;

/** The row that the first of several statements gives which gives any. */
const firstAnswer = async (dataSource: DataSource, statements: readonly string[], values: readonly unknown[]) => {
  const queryRunner = dataSource.createQueryRunner();
  try {
    const client = (await queryRunner.connect()) as ClientBase; // TypeORM hands out the driver's client
    for (const text of statements) {
      const asked = { text, values: [...values], name: preparedName(client, text) };
      const [row] = (await client.query<{ first: string }>(asked)).rows;
      if (row) return row;
    }
    return null;
  } finally {
    await queryRunner.release();
  }
};

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
  const first = async (statements: readonly string[], values: readonly unknown[]): Promise<number> =>
    Number((await inTurn(() => firstAnswer(dataSource, statements, values)))?.first ?? 1);
  return {
    reserve: (source, count) => first([ADVANCE, reserveSql(source)], [...counterKey(source), count]),
    peek: (source) => first([peekSql(source)], counterKey(source)),
    moveBeyond: async (source, highest) => {
      await first([beyondSql(source)], [...counterKey(source), highest]);
    },
  };
};
