import {
  readFieldResolver,
  type Actor,
  type ChangeFeed,
  type LiveContext,
  type LiveHub,
  type Registry,
} from '@plumbline/engine';
import { Forbidden, Unauthenticated } from '@plumbline/kit';
import { GraphQLError, parse, validate, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { CloseCode, makeServer, type Context as SocketContext, type ServerOptions } from 'graphql-ws';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Config } from '../config.ts';
import { HttpError, publicError } from '../errors.ts';
import type { ServerContext } from '../graphql/context.ts';
import { assertModest } from '../graphql/limits.ts';
import { proxyCheck, readRequest, type Request, type RequestRules } from '../http/request.ts';
import type { Logger } from '../log.ts';
import { isOwnOrigin } from './origin.ts';
import { speakOver } from './socket.ts';
import { subscribeTogether } from './subscribe.ts';

/** What subscriptions are answered from. */
export interface SocketParts {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly registry: Registry;
  readonly live: LiveHub;
  readonly feed: ChangeFeed;
  /** Who sends a request, as for any other; counted and limited. @throws HttpError, Unauthenticated, Forbidden */
  readonly admit: (request: Request) => Promise<Actor>;
  /** The same without counting, for a connection that goes on. */
  readonly identify: (request: Request) => Promise<Actor>;
  /** Context of resolvers for a caller. */
  readonly contextOf: (actor: Actor, signal: AbortSignal) => ServerContext;
  readonly log: Logger;
}

/** Websockets of this server; `stop` closes them. */
export interface Sockets {
  stop(): void;
}

const MOST_SOCKETS = 2_000;
const MOST_OF_ADDRESS = 200;
const MOST_SUBSCRIPTIONS = 50;
const INIT_MS = 5_000;
const LONGEST_MESSAGE = 1_000_000;

const LONGEST_REASON = 100;
const PROTOCOL = 'graphql-transport-ws';

/** Sockets that do not close by then, in milliseconds, are cut. */
const LAST_MS = 1_000;

/** A connection was ended because the caller may no longer listen. */
const GONE = { code: CloseCode.Forbidden, reason: 'The right to listen has ended.' } as const;

/** A socket with its opening request, and who it is once that is known. */
type Held = Record<PropertyKey, unknown> & {
  readonly socket: WebSocket;
  readonly request: Request;
  actor: Actor | null;
};

type Params = Record<string, unknown>;
type Live = SocketContext<Params, Held>;

const ENDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};

