import type { ServerResponse } from 'node:http';
import type { PublicError } from '../errors.ts';

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Answers with a text of a type. */
export const sendText = (
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Headers = {},
): void => {
  const bytes = Buffer.from(text);
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
};

/** Answers with JSON that is never cached. */
export const sendJson = (response: ServerResponse, status: number, value: unknown, headers: Headers = {}): void =>
  sendText(response, status, 'application/json; charset=utf-8', JSON.stringify(value), {
    'cache-control': 'no-store',
    ...headers,
  });

/** Answers with an error in the shape GraphQL has, whatever the path; cuts the connection when an answer has begun. */
export const sendError = (response: ServerResponse, { status, headers, error }: PublicError): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendJson(response, status, { errors: [error] }, headers);
};
