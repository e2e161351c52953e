import type { ApolloServer } from '@apollo/server';
import type { ConfigService } from '@plumbline/domain';
import type { Actor, Ask, ChangeFeed, FileStore, LiveHub, Reader, Writer } from '@plumbline/engine';
import type { GraphQLSchema } from 'graphql';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { actorOf } from '../auth/identity.ts';
import { authenticate } from '../auth/authenticate.ts';
import { composeAuth } from '../auth/compose.ts';
import type { AuthParts } from '../auth/parts.ts';
import { oidcRoute } from '../auth/external/oidc-routes.ts';
import { originOf } from '../auth/origin.ts';
import {
  loginRoute,
  logoutRoute,
  passwordRoute,
  providersRoute,
  requirePasswordChanged,
  sessionRoute,
} from '../auth/routes.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database.ts';
import { HttpError, publicError } from '../errors.ts';
import { pluginFilesRoute } from '../plugins/web.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { shareRoute } from '../share/route.ts';
import { contextOf, type ServerContext, type Services } from '../graphql/context.ts';
import type { Logger } from '../log.ts';
import { tryMail } from '../mail/try-mail.ts';
import { openSockets, type Sockets } from '../live/sockets.ts';
import { Entrance, type Admitted } from './entrance.ts';
import { filesRoute } from './files.ts';
import { graphqlRoute } from './graphql.ts';
import { healthRoute, readyRoute } from './health.ts';
import type { Metrics } from './metrics.ts';
import { sendError, sendText } from './reply.ts';
import { proxyCheck, readRequest, type Request, type RequestRules } from './request.ts';
import { answerCors, setCommonHeaders } from './security.ts';
import { staticRoute } from './static.ts';

/** What requests are answered from. */
export interface HttpParts {
  readonly config: Config;
  readonly database: Database;
  readonly apollo: ApolloServer<ServerContext>;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly jobs: Jobs;
  readonly files: FileStore;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly configs: ConfigService;
  readonly ask: Ask;
  readonly schema: GraphQLSchema;
  readonly live: LiveHub;
  readonly feed: ChangeFeed;
}

/** The HTTP server with its websockets. */
export interface HttpServer {
  readonly http: Server;
  readonly sockets: Sockets;
}

type Route = (request: Request, response: ServerResponse) => Promise<void> | void;

const only =
  (method: string, route: Route): Route =>
  (request, response) => {
    if (request.method !== method) throw new HttpError(405, 'METHOD_NOT_ALLOWED', `Use ${method}.`, { allow: method });
    return route(request, response);
  };

/** Routes of signing in and out. */
const authRoutes = (auth: AuthParts, entrance: Entrance): Readonly<Record<string, Route>> => ({
  'auth/login': only('POST', (request, response) => {
    entrance.countSignIn(request);
    return loginRoute(auth, request, response);
  }),
  'auth/logout': only('POST', (request, response) => logoutRoute(auth, request, response)),
  'auth/session': only('GET', (request, response) => sessionRoute(auth, request, response)),
  'auth/password': only('POST', (request, response) => passwordRoute(auth, request, response)),
  'auth/providers': only('GET', (_request, response) => providersRoute(auth, response)),
  'auth/oidc': (request, response) => oidcRoute(auth, request, response),
});

/** Who comes in, and as whom. */
interface Door {
  readonly auth: AuthParts;
  readonly entrance: Entrance;
  readonly identify: (request: Request) => Promise<Actor>;
  readonly admit: (request: Request) => Promise<Admitted>;
}

const doorOf = ({ config, database, writer, log }: HttpParts): Door => {
  const auth = composeAuth(config, database.system, writer, log);
  const entrance = new Entrance(config, (request) => auth.proxyLogin?.nameOf(request) ?? null);
  const identify = async (request: Request): Promise<Actor> => {
    const identity = await authenticate(auth, request);
    requirePasswordChanged(identity);
    return actorOf(identity, request.id, originOf(request));
  };
  return { auth, entrance, identify, admit: (request) => entrance.admit(request, () => identify(request)) };
};

