import type { ServerResponse } from 'node:http';
import type { Request } from './request.ts';

const CORS_HEADERS = 'authorization, content-type, x-plumbline-csrf, x-plumbline-organization, x-request-id';

/** What answers say about themselves to browsers. */
export interface BrowserRules {
  readonly corsOrigins: readonly string[];
  readonly apiUrl: string;
}

/** Content security policy of the browser client: own files only, and the API where it lives elsewhere. */
export const contentPolicy = (apiUrl: string): string => {
  const { origin = '' } = apiUrl === '' ? {} : new URL(apiUrl);
  const api = origin === '' ? '' : ` ${origin} ${origin.replace(/^http/, 'ws')}`;
  return [
    "default-src 'self'",
    "script-src 'self'",
    `connect-src 'self'${api}`,
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
};

/** Of everything but the page of the browser client: data, which runs nothing wherever it is opened. */
const DATA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** Sets the headers every answer carries. */
export const setCommonHeaders = (request: Request, response: ServerResponse): void => {
  response.setHeader('x-request-id', request.id);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('content-security-policy', DATA_POLICY);
  if (request.isSecure) response.setHeader('strict-transport-security', 'max-age=31536000');
};

/**
 * Lets pages of the configured origins call this server with their cookies.
 *
 * True when the request was a preflight and is answered.
 */
export const answerCors = (rules: BrowserRules, request: Request, response: ServerResponse): boolean => {
  const origin = request.header('origin');
  if (rules.corsOrigins.length > 0) response.setHeader('vary', 'origin');
  if (origin !== undefined && rules.corsOrigins.includes(origin)) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', 'retry-after, x-request-id');
  }
  if (request.method !== 'OPTIONS' || request.header('access-control-request-method') === undefined) return false;
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, POST, PUT',
    'access-control-allow-headers': CORS_HEADERS,
    'access-control-max-age': '600',
  });
  response.end();
  return true;
};
