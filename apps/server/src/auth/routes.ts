import { BANNERS, changeOwnPassword } from '@plumbline/domain';
import { readSetting, recordSecurityEvent } from '@plumbline/engine';
import { Unauthenticated } from '@plumbline/kit';
import type { ServerResponse } from 'node:http';
import { HttpError } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { sendJson } from '../http/reply.ts';
import type { Request } from '../http/request.ts';
import { authenticate, COOKIE, sessionSecret } from './authenticate.ts';
import { actorOf, type Identity } from './identity.ts';
import { askPool, logIn } from './login.ts';
import { originOf } from './origin.ts';
import { cookieText, publicUrlOf, type AuthParts } from './parts.ts';
import { endSession, identifySession, startSession } from './sessions.ts';

const sessionCookie = ({ config }: AuthParts, value: string, maxAge: number, { isSecure }: Request): string =>
  cookieText(COOKIE, value, { path: config.basePath, maxAge, isSecure });

const sessionOf = ({ userId, username, displayName, organization, mustChangePassword }: Identity) => ({
  user: { id: userId, username, displayName },
  organization,
  mustChangePassword,
});

const fieldsOf = <K extends string>(body: unknown, ...names: readonly K[]): Record<K, string> => {
  const given = (body ?? {}) as Record<string, unknown>;
  const isFine = names.every((name) => typeof given[name] === 'string' && given[name] !== '');
  const shape = names.map((name) => `"${name}": "..."`).join(', ');
  if (!isFine || names.some((name) => String(given[name]).includes('\0')))
    throw new HttpError(400, 'BAD_USER_INPUT', `Send {${shape}}.`);
  return given as Record<K, string>;
};

/** Starts a session, in place of the one the browser had, and gives its secret and its cookie. */
export const openSession = async (
  parts: AuthParts,
  userId: string,
  provider: string | null,
  request: Request,
): Promise<{ readonly secret: string; readonly cookie: string }> => {
  const earlier = sessionSecret(request);
  if (earlier !== null) await endSession(parts.pool, earlier);
  const { secret, lifeS } = await startSession(parts.pool, userId, { ...originOf(request), provider });
  return { secret, cookie: sessionCookie(parts, secret, lifeS, request) };
};

/** POST /auth/login: checks a password and sets the session cookie. */
export const loginRoute = async (parts: AuthParts, request: Request, response: ServerResponse): Promise<void> => {
  const { username, password } = fieldsOf(await readJson(request.message), 'username', 'password');
  const userId = await logIn(parts.pool, { username, password, origin: originOf(request), requestId: request.id });
  const { secret, cookie } = await openSession(parts, userId, null, request);
  const identity = await identifySession(parts.pool, secret, null, request.address);
  if (!identity) throw new Unauthenticated('The user belongs to no organization.');
  sendJson(response, 200, sessionOf(identity), { 'set-cookie': cookie });
};

/** Whose session it is, or null for one that has ended. @throws Forbidden without the header against forged requests */
const leaving = (parts: AuthParts, request: Request): Promise<Identity | null> =>
  authenticate(parts, request).catch((error: unknown) => {
    if (error instanceof Unauthenticated) return null; // an ended session may be left
    throw error;
  });

const OIDC = 'oidc:';

/** Where the browser ends its session at the identity provider as well; null when there is none or it does not answer. */
const endAt = async (parts: AuthParts, provider: string | null, request: Request): Promise<string | null> => {
  const client = provider?.startsWith(OIDC) ? parts.oidc.get(provider.slice(OIDC.length)) : undefined;
  if (!client) return null;
  return client.end(publicUrlOf(parts.config, request)).catch(() => null); // leaving here must not depend on others
};

/** POST /auth/logout: ends the session of the cookie, if there is one. */
export const logoutRoute = async (parts: AuthParts, request: Request, response: ServerResponse): Promise<void> => {
  const secret = sessionSecret(request);
  let logoutUrl: string | null = null;
  if (secret !== null) {
    const identity = await leaving(parts, request);
    logoutUrl = await endAt(parts, await endSession(parts.pool, secret), request);
    if (identity)
      await recordSecurityEvent(parts.pool, actorOf(identity, request.id, originOf(request)), {
        kind: 'logout',
        subject: identity.username,
        subjectId: identity.userId,
      });
  }
  sendJson(response, 200, { logoutUrl }, { 'set-cookie': sessionCookie(parts, '', 0, request) });
};

/** GET /auth/session: who is signed in; 401 when nobody is. */
export const sessionRoute = async (parts: AuthParts, request: Request, response: ServerResponse): Promise<void> =>
  sendJson(response, 200, sessionOf(await authenticate(parts, request)));

/** POST /auth/password: changes the own password; the only thing that users may do who must. */
export const passwordRoute = async (parts: AuthParts, request: Request, response: ServerResponse): Promise<void> => {
  const identity = await authenticate(parts, request);
  const { current, password } = fieldsOf(await readJson(request.message), 'current', 'password');
  const actor = actorOf(identity, request.id, originOf(request));
  const change = { current, password, sessionId: identity.sessionId };
  const [problem] = await changeOwnPassword(parts.writer, actor, change);
  if (problem) throw new HttpError(problem.code === 'TOO_MANY_ATTEMPTS' ? 429 : 400, problem.code, problem.message);
  sendJson(response, 200, {});
};

/** GET /auth/providers: the ways to sign in, for the sign-in page, and what administrators tell there. */
export const providersRoute = async ({ config, oidc, pool }: AuthParts, response: ServerResponse): Promise<void> => {
  const providers = [...oidc.values()].map(({ provider: { key, name } }) => ({
    key,
    name,
    loginUrl: `${config.basePath}auth/oidc/${key}/login`,
  }));
  const notice = await readSetting({ query: askPool(pool) }, null, BANNERS.login);
  sendJson(response, 200, { password: true, providers, notice: notice === '' ? null : notice });
};

/** @throws HttpError 403 for people who have to choose a new password first */
export const requirePasswordChanged = ({ mustChangePassword }: Identity): void => {
  if (mustChangePassword)
    throw new HttpError(403, 'PASSWORD_CHANGE_REQUIRED', 'Choose a new password first: POST auth/password.');
};
