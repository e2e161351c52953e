import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { testDatabase } from '../../../testing/src/index.ts';
import type { Actor } from '../../src/actor.ts';
import { rawIndexStatements } from '../../src/bind/indexes.ts';
import { systemLinks } from '../../src/bind/links.ts';
import { entitySchemas } from '../../src/bind/typeorm.ts';
import { grantPredicates } from '../../src/permissions/predicates.ts';
import { buildRegistry } from '../../src/registry/build.ts';
import type { Registry } from '../../src/registry/model.ts';
import { newMasterKey } from '../../src/secrets/sealer.ts';
import type { RunOptions } from '../../src/write/attempt.ts';
import { jobTablesSql } from '../../src/jobs/system-tables.ts';
import { systemTablesSql } from '../../src/write/system-tables.ts';
import type { InputRow, SavedIds, Work } from '../../src/write/work.ts';
import { createWriter, type Outcome, type Writer, type WriterOptions } from '../../src/write/writer.ts';
import { libraryClasses, libraryRules } from './model.ts';

const SESSION = '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c extra_float_digits=1 -c jit=off';

/** A library of one's own, with a writer. */
export interface Library {
  readonly registry: Registry;
  readonly dataSource: DataSource;
  readonly writer: Writer;
  readonly actor: Actor;
  run<T>(body: (work: Work) => Promise<T>, options?: RunOptions): Promise<Outcome<T>>;
  create(model: string, inputs: readonly InputRow[], options?: RunOptions): Promise<Outcome<SavedIds>>;
  update(model: string, inputs: readonly InputRow[], options?: RunOptions): Promise<Outcome<SavedIds>>;
  /** Creates rows and gives their ids; throws when anything is refused. */
  make(model: string, ...inputs: InputRow[]): Promise<string[]>;
  query<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** An actor of some organization. */
export const actorOf = (organizationId: string, over: Partial<Actor> = {}): Actor => ({
  organizationId,
  userId: randomUUID(),
  tokenId: null,
  name: 'tester',
  source: 'api',
  superuser: true,
  readOnly: false,
  bulk: false,
  requestId: 'test',
  grants: [],
  ...over,
});

const prepare = async (dataSource: DataSource, registry: Registry, organizationId: string): Promise<void> => {
  await dataSource.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
  await dataSource.query('CREATE COLLATION IF NOT EXISTS "natural" (provider = icu, locale = \'und-u-kn-true\')');
  await dataSource.synchronize();
  for (const sql of [...systemTablesSql, ...jobTablesSql]) await dataSource.query(sql);
  for (const { sql } of rawIndexStatements(registry)) await dataSource.query(sql);
  for (const { sql } of systemLinks(registry)) if (sql.includes('tagged_item')) await dataSource.query(sql);
  await dataSource.query("INSERT INTO library_organization (id, number, row_version, name) VALUES ($1, 1, 1, 'Test')", [
    organizationId,
  ]);
};

/** Settings of a library. */
export interface LibraryOptions extends Partial<WriterOptions> {
  /** Rows, verbs and fields follow the grants of actors. */
  readonly byGrants?: boolean;
}

/** A fresh database with the library's tables and a writer over it. */
export const openLibrary = async ({ byGrants = false, ...over }: LibraryOptions = {}): Promise<Library> => {
  const registry = buildRegistry(libraryClasses);
  const { url } = await testDatabase({ migrated: false });
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    entities: entitySchemas(registry),
    poolSize: 8,
    extra: { options: SESSION },
  });
  await dataSource.initialize();
  const organizationId = randomUUID();
  await prepare(dataSource, registry, organizationId);
  const base = { registry, dataSource, rules: libraryRules, masterKeys: [newMasterKey()] };
  const writer = createWriter({ ...base, ...(byGrants && { predicates: grantPredicates(registry) }), ...over });
  const actor = actorOf(organizationId);
  const run: Library['run'] = (body, options = {}) => writer.run(actor, options, body);
  const create: Library['create'] = (model, inputs, options) => run((work) => work.create(model, inputs), options);
  return {
    registry,
    dataSource,
    writer,
    actor,
    run,
    create,
    update: (model, inputs, options) => run((work) => work.update(model, inputs), options),
    make: async (model, ...inputs) => {
      const { result, errors } = await create(model, inputs);
      if (!result) throw new Error(JSON.stringify(errors));
      return result.map(String);
    },
    query: (sql, values) => dataSource.query(sql, values),
    close: () => dataSource.destroy(),
  };
};
