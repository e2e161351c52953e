import { Forbidden, Unauthenticated } from '@plumbline/kit';
import type { Pool } from 'pg';
import type { Request } from '../http/request.ts';
import type { Identity } from './identity.ts';
import { identifySession } from './sessions.ts';
import { identifyToken } from './tokens.ts';

/** Name of the session cookie. */
export const COOKIE = 'plumbline_session';

/** Header a browser client sends with every request that may change something; other origins can't. */
export const CSRF_HEADER = 'x-plumbline-csrf';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Secret of the session cookie, or null. */
export const sessionSecret = (request: Request): string | null => {
  for (const part of (request.header('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === COOKIE && value) return value;
  }
  return null;
};

/** Token of the Authorization header, or null. @throws Unauthenticated for any other scheme */
export const bearerOf = (request: Request): string | null => {
  const header = request.header('authorization');
  if (header === undefined) return null;
  const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (token === undefined) throw new Unauthenticated('The Authorization header must read "Bearer TOKEN".');
  return token;
};

const byToken = async (pool: Pool, token: string, request: Request): Promise<Identity> => {
  const identity = await identifyToken(pool, token, request.address);
  const wanted = request.header('x-plumbline-organization');
  const { id, slug } = identity.organization;
  if (wanted !== undefined && wanted !== id && wanted !== slug)
    throw new Forbidden(`The API token belongs to the organization "${slug}" only.`);
  return identity;
};

/**
 * Who sends a request, by API token or session cookie.
 *
 * @throws Unauthenticated without a valid one; Forbidden for a cookie without the header against forged requests.
 */
export const authenticate = async (pool: Pool, request: Request): Promise<Identity> => {
  const token = bearerOf(request);
  if (token !== null) return byToken(pool, token, request);
  const secret = sessionSecret(request);
  const identity =
    secret === null ? null : await identifySession(pool, secret, request.header('x-plumbline-organization') ?? null);
  if (identity === null) throw new Unauthenticated();
  if (!SAFE_METHODS.has(request.method) && request.header(CSRF_HEADER) === undefined)
    throw new Forbidden(`Requests with a session cookie need the header "${CSRF_HEADER}: 1".`);
  return identity;
};
