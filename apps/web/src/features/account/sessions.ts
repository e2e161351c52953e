import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';

/** A browser that is signed in; instants in UTC. */
export interface SignedIn {
  id: string;
  created: string;
  lastUsed: string;
  expires: string;
  address: string | null;
  userAgent: string | null;
  /** Identity provider; null after a password. */
  provider: string | null;
  current: boolean;
}

/** Answer of what ends sessions. */
export interface Revoked {
  revoked: number;
  userErrors: UserError[];
}

/** Sessions of a user, or of oneself when it is null. */
export function sessionsRequest(user: string | null): GraphqlRequest {
  return {
    query: `query Sessions($user: ID) {
  sessions(user: $user) { id created lastUsed expires address userAgent provider current }
}`,
    variables: user === null ? {} : { user },
  };
}

/** Ends sessions by id, all of them or none. */
export function revokeSessionsRequest(ids: readonly string[]): GraphqlRequest {
  return {
    query: `mutation SessionEnd($ids: [ID!]!) {
  sessionRevoke(ids: $ids) { revoked userErrors { code message path } }
}`,
    variables: { ids },
  };
}

/** Ends all sessions of a user, or of oneself, but the one that asks. */
export function revokeAllRequest(user: string | null): GraphqlRequest {
  return {
    query: `mutation SessionEndAll($user: ID) {
  sessionRevokeAll(user: $user) { revoked userErrors { code message path } }
}`,
    variables: user === null ? {} : { user },
  };
}

const sessionsKey = 'signed-in';

/** Browsers in which a user is signed in; oneself when it is null. */
export function useSessions(user: string | null) {
  return useQuery({
    queryKey: [sessionsKey, user],
    queryFn: async ({ signal }) =>
      (await graphql<{ sessions: SignedIn[] }>(sessionsRequest(user), signal)).data.sessions,
  });
}

/** Signs browsers out: those named, or all of the user but this one. */
export function useSignOutOf(user: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (ids: readonly string[] | 'others'): Promise<Revoked> => {
      const request = ids === 'others' ? revokeAllRequest(user) : revokeSessionsRequest(ids);
      const { data } = await graphql<Record<string, Revoked>>(request);
      const [answer] = Object.values(data);
      if (!answer) throw new Error('The server sent no answer.');
      return answer;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [sessionsKey] }),
  });
}
