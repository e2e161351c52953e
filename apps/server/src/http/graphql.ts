import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { Actor } from '@plumbline/engine';
import type { ServerResponse } from 'node:http';
import { HttpError } from '../errors.ts';
import { contextOf, type ServerContext, type Services } from '../graphql/context.ts';
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
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers: headersOf(request), search: request.search, body },
    context: async () => contextOf(actor, request.signal, services),
  });
  await send(response, answer);
};
