import { callServer } from '../../api/client.ts';
import { serverConfig } from '../../api/config.ts';
import { ApiError } from '../../api/errors.ts';

/** An identity provider as the sign-in page offers it. */
export interface Provider {
  key: string;
  name: string;
  /** Path on the server. */
  loginUrl: string;
}

/** The ways to sign in. */
export interface Providers {
  password: boolean;
  providers: Provider[];
  /** What administrators tell here; null for nothing. */
  notice?: string | null;
}

/** Asks for the ways to sign in. @throws ApiError when they can't be read */
export async function fetchProviders(signal: AbortSignal): Promise<Providers> {
  const response = await callServer('auth/providers', { method: 'GET', signal });
  if (!response.ok) throw new ApiError('The ways to sign in cannot be read.', 'SIGN_IN', response.status);
  return (await response.json()) as Providers;
}

/** Search parameter with which a failed sign-in at a provider comes back. */
const errorParameter = 'signInError';

/** The address without what a failed sign-in added to it. */
export function withoutError(address: URL): string {
  const search = new URLSearchParams(address.search);
  search.delete(errorParameter);
  const text = search.toString();
  return `${address.pathname}${text ? `?${text}` : ''}${address.hash}`;
}

/** Where a provider's button leads; back to the page that was asked for. */
export function loginAddress(provider: Provider, here: URL, api = serverConfig().api): string {
  const address = new URL(provider.loginUrl, new URL(api, here));
  address.searchParams.set('next', withoutError(here));
  return address.href;
}

const words: Readonly<Record<string, string>> = {
  SIGN_IN_EXPIRED: 'The sign-in took too long, or was begun in another browser. Begin again.',
  SIGN_IN_REFUSED:
    'The identity provider did not confirm who you are, or its account has no access here. Ask an administrator to let it in.',
  RATE_LIMITED: 'Too many sign-ins from this address. Wait a minute and try again.',
  UNAVAILABLE: 'The identity provider does not answer now. Try again in a moment.',
};

/** Why a sign-in at a provider failed, in words; null when none did. */
export function providerError(search: string): string | null {
  const code = new URLSearchParams(search).get(errorParameter);
  if (code === null) return null;
  return words[code] ?? 'Signing in with the identity provider failed. Try again.';
}
