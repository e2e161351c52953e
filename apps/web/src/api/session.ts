import { useQuery } from '@tanstack/react-query';
import { callServer } from './client.ts';
import { ApiError } from './errors.ts';
import { activeOrganization, setActiveOrganization } from './organization.ts';

/** Who is signed in, and into which organization. */
export interface Session {
  user: { id: string; username: string; displayName: string | null };
  organization: { id: string; name: string; slug: string };
  /** Nothing else is answered before a new password is set. */
  mustChangePassword?: boolean;
}

/** Query key of the session, so that signing in or out can replace it. */
export const sessionKey = ['session'] as const;

/** The current session, or null when nobody is signed in; an organization that was left is forgotten. */
export async function fetchSession(signal?: AbortSignal): Promise<Session | null> {
  const response = await callServer('auth/session', { method: 'GET', ...(signal && { signal }) });
  if (!response.ok && activeOrganization() !== null && [401, 403].includes(response.status)) {
    setActiveOrganization(null);
    return fetchSession(signal);
  }
  if (response.status === 401) return null;
  if (!response.ok) {
    throw new ApiError('The session cannot be read.', 'SESSION', response.status);
  }
  return (await response.json()) as Session;
}

/** Too many tries: nothing is looked at before the wait is over. */
export class SignInPaused extends ApiError {
  /** Seconds from the answer on. */
  readonly waitS: number;

  constructor(message: string, waitS: number) {
    super(message, 'TOO_MANY_ATTEMPTS', 429);
    this.name = 'SignInPaused';
    this.waitS = waitS;
  }
}

/** The code and the words of a refusal outside of GraphQL. */
export interface Refusal {
  code: string;
  message: string;
}

/** What the body of a refusal says; null when it is none of the server's. */
export function refusalIn(body: string): Refusal | null {
  try {
    const { errors } = JSON.parse(body) as { errors?: { message: string; extensions?: { code?: string } }[] };
    const first = errors?.[0];
    return first ? { code: first.extensions?.code ?? 'UNKNOWN', message: first.message } : null;
  } catch {
    return null;
  }
}

/** Wait when the server names none, in seconds. */
const usualWaitS = 60;

/** What a refused sign-in is told as. */
export function signInError(status: number, body: string, retryAfter: string | null): ApiError {
  if (status === 429) {
    const seconds = Number(retryAfter);
    return new SignInPaused('Too many failed attempts.', seconds > 0 ? Math.ceil(seconds) : usualWaitS);
  }
  const said = refusalIn(body);
  const message =
    said?.message ?? (status === 401 ? 'Unknown user or wrong password.' : 'Signing in failed. Try again.');
  return new ApiError(message, said?.code ?? 'SIGN_IN', status);
}

/** Signs in with a local account. @throws ApiError when the pair is refused; SignInPaused after too many tries */
export async function signIn(username: string, password: string): Promise<void> {
  const response = await callServer('auth/login', {
    method: 'POST',
    body: { username, password },
  });
  if (!response.ok) throw signInError(response.status, await response.text(), response.headers.get('retry-after'));
}

/** Changes the own password where a new one is due. @throws ApiError with what the server says of it */
export async function renewPassword(current: string, password: string): Promise<void> {
  const response = await callServer('auth/password', { method: 'POST', body: { current, password } });
  if (response.ok) return;
  const said = refusalIn(await response.text());
  throw new ApiError(
    said?.message ?? 'The password was not changed. Try again.',
    said?.code ?? 'FAILED',
    response.status,
  );
}

/** Ends the session on the server; gives the address at which the identity provider ends its own, or null. */
export async function signOut(): Promise<string | null> {
  const response = await callServer('auth/logout', { method: 'POST', body: {} });
  if (!response.ok) throw new ApiError('Signing out failed.', 'SIGN_IN', response.status);
  return ((await response.json()) as { logoutUrl?: string | null }).logoutUrl ?? null;
}

/** The session as a query; `data` is null when signed out. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}
