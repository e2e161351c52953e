import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';

/** An API token of the person who is signed in; the secret itself is never read back. */
export interface Token {
  id: string;
  keyId: string;
  description: string | null;
  /** Instants in UTC; null for never. */
  expires: string | null;
  lastUsed: string | null;
  /** Address it was last used from. */
  lastAddress: string | null;
  created: string;
  enabled: boolean;
  writeEnabled: boolean;
  bulk: boolean;
  allowedIps: readonly string[] | null;
  /** Names of the permissions it is narrowed to; none for all that its user may do. */
  permissions: readonly string[];
}

/** A permission to which a token can be narrowed. */
export interface OwnPermission {
  id: string;
  name: string;
  description: string | null;
}

/** What a new token is made of. */
export interface TokenInput {
  description: string | null;
  expires: string | null;
  writeEnabled: boolean;
  bulk: boolean;
  allowedIps: readonly string[] | null;
  /** Ids of permissions. */
  permissions: readonly string[];
}

/** What became of a new token: the secret, or why there is none. */
export interface TokenAnswer {
  token: string | null;
  userErrors: UserError[];
}

/** One's own tokens, newest first. */
export const tokensRequest: GraphqlRequest = {
  query: `query OwnTokens {
  tokens {
    id keyId description expires lastUsed lastAddress created enabled writeEnabled bulk allowedIps permissions
  }
}`,
  variables: {},
};

/** Permissions to which a token of the person who is signed in can be narrowed. */
export const permissionsRequest: GraphqlRequest = {
  query: 'query OwnPermissions { ownPermissions { id name description } }',
  variables: {},
};

/** Makes a token; the answer holds it this once. */
export function tokenRequest(input: TokenInput): GraphqlRequest {
  return {
    query: `mutation OwnToken(
  $description: String, $expires: DateTime, $writeEnabled: Boolean!, $bulk: Boolean!, $allowedIps: [String!],
  $permissions: [ID!]
) {
  tokenCreate(
    description: $description, expires: $expires, writeEnabled: $writeEnabled, bulk: $bulk, allowedIps: $allowedIps,
    permissions: $permissions
  ) {
    token
    userErrors { code message path }
  }
}`,
    variables: { ...input },
  };
}

/** Ends a token for good. */
export function revokeRequest(id: string): GraphqlRequest {
  return {
    query: `mutation TokenEnd($ids: [ID!]!) {
  tokenRevoke(ids: $ids) { userErrors { code message path } }
}`,
    variables: { ids: [id] },
  };
}

const tokensKey = ['own-tokens'];

/** One's own tokens. */
export function useTokens() {
  return useQuery({
    queryKey: tokensKey,
    queryFn: async ({ signal }) => (await graphql<{ tokens: Token[] }>(tokensRequest, signal)).data.tokens,
  });
}

/** Permissions to which a new token can be narrowed. */
export function useOwnPermissions() {
  return useQuery({
    queryKey: ['own-permissions'],
    queryFn: async ({ signal }) =>
      (await graphql<{ ownPermissions: OwnPermission[] }>(permissionsRequest, signal)).data.ownPermissions,
  });
}

/** Makes a token. */
export function useTokenCreate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: TokenInput) =>
      (await graphql<{ tokenCreate: TokenAnswer }>(tokenRequest(input))).data.tokenCreate,
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
}

/** Ends a token; gives the refusals. */
export function useTokenRevoke() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      type Reply = { tokenRevoke: { userErrors: UserError[] } };
      return (await graphql<Reply>(revokeRequest(id))).data.tokenRevoke.userErrors;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
}
