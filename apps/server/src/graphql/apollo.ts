import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { readFieldResolver, type Reader } from '@plumbline/engine';
import type { GraphQLSchema } from 'graphql';
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
