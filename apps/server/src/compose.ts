import {
  checkCustomFields,
  ConfigService,
  jobScheduleRules,
  namedViews,
  renderJob,
  templateQueryRules,
} from '@plumbline/domain';
import {
  askIn,
  bindResolvers,
  type Ask,
  bulkExport,
  buildSchemaFor,
  catalogueReader,
  createReader,
  createOutgoingPolicy,
  createWriter,
  exportJobs,
  grantPredicates,
  importJobs,
  mutationsOf,
  type JobDefinition,
  type Reader,
  type Writer,
} from '@plumbline/engine';
import type { GraphQLSchema } from 'graphql';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { Logger } from './log.ts';
import { requireMasterKeys } from './start/master-key.ts';
import { secretProvidersOf } from './start/secret-providers.ts';
import { panelsOf } from './plugins/web.ts';

/** The product's parts over one database. */
export interface Product {
  readonly schema: GraphQLSchema;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly jobs: readonly JobDefinition[];
  readonly configs: ConfigService;
  /** Asks the API from inside, for resolvers of plugins. */
  readonly ask: Ask;
}

/** Puts registry, schema, reader and writer together. */
export const compose = (config: Config, database: Database, log: Logger): Product => {
  const { registry, domains, plugins } = database.model;
  const rules = domains.flatMap((domain) => domain.rules);
  const resolvers = domains.flatMap((domain) => domain.resolvers);
  const schema = buildSchemaFor({ registry, rules, resolvers });
  const graph = { registry, schema, predicates: grantPredicates(registry), savedViews: namedViews };
  const reader = createReader(graph);
  const configs = new ConfigService({ graph, pool: database.reads });
  const own = [bulkExport(schema), ...exportJobs, ...importJobs, renderJob(configs)];
  const jobs = [...own, ...domains.flatMap((domain) => domain.jobs)];
  const writer = createWriter({
    registry,
    predicates: graph.predicates,
    rules: [...rules, ...templateQueryRules(schema), ...jobScheduleRules(jobs)],
    dataSource: database.dataSource,
    masterKeys: requireMasterKeys(config),
    secretProviders: [...secretProvidersOf(config), ...plugins.flatMap((plugin) => plugin.secretProviders)],
    outgoing: createOutgoingPolicy({ allow: config.outgoingAllow, ports: config.outgoingPorts }),
    customFields: checkCustomFields,
    settings: domains.flatMap((domain) => domain.settings),
    onEffectError: (error) => log.error({ err: error }, 'An effect after a write failed.'),
  });
  const catalogue = catalogueReader(registry, rules, database.system);
  const panels = panelsOf(plugins);
  const backend = {
    registry,
    reader,
    writer,
    pool: database.reads,
    catalogue: async ({ organizationId }: { organizationId: string }) => ({
      ...(await catalogue(organizationId)),
      ...(panels.length > 0 && { panels }),
    }),
  };
  bindResolvers(schema, backend, mutationsOf(resolvers));
  return { schema, reader, writer, jobs, configs, ask: askIn(schema, reader, database.reads) };
};
