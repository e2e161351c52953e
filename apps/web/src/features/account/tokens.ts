import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';

/** An API token of the person who is signed in; the secret itself is never read back. */
export interface Token {
  id: string;
  number: number;
  keyId: string;
  description: string | null;
  /** Instants in UTC; null for never. */
  expires: string | null;
  lastUsed: string | null;
  created: string | null;
  enabled: boolean;
  writeEnabled: boolean;
  allowedIps: readonly string[] | null;
}

/** What a new token is made of. */
export interface TokenInput {
  description: string | null;
  expires: string | null;
  writeEnabled: boolean;
  allowedIps: readonly string[] | null;
}

/** What became of a new token: the secret, or why there is none. */
export interface TokenAnswer {
  token: string | null;
  userErrors: UserError[];
}

/** One's own tokens, newest first. */
export function tokensRequest(userId: string): GraphqlRequest {
  return {
    query: `query OwnTokens($filter: ApiTokenFilter) {
  apiTokens(filter: $filter, first: 200, orderBy: [{ field: "created", direction: DESC }]) {
    nodes { id number keyId description expires lastUsed created enabled writeEnabled allowedIps }
  }
}`,
    variables: { filter: { user: { id: { eq: userId } } } },
  };
}

/** Makes a token; the answer holds it this once. */
export function tokenRequest(input: TokenInput): GraphqlRequest {
  return {
    query: `mutation OwnToken($description: String, $expires: DateTime, $writeEnabled: Boolean!, $allowedIps: [String!]) {
  tokenCreate(description: $description, expires: $expires, writeEnabled: $writeEnabled, allowedIps: $allowedIps) {
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
    query: `mutation TokenEnd($filter: ApiTokenFilter, $expectedCount: Int) {
  apiTokenDelete(filter: $filter, expectedCount: $expectedCount) { userErrors { code message path } }
}`,
    variables: { filter: { id: { in: [id] } }, expectedCount: 1 },
  };
}

const tokensKey = ['own-tokens'];

/** One's own tokens. */
export function useTokens(userId: string) {
  return useQuery({
    queryKey: [...tokensKey, userId],
    queryFn: async ({ signal }) => {
      const { data } = await graphql<{ apiTokens: { nodes: Token[] } }>(tokensRequest(userId), signal);
      return data.apiTokens.nodes;
    },
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
      type Reply = { apiTokenDelete: { userErrors: UserError[] } };
      return (await graphql<Reply>(revokeRequest(id))).data.apiTokenDelete.userErrors;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
}
