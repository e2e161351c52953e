import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { readFieldResolver, type Reader } from '@plumbline/engine';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Pool } from 'pg';
import { CSRF_HEADER } from '../auth/authenticate.ts';
import { graphqlErrorFormat } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { ServerContext } from './context.ts';
import { fastPath, stringifyAnswer } from './fast-path.ts';
import { DOCUMENT_LIMITS } from './limits.ts';

/** What the GraphQL endpoint is made of. */
export interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly reader: Reader;
  readonly pool: Pool;
  readonly log: Logger;
}

/**
 * Parsed documents that are kept, by number and by bytes of their JSON.
 *
 * Each carries its plans and weighs several times its JSON; scripts that write values into their texts, instead of giving
 * them as variables, send a new document with each request.
 */
const DOCUMENTS = { max: 500, maxSize: 4_000_000 } as const;

/** The GraphQL endpoint; not started yet. Who may ask is decided before it is called. */
export const createApollo = ({ schema, reader, pool, log }: ApolloParts): ApolloServer<ServerContext> =>
  new ApolloServer<ServerContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    documentStore: new InMemoryLRUCache<DocumentNode>(DOCUMENTS),
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens },
    csrfPrevention: { requestHeaders: [CSRF_HEADER, 'authorization', 'apollo-require-preflight'] },
    fieldResolver: readFieldResolver as never,
    formatError: graphqlErrorFormat(log),
    stringifyResult: stringifyAnswer,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      fastPath(reader, pool, log),
    ],
  });
