import { InvalidInput } from '@plumbline/kit';
import type { Pool, PoolClient } from 'pg';
import { newParams, type Actor, type RowPredicates } from '../../actor.ts';
import { quote, type Model } from '../../registry/model.ts';
import { createDb, type Db } from '../../write/db.ts';
import { layoutOf } from '../../write/layout.ts';
import { rowReader, selectList } from '../../write/load.ts';
import type { Row } from '../../write/work.ts';

/** Rows read at a time. */
const BATCH = 1_000;

/** What is read of the rows of a model. */
export interface SnapshotQuery {
  /** Fields and to-many references by key; secrets read as a mask. */
  readonly fields: readonly string[];
  /** Only rows with these ids; all when absent. */
  readonly ids?: readonly string[];
}

/** One moment of an organization: whatever is read of it, and in whatever order, belongs together. */
export interface Snapshot {
  /** How many rows of a model the organization has. */
  count(model: Model): Promise<number>;
  /** How many of them no import of a source brought. */
  countWithout(model: Model, source: string): Promise<number>;
  /** Rows in the order in which they were made, parents before children; few in memory at a time. */
  rows(model: Model, query: SnapshotQuery): AsyncGenerator<Row[]>;
  /** A small result of SQL whose first parameter is the organization. */
  query<T>(text: string): Promise<T[]>;
  /** The same for a large result, few rows in memory at a time. */
  batches<T>(text: string): AsyncGenerator<T[]>;
  close(): Promise<void>;
}

interface Statement {
  readonly from: string;
  readonly values: unknown[];
}

const statementFor = (model: Model, actor: Actor, predicates: RowPredicates, ids?: readonly string[]): Statement => {
  const params = newParams();
  const scope = predicates(model, actor)?.sql('t', params) ?? 'true';
  const chosen = ids === undefined ? '' : ` AND t.id = ANY(${params.add(ids, 'uuid[]')})`;
  return { from: `${quote(model.table)} t WHERE ${scope}${chosen}`, values: params.values };
};

const pick = (model: Model, keys: readonly string[]) => {
  const layout = layoutOf(model);
  const wanted = new Set(keys);
  const unknown = keys.filter((key) => !layout.byKey.has(key) && !layout.linkByKey.has(key));
  if (unknown.length > 0)
    throw new InvalidInput(
      unknown.map((key) => ({ path: key, code: 'BAD_USER_INPUT', message: `${model.name} has no field "${key}".` })),
    );
  return {
    layout,
    fields: layout.fields.filter(({ key }) => wanted.has(key)),
    links: layout.links.filter(({ key }) => wanted.has(key)),
  };
};

class OpenSnapshot implements Snapshot {
  private readonly db: Db;
  private cursors = 0;

  constructor(
    private readonly client: PoolClient,
    private readonly actor: Actor,
    private readonly predicates: RowPredicates,
  ) {
    this.db = createDb(client);
  }

  async count(model: Model): Promise<number> {
    const { from, values } = statementFor(model, this.actor, this.predicates);
    const [row] = await this.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${from}`, values);
    return Number(row?.n ?? 0);
  }

  async countWithout(model: Model, source: string): Promise<number> {
    const { from, values } = statementFor(model, this.actor, this.predicates);
    const [organization, name, type] = [1, 2, 3].map((at) => `$${values.length + at}`);
    const [row] = await this.db.query<{ n: string }>(
      `SELECT count(*) AS n FROM ${from} AND NOT EXISTS (SELECT 1 FROM core_provenance p
         WHERE p.organization_id = ${organization}::uuid AND p.object_id = t.id AND p.source = ${name} AND p.object_type = ${type})`,
      [...values, this.actor.organizationId, source, model.name],
    );
    return Number(row?.n ?? 0);
  }

  async *rows(model: Model, query: SnapshotQuery): AsyncGenerator<Row[]> {
    const { layout, fields, links } = pick(model, query.fields);
    const { from, values } = statementFor(model, this.actor, this.predicates, query.ids);
    const order = model.tree === null ? 't.id' : 'cardinality(t.tree_path), t.id';
    const select = `SELECT ${selectList(layout, fields, links)} FROM ${from} ORDER BY ${order}`;
    const read = rowReader(fields, links);
    for await (const rows of this.fetched(select, values, (fetch) => this.db.raw(fetch))) yield rows.map(read);
  }

  batches<T>(text: string): AsyncGenerator<T[]> {
    return this.fetched(text, [this.actor.organizationId], (fetch) => this.db.query<T>(fetch));
  }

  private async *fetched<T>(
    select: string,
    values: readonly unknown[],
    fetch: (statement: string) => Promise<T[]>,
  ): AsyncGenerator<T[]> {
    const cursor = `snapshot_rows_${++this.cursors}`;
    await this.db.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${select}`, values);
    for (;;) {
      const rows = await fetch(`FETCH ${BATCH} FROM ${cursor}`);
      if (rows.length === 0) break;
      yield rows;
    }
    await this.db.query(`CLOSE ${cursor}`);
  }

  query<T>(text: string): Promise<T[]> {
    return this.db.query<T>(text, [this.actor.organizationId]);
  }

  async close(): Promise<void> {
    try {
      await this.db.query('ROLLBACK');
      this.client.release();
    } catch (error) {
      this.client.release(error as Error);
    }
  }
}

/** Opens a snapshot on a connection of its own, which `close` gives back. */
export const openSnapshot = async (pool: Pool, actor: Actor, predicates: RowPredicates): Promise<Snapshot> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    return new OpenSnapshot(client, actor, predicates);
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
};
