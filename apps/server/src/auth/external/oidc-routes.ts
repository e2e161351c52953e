import { randomSecret } from '@plumbline/domain';
import { recordSignInEvent } from '@plumbline/engine';
import type { ServerResponse } from 'node:http';
import { HttpError } from '../../errors.ts';
import type { Request } from '../../http/request.ts';
import { cookieOf } from '../authenticate.ts';
import { originOf } from '../origin.ts';
import { cookieText, publicUrlOf, type AuthParts } from '../parts.ts';
import { openSession } from '../routes.ts';
import { admitExternal } from './admit.ts';
import { FLOW_S, type Flow } from './flow-cookie.ts';
import type { OidcClient } from './oidc.ts';

/** Name of the cookie that ties the answer of a provider to the browser that asked. */
export const FLOW_COOKIE = 'plumbline_sign_in';

const PATH = /^auth\/oidc\/([a-z0-9-]{1,50})\/(login|callback)$/;

const clientOf = ({ oidc }: AuthParts, key: string): OidcClient => {
  const client = oidc.get(key);
  if (!client) throw new HttpError(404, 'NOT_FOUND', 'There is no such identity provider.');
  return client;
};

/** A path of this product to go on with; anything else leads to its start. */
export const nextOf = (text: string | null, basePath: string): string => {
  if (text === null || !/^\/(?![/\\])[\x21-\x7e]{0,1000}$/.test(text)) return basePath;
  return text.startsWith(basePath) ? text : basePath;
};

const flowCookie = (parts: AuthParts, request: Request, value: string, maxAge: number): string =>
  cookieText(FLOW_COOKIE, value, { path: `${parts.config.basePath}auth/oidc/`, maxAge, isSecure: request.isSecure });

const redirect = (response: ServerResponse, location: string, cookies: readonly string[]): void => {
  response.writeHead(303, { location, 'set-cookie': [...cookies], 'cache-control': 'no-store' });
  response.end();
};

const begin = async (parts: AuthParts, client: OidcClient, request: Request, response: ServerResponse) => {
  const { key } = client.provider;
  const flow: Flow = {
    provider: key,
    state: randomSecret(),
    nonce: randomSecret(),
    verifier: randomSecret(),
    next: nextOf(request.query.get('next'), parts.config.basePath),
    expires: Date.now() + FLOW_S * 1_000,
  };
  const url = await client.start(`${publicUrlOf(parts.config, request)}auth/oidc/${key}/callback`, flow);
  redirect(response, url.href, [flowCookie(parts, request, parts.flows.write(flow), FLOW_S)]);
};

const flowOf = (parts: AuthParts, client: OidcClient, request: Request): Flow => {
  const text = cookieOf(request, FLOW_COOKIE);
  const flow = text === null ? null : parts.flows.read(text);
  if (flow === null || flow.provider !== client.provider.key)
    throw new HttpError(403, 'SIGN_IN_EXPIRED', 'This sign-in was not begun here, or took too long. Begin again.');
  return flow;
};

const complete = async (parts: AuthParts, client: OidcClient, request: Request, response: ServerResponse) => {
  const { provider } = client;
  const flow = flowOf(parts, client, request);
  const answered = new URL(`${publicUrlOf(parts.config, request)}auth/oidc/${provider.key}/callback${request.search}`);
  const user = await client.finish(answered, flow);
  const { organization, createUsers, groups } = provider;
  const rules = { organization, createUsers, groups, linkBy: provider.linkByEmail ? 'email' : 'none' } as const;
  const userId = await admitExternal(parts, user, rules, request);
  const event = {
    kind: 'login',
    userId,
    name: user.username,
    origin: originOf(request),
    requestId: request.id,
  } as const;
  await recordSignInEvent(parts.pool, { ...event, details: { via: user.provider } });
  const { cookie } = await openSession(parts, userId, user.provider, request);
  redirect(response, flow.next, [cookie, flowCookie(parts, request, '', 0)]);
};

/**
 * GET /auth/oidc/KEY/login and /callback: to the identity provider and back.
 *
 * What a person can't mend here leads to the start page with its code, since a browser asked and not a program.
 */
export const oidcRoute = async (parts: AuthParts, request: Request, response: ServerResponse): Promise<void> => {
  const [, key = '', step] = PATH.exec(request.path) ?? [];
  const client = clientOf(parts, key);
  if (request.method !== 'GET') throw new HttpError(405, 'METHOD_NOT_ALLOWED', 'Use GET.', { allow: 'GET' });
  try {
    await (step === 'login' ? begin : complete)(parts, client, request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const location = `${parts.config.basePath}?signInError=${error.code}`;
    redirect(response, location, [flowCookie(parts, request, '', 0)]);
  }
};
