import {
  buildSchemaFor,
  createReader,
  grantPredicates,
  organizationPredicates,
  type Actor,
  type Edge,
  type Grant,
  type Model,
  type Predicate,
  type Reach,
  type ReachingPredicates,
  type Reader,
  type Registry,
  type RowPredicates,
} from '@plumbline/engine';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { relax } from '../../../engine/test/lab/index.ts';
import { seed, seedSearch } from '../../../engine/test/lab/seed.ts';
import { testDatabase } from '../../../testing/src/index.ts';
import { domains, registry, SESSION_OPTIONS } from '../../src/index.ts';
import { ORGANIZATIONS, ROWS } from './ids.ts';
import { finishSeed, loosen } from './seed.ts';

/** Rows of one model that a viewer may not see: all, or those with an even number. */
export interface Hidden {
  readonly model: Model;
  readonly which: 'all' | 'even';
}

/** SQL condition that picks the hidden rows of an alias. */
export const hiddenSql = ({ which }: Hidden, alias: string): string =>
  which === 'all' ? 'true' : `${alias}.number % 2 = 0`;

/** Rights of one who may see everything but the hidden rows. */
export const hiding = (hidden: Hidden): ReachingPredicates => {
  const rights = (model: Model, actor: Actor): Predicate | null => {
    const organization = organizationPredicates(model, actor);
    if (model !== hidden.model || organization === null) return organization;
    return {
      sql: (alias, params) => `${organization.sql(alias, params)} AND NOT (${hiddenSql(hidden, alias)})`,
    };
  };
  const reach = (model: Model): Reach => {
    if (model.administratorsOnly) return 'none'; // a member, which no viewer here is more than
    if (model !== hidden.model) return 'all';
    return hidden.which === 'all' ? 'none' : 'some';
  };
  return Object.assign(rights, { reach });
};

/** A member of one of the organizations; a new object each time, since rights are kept by actor. */
export const memberOf = (organization = 0): Actor => ({
  organizationId: ORGANIZATIONS[organization] ?? '',
  userId: null,
  tokenId: null,
  name: 'tester',
  source: 'api',
  superuser: false,
  readOnly: true,
  bulk: false,
  requestId: 'test',
  grants: [],
});

/** Numbers that hidden rows may have; there are more rows about objects than of anything else. */
const EVEN = Array.from({ length: 200 }, (_, n) => 2 * (n + 1));

const grant = (objectTypes: readonly string[], predicate: Grant['predicate'] = null): Grant => ({
  objectTypes,
  actions: ['view'],
  predicate,
  fields: null,
});

/** A member whose grants let everything be seen but the hidden rows. */
export const viewerWithout = ({ model, which }: Hidden): Actor => {
  const others = registry.models.filter((other) => other !== model).map(({ name }) => name);
  const some = grant([model.name], { not: { number: { in: EVEN } } });
  return { ...memberOf(), grants: [grant(others), ...(which === 'even' ? [some] : [])] };
};

/** What one document answers. */
export type Answer = Readonly<Record<string, unknown>>;

/** Answers documents. */
export type Ask = (text: string) => Promise<Answer>;

const LIMITS = { cost: Number.MAX_SAFE_INTEGER, sqlBytes: 10_000_000, aliases: 100_000, deadlineMs: 600_000 };

/** The model with every reference optional, as it is in a world that lacks what some refer to. */
const loosened = (): Registry => {
  const models = registry.models.map((model): Model => {
    const edges = [...model.edges].map(([name, edge]): [string, Edge] => [
      name,
      edge.kind === 'one' || edge.kind === 'arc' ? { ...edge, nullable: true } : edge,
    ]);
    return { ...model, edges: new Map(edges) };
  });
  const byName = new Map(models.map((model) => [model.name, model]));
  const find = (name: string) => byName.get(name);
  const model = (name: string) => find(name) ?? registry.model(name);
  return { ...registry, models, find, model, byType: new Map(models.map((one) => [one.type, one])) };
};

