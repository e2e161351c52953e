import type { GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';
import type { FilterInput } from '../../generic/query/filter.ts';

/** Answer of changes of memberships. */
export interface MembershipAnswer {
  user: string | null;
  userErrors: UserError[];
}

/** Lets a user of another organization in. */
export function addRequest(username: string): GraphqlRequest {
  return {
    query: `mutation MemberAdd($username: String!) {
  membershipAdd(username: $username) { user userErrors { code message path } }
}`,
    variables: { username },
  };
}

/** Takes a user out of this organization. */
export function removeRequest(user: string): GraphqlRequest {
  return {
    query: `mutation MemberRemove($user: ID!) {
  membershipRemove(user: $user) { user userErrors { code message path } }
}`,
    variables: { user },
  };
}

/** How signing in went for a user lately. */
export interface SignInFacts {
  failed: { totalCount: number };
  locks: { totalCount: number; nodes: { happenedAt: string; address: string | null }[] };
  last: { nodes: { happenedAt: string; address: string | null }[] };
}

/** Failed sign-ins and lock-outs of a user since an instant, and the last one that worked. */
export function signInRequest(user: string, since: string): GraphqlRequest {
  const about = (kind: string, more: FilterInput = {}) => ({ subjectId: { eq: user }, kind: { eq: kind }, ...more });
  const lately = { happenedAt: { gte: since } };
  return {
    query: `query SignIns($failed: SecurityEventFilter, $locks: SecurityEventFilter, $last: SecurityEventFilter) {
  failed: securityEvents(filter: $failed, first: 1) { totalCount }
  locks: securityEvents(filter: $locks, first: 1) { totalCount nodes { happenedAt address } }
  last: securityEvents(filter: $last, first: 1) { nodes { happenedAt address } }
}`,
    variables: {
      failed: about('loginFailed', lately),
      locks: about('lockout', lately),
      last: about('login'),
    },
  };
}

/** Permissions that reach a user, by name or by group. */
export function reachFilter(user: string): FilterInput {
  const self = { some: { id: { eq: user } } };
  return { or: [{ users: self }, { groups: { some: { users: self } } }] };
}

/** What the security log says about a user, and what the user did. */
export function securityFilter(user: string): FilterInput {
  return { or: [{ subjectId: { eq: user } }, { actorUserId: { eq: user } }] };
}
