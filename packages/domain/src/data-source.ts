import { buildRegistry, entitySchemas, type Domain, type Registry } from '@plumbline/engine';
import { DataSource, type MixedList } from 'typeorm';
import { computedFields, derivedFields, entityClasses } from './entities.gen.ts';
import { migrations } from './migrations/index.ts';

/**
 * Session settings every connection of the product relies on: UTC instants in ISO text, no JIT, plans for rows that
 * lie in memory or on a disk without a head to move, and READ COMMITTED where a transaction asks for nothing else.
 */
export const SESSION_OPTIONS =
  '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c extra_float_digits=1 -c jit=off -c random_page_cost=1.1 ' +
  '-c default_transaction_isolation=read\\ committed';

/** The whole model, resolved once per process. */
export const registry: Registry = buildRegistry(entityClasses, computedFields, derivedFields);

/**
 * The model with the entities, computed and derived fields of further domains, those of plugins.
 *
 * @throws Error that lists every name that leads nowhere or is taken
 */
export const modelWith = (others: readonly Domain[]): Registry =>
  others.length === 0
    ? registry
    : buildRegistry(
        [...entityClasses, ...others.flatMap(({ entities }) => entities)],
        [...computedFields, ...others.flatMap(({ computed }) => computed)],
        [...derivedFields, ...others.flatMap(({ derived }) => derived)],
      );

/** Connection limits and the migrations to know, where the defaults don't fit. */
export interface DataSourceOptions {
  readonly poolSize?: number;
  readonly applicationName?: string;
  readonly migrations?: MixedList<string | (new () => object)>;
  /** The model; the core's alone when absent. */
  readonly model?: Registry;
}

/** TypeORM's data source over the product's entities; not connected yet. `url` is a PostgreSQL URL. */
export const createDataSource = (url: string, options: DataSourceOptions = {}): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    entities: entitySchemas(options.model ?? registry),
    migrations: (options.migrations ?? [...migrations]) as never,
    migrationsTransactionMode: 'all',
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? 'plumbline',
    installExtensions: false,
    extra: { options: SESSION_OPTIONS },
  });