/** A pool of one connection whose transaction is somebody else's. */
const poolOver = (client: Client): Pool => {
  const shared = new Proxy(client, {
    get: (target, key) => {
      if (key === 'release') return () => undefined;
      if (key === 'query')
        return (query: unknown, ...rest: unknown[]) =>
          typeof query === 'string' && /^(BEGIN|COMMIT)/.test(query)
            ? Promise.resolve()
            : (target.query as (...all: unknown[]) => unknown).call(target, query, ...rest);
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
  return { connect: () => Promise.resolve(shared) } as unknown as Pool;
};

/** One or two organizations with rows of every model and every reference set, in a database without constraints. */
export class World {
  readonly schema: GraphQLSchema = buildSchemaFor({
    registry,
    rules: domains.flatMap((domain) => domain.rules),
    resolvers: domains.flatMap((domain) => domain.resolvers),
  });

  readonly #byGrants = this.#reader(grantPredicates(registry));
  readonly #ofLoosened = this.#reader(organizationPredicates, loosened());
  readonly #documents = new Map<string, DocumentNode>();
  /** One object for the connection all along, since what is prepared on it is noted by object. */
  readonly #inTransaction: Pool;

  private constructor(
    readonly url: string,
    readonly pool: Pool,
    readonly client: Client,
  ) {
    this.#inTransaction = poolOver(client);
  }

  /** Makes one; with two organizations where asked for, both filled alike. Takes some seconds. */
  static async open(count: 1 | 2 = 1): Promise<World> {
    const { url } = await testDatabase();
    const extra = { options: SESSION_OPTIONS };
    const dataSource = await new DataSource({ type: 'postgres', url, extra }).initialize();
    await relax(dataSource);
    await loosen(dataSource);
    const organizations = ORGANIZATIONS.slice(0, count);
    await seed(dataSource, { registry, organizations, rows: ROWS });
    await finishSeed(dataSource, organizations);
    await seedSearch(dataSource, registry);
    await dataSource.query('ANALYZE');
    await dataSource.destroy();
    const connection = { connectionString: url, options: SESSION_OPTIONS, pipeline: true };
    const client = new Client(connection as never);
    await client.connect();
    return new World(url, new Pool({ ...connection, max: 2 } as never), client);
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.pool.end();
  }

  #reader(predicates: RowPredicates, model = registry): Reader {
    return createReader({ registry: model, schema: this.schema, predicates, limits: LIMITS });
  }

  /** Answers as an actor with grants sees the world. */
  as(actor: Actor): Ask {
    return this.#asking(this.#byGrants, this.pool, actor);
  }

  /** Answers as a member sees the world by rights made by hand. */
  by(predicates: RowPredicates): Ask {
    return this.#asking(this.#reader(predicates), this.pool, memberOf());
  }

  /** Answers as one who may see everything, in a world that never had some rows; it is as before afterwards. */
  async without<T>(removal: readonly string[], body: (ask: Ask) => Promise<T>): Promise<T> {
    await this.client.query('BEGIN');
    try {
      for (const sql of removal) await this.client.query(sql);
      return await body(this.#asking(this.#ofLoosened, this.#inTransaction, memberOf()));
    } finally {
      await this.client.query('ROLLBACK');
    }
  }

  #document(text: string): DocumentNode {
    const known = this.#documents.get(text);
    if (known) return known;
    const document = parse(text, { noLocation: true });
    this.#documents.clear();
    this.#documents.set(text, document);
    return document;
  }

  #asking(reader: Reader, pool: Pool, actor: Actor): Ask {
    return async (text) => {
      const document = this.#document(text);
      const answer = await reader.respond({ document, actor }, pool);
      if (!answer) throw new Error(`Not planned: ${JSON.stringify(reader.explain({ document, actor }))}`);
      return JSON.parse(answer.text) as Answer;
    };
  }
}
