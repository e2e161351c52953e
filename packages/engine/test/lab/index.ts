import { execute, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { testDatabase } from '../../../testing/src/index.ts';
import type { Actor, RowPredicates } from '../../src/actor.ts';

import { rawIndexStatements } from '../../src/bind/indexes.ts';
import { entitySchemas } from '../../src/bind/typeorm.ts';
import { organizationPredicates } from '../../src/permissions.ts';
import { createReader, readFieldResolver, type Reader, type ReadLimits } from '../../src/read/index.ts';
import { buildRegistry } from '../../src/registry/build.ts';
import type { Registry } from '../../src/registry/model.ts';
import { jobTablesSql } from '../../src/jobs/system-tables.ts';
import { systemTablesSql } from '../../src/write/system-tables.ts';
import { labComputed } from './computed.ts';
import { labDerived } from './derived.ts';
import { labClasses } from './model.ts';
import { labSchema } from './schema.ts';
import { seed, seedSearch } from './seed.ts';

export { rowId } from './seed.ts';

/** Session settings the read path relies on. */
export const SESSION = '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c extra_float_digits=1 -c jit=off';

/** Organizations of the lab; the second holds as many rows as the first. */
export const organizations = ['01900000-ffff-7000-8000-000000000001', '01900000-ffff-7000-8000-000000000002'] as const;

/** Settings of a lab. */
export interface LabOptions {
  readonly rows?: number;
  readonly predicates?: RowPredicates;
  readonly limits?: Partial<ReadLimits>;
  readonly schema?: GraphQLSchema;
}

/** Answer of one query and what it took. */
export interface Answered {
  readonly data: Record<string, unknown>;
  readonly text: string;
  readonly statements: readonly string[];
}

/** Two organizations of a small network in a database of their own, with a reader over them. */
export interface Lab {
  readonly registry: Registry;
  readonly schema: GraphQLSchema;
  readonly reader: Reader;
  readonly pool: Pool;
  readonly dataSource: DataSource;
  readonly actor: Actor;
  /** Another reader over the same rows. */
  with(options: LabOptions): Reader;
  /** Through the fast path; throws when it declines. */
  ask(query: string, variables?: Record<string, unknown>, by?: { reader?: Reader; actor?: Actor }): Promise<Answered>;
  /** Through graphql-js over the reader's rows. */
  fallback(
    query: string,
    variables?: Record<string, unknown>,
    by?: { reader?: Reader; actor?: Actor },
  ): Promise<ExecutionResult>;
  close(): Promise<void>;
}

/** A member of one of the organizations. */
export const labActor = (organization = 0, over: Partial<Actor> = {}): Actor => ({
  organizationId: organizations[organization] ?? '',
  userId: null,
  tokenId: null,
  name: 'tester',
  source: 'api',
  superuser: false,
  readOnly: true,
  bulk: false,
  requestId: 'test',
  grants: [],
  ...over,
});

export const prepare = async (dataSource: DataSource, registry: Registry): Promise<void> => {
  await dataSource.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
  await dataSource.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  await dataSource.query('CREATE COLLATION IF NOT EXISTS "natural" (provider = icu, locale = \'und-u-kn-true\')');
  await dataSource.synchronize();
  for (const sql of [...systemTablesSql, ...jobTablesSql]) await dataSource.query(sql);
  for (const { sql } of rawIndexStatements(registry)) await dataSource.query(sql);
  await relax(dataSource);
};

/** Drops what keeps rows from being made up: checks, uniqueness, references. Primary keys stay. */
export const relax = async (dataSource: DataSource): Promise<void> => {
  await dataSource.query(`DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass t, conname FROM pg_constraint WHERE contype IN ('c', 'u', 'x', 'f') AND connamespace = 'public'::regnamespace AND conparentid = 0 AND conislocal LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', c.t, c.conname); END LOOP;
    FOR c IN SELECT i.indexrelid::regclass t FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid WHERE i.indisunique AND NOT i.indisprimary AND r.relnamespace = 'public'::regnamespace LOOP
      EXECUTE format('DROP INDEX %s', c.t); END LOOP; END $$`);
};

/** Binds the root fields of a schema to a reader, as a server does. */
export const bindRoots = (schema: GraphQLSchema, reader: Reader): void => {
  for (const name of reader.rootFieldNames) {
    const field = schema.getQueryType()?.getFields()[name];
    if (field)
      field.resolve = (_source, _args, context: { reader: Reader; actor: Actor; pool: Pool }, info) =>
        context.reader.fallbackRoot(info, context, context.pool);
  }
};

/** A lab over an existing database. */
export const labOver = (registry: Registry, dataSource: DataSource, url: string, options: LabOptions): Lab => {
  const schema = options.schema ?? labSchema(registry);
  const pool = new Pool({ connectionString: url, max: 2, options: SESSION, pipeline: true } as never);
  const statements: string[] = [];
  const make = ({ predicates, limits }: LabOptions) =>
    createReader({
      registry,
      schema,
      predicates: predicates ?? organizationPredicates,
      ...(limits && { limits }),
      onStatement: (s) => statements.push(s.text),
    });
  const reader = make(options);
  bindRoots(schema, reader);
  const actor = labActor();
  return {
    registry,
    schema,
    reader,
    pool,
    dataSource,
    actor,
    with: make,
    ask: async (query, variables, by = {}) => {
      statements.length = 0;
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) throw new Error(errors.map((e) => e.message).join('\n'));
      const request = { document, variables, actor: by.actor ?? actor };
      const answer = await (by.reader ?? reader).respond(request, pool);
      if (!answer) throw new Error(`not planned: ${JSON.stringify((by.reader ?? reader).explain(request))}`);
      return {
        data: JSON.parse(answer.text) as Record<string, unknown>,
        text: answer.text,
        statements: [...statements],
      };
    },
    fallback: async (query, variables, by = {}) =>
      execute({
        schema,
        document: parse(query),
        variableValues: variables,
        contextValue: { reader: by.reader ?? reader, actor: by.actor ?? actor, pool },
        fieldResolver: readFieldResolver as never,
      }),
    close: async () => {
      await pool.end();
      await dataSource.destroy();
    },
  };
};

/** A fresh lab; five rows of each entity in each organization unless told otherwise. */
export const openLab = async (options: LabOptions = {}): Promise<Lab> => {
  const registry = buildRegistry(labClasses, labComputed, labDerived);
  const { url } = await testDatabase({ migrated: false });
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    entities: entitySchemas(registry),
    poolSize: 2,
    extra: { options: SESSION },
  });
  await dataSource.initialize();
  await prepare(dataSource, registry);
  await seed(dataSource, { registry, organizations, rows: options.rows ?? 5 });
  await seedSearch(dataSource, registry);
  for (const [org, organization] of organizations.entries())
    await dataSource.query(
      'INSERT INTO users_membership (user_id, organization_id) SELECT id, $1 FROM lab_member WHERE number % 2 = $2',
      [organization, org],
    );
  return labOver(registry, dataSource, url, options);
};
