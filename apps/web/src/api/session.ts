import { useQuery } from '@tanstack/react-query';
import { callServer } from './client.ts';
import { ApiError } from './errors.ts';

/** Who is signed in, and into which organization. */
export interface Session {
  user: { id: string; username: string; displayName: string | null };
  organization: { id: string; name: string; slug: string };
}

/** Query key of the session, so that signing in or out can replace it. */
export const sessionKey = ['session'] as const;

/** The current session, or null when nobody is signed in. */
export async function fetchSession(signal?: AbortSignal): Promise<Session | null> {
  const response = await callServer('auth/session', { method: 'GET', ...(signal && { signal }) });
  if (response.status === 401) return null;
  if (!response.ok) {
    throw new ApiError('The session cannot be read.', 'SESSION', response.status);
  }
  return (await response.json()) as Session;
}

/** Signs in with a local account. @throws ApiError when the pair is refused. */
export async function signIn(username: string, password: string): Promise<void> {
  const response = await callServer('auth/login', {
    method: 'POST',
    body: { username, password },
  });
  if (response.ok) return;
  const message =
    response.status === 401
      ? 'Unknown user or wrong password.'
      : response.status === 429
        ? 'Too many attempts. Wait a minute and try again.'
        : 'Signing in failed. Try again.';
  throw new ApiError(message, 'SIGN_IN', response.status);
}

/** Ends the session on the server. */
export async function signOut(): Promise<void> {
  await callServer('auth/logout', { method: 'POST', body: {} });
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
