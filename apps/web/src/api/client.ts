import { serverConfig } from './config.ts';
import { ApiError } from './errors.ts';
import { organizationHeaders } from './organization.ts';
import { noteWrites } from './written.ts';

/** An answer with the time the round trip took, in whole milliseconds. */
export interface Answer<T> {
  data: T;
  ms: number;
}

/** A GraphQL document with its variables: what a view asks, and can show to the reader. */
export interface GraphqlRequest {
  query: string;
  variables: Record<string, unknown>;
}

interface GraphqlError {
  message: string;
  extensions?: { code?: string };
}

interface GraphqlReply<T> {
  data?: T | null;
  errors?: GraphqlError[];
}

const headers = { 'content-type': 'application/json', 'x-plumbline-csrf': '1' };

/** Calls one path of the server with a JSON body; the answer is left to the caller. */
export async function callServer(
  path: string,
  init: { method: 'GET' | 'POST'; body?: unknown; signal?: AbortSignal },
): Promise<Response> {
  const { api, crossOrigin } = serverConfig();
  try {
    return await fetch(api + path, {
      method: init.method,
      headers: { ...headers, ...organizationHeaders() },
      credentials: crossOrigin ? 'include' : 'same-origin',
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      ...(init.signal ? { signal: init.signal } : {}),
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError('The server does not answer. Check the connection.', 'OFFLINE', 0);
  }
}

async function readReply<T>(response: Response): Promise<GraphqlReply<T>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as GraphqlReply<T>;
  } catch {
    const requestId = response.headers.get('x-request-id');
    throw new ApiError(`The server sent no JSON (status ${response.status}).`, 'BAD_REPLY', response.status, requestId);
  }
}

/**
 * Sends one document and returns its data.
 *
 * @throws ApiError when the answer carries errors, no data, or no JSON.
 */
export async function graphql<T>(request: GraphqlRequest, signal?: AbortSignal): Promise<Answer<T>> {
  const started = performance.now();
  const response = await callServer('graphql', {
    method: 'POST',
    body: request,
    ...(signal ? { signal } : {}),
  });
  const reply = await readReply<T>(response);
  const requestId = response.headers.get('x-request-id');
  const first = reply.errors?.[0];
  if (first) {
    const code = first.extensions?.code ?? 'UNKNOWN';
    throw new ApiError(first.message, code, response.status, requestId);
  }
  if (!response.ok || reply.data === null || reply.data === undefined) {
    throw new ApiError('The server sent no data.', 'NO_DATA', response.status, requestId);
  }
  noteWrites(reply.data);
  return { data: reply.data, ms: Math.round(performance.now() - started) };
}
