import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { Actor, StreamedAnswer } from '@plumbline/engine';
import type { ServerResponse } from 'node:http';
import { HttpError } from '../errors.ts';
import { contextOf, type ServerContext, type Services } from '../graphql/context.ts';
import { aroundStream } from '../graphql/fast-path.ts';
import { assertModest } from '../graphql/limits.ts';
import { readJson } from './body.ts';
import type { Request } from './request.ts';

const headersOf = ({ message }: Request): HeaderMap => {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return headers;
};

const documentOf = (request: Request, body: unknown): unknown =>
  request.method === 'GET' ? request.query.get('query') : (body as { query?: unknown } | null)?.query;

/** A caller that takes nothing for this long is cut off, since a streamed answer holds a snapshot. */
const STALL_MS = 30_000;

/** Resolves when the caller can take more. @throws HttpError 499 when it went away or stalls */
const drained = async (response: ServerResponse): Promise<void> => {
  const gone = () => new HttpError(499, 'CLIENT_GONE', 'The caller went away.');
  if (response.destroyed) throw gone();
  if (!response.writableNeedDrain) return;
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      response.off('drain', onDrain);
      response.off('close', onClose);
      settle();
    };
    const onDrain = end(resolve);
    const onClose = end(() => reject(gone()));
    const timer = setTimeout(onClose, STALL_MS);
    response.on('drain', onDrain);
    response.on('close', onClose);
  });
};

/**
 * Writes an answer while it is read, as fast as the caller takes it.
 *
 * @throws what the reading throws; the connection is to be cut then, so that half an answer is seen to be one.
 */
const sendStream = async (
  response: ServerResponse,
  { status, headers }: HTTPGraphQLResponse,
  [before, after]: readonly [string, string],
  { head, pieces }: StreamedAnswer,
): Promise<void> => {
  headers.delete('content-length');
  response.writeHead(status ?? 200, { 'cache-control': 'no-store', ...Object.fromEntries(headers) });
  response.write(before + head);
  await drained(response);
  for await (const piece of pieces) {
    response.write(piece);
    await drained(response);
  }
  response.end(after);
};

const send = async (response: ServerResponse, { status, headers, body }: HTTPGraphQLResponse): Promise<void> => {
  const head = Object.fromEntries(headers);
  if (body.kind === 'complete') {
    const bytes = Buffer.from(body.string);
    response.writeHead(status ?? 200, { 'cache-control': 'no-store', ...head, 'content-length': bytes.length });
    response.end(bytes);
    return;
  }
  response.writeHead(status ?? 200, head);
  for await (const part of body.asyncIterator) response.write(part);
  response.end();
};

/** What the endpoint hands its requests to. */
export interface GraphqlRoute {
  readonly apollo: ApolloServer<ServerContext>;
  readonly services: Services;
}

/** POST and GET /graphql. */
export const graphqlRoute = async (
  { apollo, services }: GraphqlRoute,
  actor: Actor,
  request: Request,
  response: ServerResponse,
): Promise<void> => {
  if (request.method !== 'GET' && request.method !== 'POST')
    throw new HttpError(405, 'METHOD_NOT_ALLOWED', 'Use POST.', { allow: 'GET, POST' });
  const body = request.method === 'POST' ? await readJson(request.message) : undefined;
  const text = documentOf(request, body);
  if (typeof text === 'string') assertModest(text);
  const context = contextOf(actor, request.signal, services);
  const { measures } = context;
  try {
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method, headers: headersOf(request), search: request.search, body },
      context: async () => context,
    });
    if (measures.streamed === null || answer.body.kind !== 'complete') return await send(response, answer);
    return await sendStream(response, answer, aroundStream(answer.body.string), measures.streamed);
  } finally {
    await measures.streamed?.pieces.return();
  }
};
