import { Unauthenticated } from '@plumbline/kit';
import type { ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { HttpError } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { sendJson } from '../http/reply.ts';
import type { Request } from '../http/request.ts';
import { authenticate, COOKIE, sessionSecret } from './authenticate.ts';
import type { Identity } from './identity.ts';
import { logIn } from './login.ts';
import { endSession, identifySession, startSession } from './sessions.ts';

/** What signing in and out works on. */
export interface AuthRoutes {
  readonly pool: Pool;
  readonly basePath: string;
}

const MAX_AGE_S = 14 * 24 * 3_600;

const cookie = (value: string, maxAge: number, { basePath }: AuthRoutes, { isSecure }: Request): string =>
  `${COOKIE}=${value}; Path=${basePath}; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure ? '; Secure' : ''}`;

const sessionOf = ({ userId, username, displayName, organization }: Identity) => ({
  user: { id: userId, username, displayName },
  organization,
});

const credentials = (body: unknown): { username: string; password: string } => {
  const { username, password } = (body ?? {}) as Record<string, unknown>;
  if (typeof username !== 'string' || typeof password !== 'string' || username === '')
    throw new HttpError(400, 'BAD_USER_INPUT', 'Send {"username": "...", "password": "..."}.');
  return { username, password };
};

/** POST /auth/login: checks a password and sets the session cookie. */
export const loginRoute = async (routes: AuthRoutes, request: Request, response: ServerResponse): Promise<void> => {
  const { username, password } = credentials(await readJson(request.message));
  const userId = await logIn(routes.pool, username, password);
  const secret = await startSession(routes.pool, userId, {
    address: request.address,
    userAgent: request.header('user-agent'),
  });
  const identity = await identifySession(routes.pool, secret, null);
  if (!identity) throw new Unauthenticated('The user belongs to no organization.');
  sendJson(response, 200, sessionOf(identity), { 'set-cookie': cookie(secret, MAX_AGE_S, routes, request) });
};

/** POST /auth/logout: ends the session of the cookie, if there is one. */
export const logoutRoute = async (routes: AuthRoutes, request: Request, response: ServerResponse): Promise<void> => {
  const secret = sessionSecret(request);
  if (secret !== null) {
    await authenticate(routes.pool, request).catch((error: unknown) => {
      if (!(error instanceof Unauthenticated)) throw error; // an ended session may be left
    });
    await endSession(routes.pool, secret);
  }
  sendJson(response, 200, {}, { 'set-cookie': cookie('', 0, routes, request) });
};

/** GET /auth/session: who is signed in; 401 when nobody is. */
export const sessionRoute = async (routes: AuthRoutes, request: Request, response: ServerResponse): Promise<void> =>
  sendJson(response, 200, sessionOf(await authenticate(routes.pool, request)));
