import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';

/** A permission that may be passed on. */
export interface Delegable {
  id: string;
  name: string;
  objectTypes: string[];
  actions: string[];
}

/** Who is invited, and what of a permission is passed on. */
export interface Invitation {
  username: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  parent: string;
  name: string;
  objectTypes: readonly string[];
  actions: readonly string[];
}

/** What came of an invitation; the password is told this once, and none to who has an account. */
export interface InviteAnswer {
  user: string | null;
  password: string | null;
  userErrors: UserError[];
}

/** Permissions that one sees and that may be passed on. */
export const delegableRequest: GraphqlRequest = {
  query: `query Delegable {
  objectPermissions(filter: { delegable: { eq: true }, enabled: { eq: true } }, first: 500) {
    nodes { id name objectTypes actions }
  }
}`,
  variables: {},
};

/** Lets a person in with a part of a permission. */
export function inviteRequest({ parent, name, objectTypes, actions, ...person }: Invitation): GraphqlRequest {
  return {
    query: `mutation Invite($input: MemberInviteInput!) {
  memberInvite(input: $input) { user password userErrors { code message path } }
}`,
    variables: { input: { ...person, permissions: [{ parent, name, objectTypes, actions }] } },
  };
}

/** Permissions to pass on; none for those who see none. */
export function useDelegable() {
  return useQuery({
    queryKey: ['delegable'],
    queryFn: async ({ signal }) => {
      type Reply = { objectPermissions: { nodes: Delegable[] } };
      return (await graphql<Reply>(delegableRequest, signal)).data.objectPermissions.nodes;
    },
  });
}

/** Sends invitations; what lists of people and permissions show is read anew. */
export function useInvite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (invitation: Invitation) =>
      (await graphql<{ memberInvite: InviteAnswer }>(inviteRequest(invitation))).data.memberInvite,
    onSuccess: ({ userErrors }) => {
      if (userErrors.length === 0)
        void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
    },
  });
}