const servicesOf = ({ jobs, reader, writer, configs, ask, database }: HttpParts): Services => ({
  jobs: jobs.queue,
  reader,
  writer,
  reads: database.reads,
  configs,
  ask,
  tryMail: (actor) => tryMail({ pool: database.system, writer }, actor),
});

/** Routes by the first words of the path; everything else belongs to the browser client. */
const routesOf = (parts: HttpParts, { auth, entrance, admit }: Door): Readonly<Record<string, Route>> => {
  const { config, apollo, metrics, database, jobs, files } = parts;
  const { system: pool, model, reads } = database;
  return {
    graphql: async (request, response) => {
      const { actor, counted } = await admit(request);
      const services = { ...servicesOf(parts), spend: (cost: number) => counted.spend(cost) };
      await graphqlRoute({ apollo, services }, actor, request, response);
    },
    files: async (request, response) => filesRoute(files, (await admit(request)).actor, request, response),
    ...authRoutes(auth, entrance),
    share: only('GET', shareRoute({ config, registry: model.registry, reader: parts.reader, reads, system: pool })),
    plugins: pluginFilesRoute(model.plugins),
    healthz: (_request, response) => healthRoute(response),
    readyz: (_request, response) => readyRoute({ system: pool, jobsRun: jobs.isRunning }, response),
    metrics: async (_request, response) => sendText(response, 200, metrics.contentType, await metrics.text()),
  };
};

const nameOf = (path: string, routes: Readonly<Record<string, Route>>): string => {
  if (path.startsWith('files/')) return 'files';
  if (path.startsWith('plugins/')) return 'plugins';
  if (path.startsWith('share/')) return 'share';
  if (path.startsWith('auth/oidc/')) return 'auth/oidc';
  return Object.hasOwn(routes, path) ? path : 'web';
};

const noteEnd = ({ metrics, log }: HttpParts, request: Request, name: string, response: ServerResponse): void => {
  const started = performance.now();
  response.on('close', () => {
    const ms = performance.now() - started;
    metrics.answered(name, request.method, response.statusCode, ms / 1_000);
    const line = {
      request: request.id,
      method: request.method,
      route: name,
      status: response.statusCode,
      ms: Math.round(ms * 10) / 10,
      whole: response.writableFinished,
    };
    log.debug(line, 'request');
  });
};

const goneSignal = (response: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort(new HttpError(499, 'CLIENT_GONE', 'The caller went away.'));
  });
  return gone.signal;
};

/** Uploads take as long as they take; heads of requests and JSON bodies have little time. */
const SOCKETS = { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 0, maxHeaderSize: 16_384 } as const;

const socketsOf = (http: Server, parts: HttpParts, door: Door): Sockets => {
  const { config, schema, live, feed, log } = parts;
  return openSockets(http, {
    config,
    schema,
    registry: parts.database.model.registry,
    live,
    feed,
    log,
    admit: async (request) => (await door.admit(request)).actor,
    identify: door.identify,
    contextOf: (actor, signal) => contextOf(actor, signal, servicesOf(parts)),
  });
};

/** The HTTP server over all routes, with its websockets; not listening yet. */
export const createHttpServer = (parts: HttpParts): HttpServer => {
  const { config, log } = parts;
  const door = doorOf(parts);
  const routes = routesOf(parts, door);
  const rules: RequestRules = { basePath: config.basePath, isTrusted: proxyCheck(config.trustedProxies) };
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = readRequest(message, goneSignal(response), rules);
    const name = nameOf(request.path, routes);
    noteEnd(parts, request, name, response);
    setCommonHeaders(request, response);
    if (answerCors(config, request, response)) return;
    await (routes[name] ?? ((r, s) => staticRoute(config, r, s)))(request, response);
  };
  const http = createServer(SOCKETS, (message, response) => {
    answer(message, response).catch((error: unknown) => {
      if (response.destroyed) log.debug({ err: error }, 'The caller went away.');
      else sendError(response, publicError(error, log));
    });
  });
  return { http, sockets: socketsOf(http, parts, door) };
};
