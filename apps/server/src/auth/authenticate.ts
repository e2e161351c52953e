import { Forbidden, Unauthenticated } from '@plumbline/kit';
import type { Pool } from 'pg';
import type { Request } from '../http/request.ts';
import type { ProxyLogin } from './external/proxy-login.ts';
import type { Identity } from './identity.ts';
import { originOf } from './origin.ts';
import { identifySession } from './sessions.ts';
import { identifyToken } from './tokens.ts';

/** Name of the session cookie. */
export const COOKIE = 'plumbline_session';

/** Header a browser client sends with every request that may change something; other origins can't. */
export const CSRF_HEADER = 'x-plumbline-csrf';

/** Header that names the organization to work in, by slug or id. */
export const ORGANIZATION_HEADER = 'x-plumbline-organization';

/** What names the organization in the address of a plain link, which carries no header. */
export const ORGANIZATION_PARAMETER = 'organization';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Value of a cookie, or null. */
export const cookieOf = (request: Request, wanted: string): string | null => {
  for (const part of (request.header('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === wanted && value) return value;
  }
  return null;
};

/** Secret of the session cookie, or null. */
export const sessionSecret = (request: Request): string | null => cookieOf(request, COOKIE);

/** Token of the Authorization header, or null. @throws Unauthenticated for any other scheme */
export const bearerOf = (request: Request): string | null => {
  const header = request.header('authorization');
  if (header === undefined) return null;
  const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (token === undefined) throw new Unauthenticated('The Authorization header must read "Bearer TOKEN".');
  return token;
};

/**
 * Organization that a request names, by slug or id; null where it names none.
 *
 * By header, and where nothing is changed by the address too, so that what a link leads to does not depend on who
 * follows it. @throws Forbidden when both name one and differ
 */
const organizationOf = (request: Request): string | null => {
  const byHeader = request.header(ORGANIZATION_HEADER) ?? null;
  const byAddress = SAFE_METHODS.has(request.method) ? request.query.get(ORGANIZATION_PARAMETER) : null;
  if (byHeader !== null && byAddress !== null && byHeader !== byAddress)
    throw new Forbidden('Header and address name different organizations; name one.');
  return byHeader ?? byAddress;
};

const byToken = async (pool: Pool, token: string, request: Request): Promise<Identity> => {
  const identity = await identifyToken(pool, token, { id: request.id, origin: originOf(request) });
  const wanted = organizationOf(request);
  const { id, slug } = identity.organization;
  if (wanted !== null && wanted !== id && wanted !== slug)
    throw new Forbidden(`The API token belongs to the organization "${slug}" only.`);
  return identity;
};

/** What tells who sends a request. */
export interface Authentication {
  readonly pool: Pool;
  /** Null where no proxy vouches for people. */
  readonly proxyLogin: ProxyLogin | null;
}

const byBrowser = async ({ pool, proxyLogin }: Authentication, request: Request): Promise<Identity | null> => {
  const organization = organizationOf(request);
  const vouched = await proxyLogin?.identify(request, organization);
  if (vouched) return vouched;
  const secret = sessionSecret(request);
  return secret === null ? null : identifySession(pool, secret, organization, request.address);
};

/**
 * Who sends a request: by API token, by the header of a trusted proxy, or by session cookie.
 *
 * @throws Unauthenticated without a valid one; Forbidden for what browsers send by themselves without the header against forged requests.
 */
export const authenticate = async (parts: Authentication, request: Request): Promise<Identity> => {
  const token = bearerOf(request);
  if (token !== null) return byToken(parts.pool, token, request);
  const identity = await byBrowser(parts, request);
  if (identity === null) throw new Unauthenticated();
  if (!SAFE_METHODS.has(request.method) && request.header(CSRF_HEADER) === undefined)
    throw new Forbidden(`Requests with a session cookie need the header "${CSRF_HEADER}: 1".`);
  return identity;
};