const refuse = (socket: Duplex, status: number): void => {
  socket.end(`HTTP/1.1 ${status} ${ENDS[status] ?? 'Refused'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
};

/** The request of a socket with what its first message adds: programs in browsers can't set headers. */
const withParams = (request: Request, params: Readonly<Record<string, unknown>> | undefined): Request => {
  const added = new Map<string, string>();
  for (const [name, header] of [
    ['authorization', 'authorization'],
    ['organization', 'x-plumbline-organization'],
  ] as const) {
    const value = params?.[name];
    if (typeof value === 'string' && value.length <= 500) added.set(header, value);
  }
  return { ...request, header: (name) => added.get(name) ?? request.header(name) };
};

/** Cookies, and names that a proxy vouches for, come with whatever page opens the socket; tokens do not. */
const assertOrigin = (config: Config, request: Request): void => {
  if (request.header('authorization') === undefined && !isOwnOrigin(config, request))
    throw new HttpError(403, 'FORBIDDEN', 'Pages of other origins may not listen with the session of a browser.');
};

/** Counts sockets by address. */
class Places {
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  take(address: string): boolean {
    const own = this.#byAddress.get(address) ?? 0;
    if (this.#total >= MOST_SOCKETS || own >= MOST_OF_ADDRESS) return false;
    this.#byAddress.set(address, own + 1);
    this.#total += 1;
    return true;
  }

  leave(address: string): void {
    const own = (this.#byAddress.get(address) ?? 1) - 1;
    if (own > 0) this.#byAddress.set(address, own);
    else this.#byAddress.delete(address);
    this.#total -= 1;
  }
}

const argsOf = (
  { schema, contextOf, live, feed, registry, identify }: SocketParts,
  context: Live,
  payload: { readonly query: string; readonly operationName?: string | null | undefined; readonly variables?: unknown },
): ExecutionArgs | GraphQLError[] => {
  const { request, actor, socket } = context.extra;
  if (!actor) throw new Unauthenticated();
  assertModest(payload.query);
  const document = parse(payload.query, { maxTokens: 10_000 });
  const faults = validate(schema, document);
  if (faults.length > 0) return [...faults];
  const isOther = document.definitions.some(
    (part) => part.kind === 'OperationDefinition' && part.operation !== 'subscription',
  );
  if (isOther) return [new GraphQLError('Send queries and mutations by HTTP; websockets take subscriptions alone.')];
  const asked = withParams(request, context.connectionParams);
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  const contextValue: LiveContext = {
    ...contextOf(actor, closed.signal),
    live,
    feed,
    registry,
    renew: () => identify(asked),
  };
  return {
    schema,
    document,
    contextValue,
    fieldResolver: readFieldResolver as never,
    ...(payload.operationName && { operationName: payload.operationName }),
    ...(typeof payload.variables === 'object' && { variableValues: payload.variables as Record<string, unknown> }),
  };
};

const worded = (error: unknown, log: Logger): GraphQLError => {
  if (error instanceof GraphQLError && !error.originalError) return error;
  const told = publicError(error instanceof GraphQLError ? error.originalError : error, log).error;
  return new GraphQLError(told.message, { extensions: told.extensions ?? {} });
};

/** Whether a subscription ended because the caller may no longer listen. */
const hasEnded = ({ originalError }: GraphQLError): boolean =>
  originalError instanceof Unauthenticated || originalError instanceof Forbidden || originalError instanceof HttpError;

const rulesOf = (parts: SocketParts): ServerOptions<Params, Held> => ({
  connectionInitWaitTimeout: INIT_MS,
  subscribe: subscribeTogether,
  onConnect: async ({ extra, connectionParams }) => {
    const asked = withParams(extra.request, connectionParams);
    try {
      assertOrigin(parts.config, asked);
      extra.actor = await parts.admit(asked);
      return true;
    } catch (error) {
      extra.socket.close(GONE.code, publicError(error, parts.log).error.message.slice(0, LONGEST_REASON));
      return false;
    }
  },
  onSubscribe: (context, _id, payload) => {
    if (Object.keys(context.subscriptions).length > MOST_SUBSCRIPTIONS)
      return [new GraphQLError(`A connection takes at most ${MOST_SUBSCRIPTIONS} subscriptions.`)];
    try {
      return argsOf(parts, context, payload);
    } catch (error) {
      return [worded(error, parts.log)];
    }
  },
  onError: ({ extra }, _id, _payload, errors) => {
    if (errors.some(hasEnded)) setImmediate(() => extra.socket.close(GONE.code, GONE.reason));
    return errors.map((error) => worded(error, parts.log).toJSON());
  },
});

const readHead = (message: IncomingMessage, rules: RequestRules): Request | null => {
  try {
    return readRequest(message, new AbortController().signal, rules);
  } catch (error) {
    if (error instanceof HttpError) return null;
    throw error;
  }
};

/** Opens the door for websockets at the address of the API. */
export const openSockets = (http: Server, parts: SocketParts): Sockets => {
  const { config, log } = parts;
  const rules: RequestRules = { basePath: config.basePath, isTrusted: proxyCheck(config.trustedProxies) };
  const handleProtocols = (offered: Set<string>) => (offered.has(PROTOCOL) ? PROTOCOL : false);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE, handleProtocols });
  const places = new Places();
  const protocol = makeServer(rulesOf(parts));
  const upgrade = (message: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const request = readHead(message, rules);
    if (!request) return refuse(socket, 400);
    if (request.path !== 'graphql') return refuse(socket, 404);
    if (!places.take(request.address)) return refuse(socket, 503);
    socket.once('close', () => places.leave(request.address));
    sockets.handleUpgrade(message, socket, head, (client) =>
      speakOver(protocol, client, socket, { socket: client, request, actor: null }, log),
    );
  };
  http.on('upgrade', upgrade);
  return {
    stop: () => {
      http.off('upgrade', upgrade);
      for (const client of sockets.clients) client.close(1001, 'The server stops.');
      setTimeout(() => sockets.clients.forEach((client) => client.terminate()), LAST_MS).unref();
      sockets.close();
    },
  };
};
