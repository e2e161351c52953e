import type { Writer } from '@plumbline/engine';
import type { Pool } from 'pg';
import type { Config } from '../config.ts';
import type { Request } from '../http/request.ts';
import type { FlowCookies } from './external/flow-cookie.ts';
import type { OidcClient } from './external/oidc.ts';
import type { ProxyLogin } from './external/proxy-login.ts';

/** What signing in and out works on. */
export interface AuthParts {
  readonly config: Config;
  readonly pool: Pool;
  readonly writer: Writer;
  readonly proxyLogin: ProxyLogin | null;
  /** Identity providers by key. */
  readonly oidc: ReadonlyMap<string, OidcClient>;
  readonly flows: FlowCookies;
}

/** Where and how long a cookie holds. */
export interface CookieScope {
  readonly path: string;
  /** Seconds; 0 takes it away. */
  readonly maxAge: number;
  readonly isSecure: boolean;
}

/** A cookie that scripts can't read and other sites can't send along with what changes something. */
export const cookieText = (name: string, value: string, { path, maxAge, isSecure }: CookieScope): string =>
  `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure ? '; Secure' : ''}`;

/** Address of this server as browsers see it, with the base path; without PLUMBLINE_PUBLIC_URL as the request names it. */
export const publicUrlOf = ({ publicUrl, basePath }: Config, request: Request): string =>
  publicUrl ?? `${request.isSecure ? 'https' : 'http'}://${request.header('host') ?? 'localhost'}${basePath}`;
