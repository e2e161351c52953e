import { graphql, type GraphqlRequest } from './client.ts';
import type { UserError } from './errors.ts';

/** What a person chose, by name; kept by the server, so that it follows them to every browser. */
export type StoredPreferences = Readonly<Record<string, unknown>>;

/** Query key of them. */
export const preferencesKey = ['preferences'] as const;

/** What one chose, over what administrators start people with. */
export const preferencesRequest: GraphqlRequest = { query: 'query Preferences { preferences }', variables: {} };

/** Changes choices by name; null takes one back. */
export function setPreferencesRequest(patch: StoredPreferences): GraphqlRequest {
  return {
    query: `mutation SetPreferences($patch: JSON!) {
  preferencesSet(patch: $patch) { userErrors { code message path } }
}`,
    variables: { patch },
  };
}

/** @throws ApiError */
export async function fetchPreferences(signal?: AbortSignal): Promise<StoredPreferences> {
  return (await graphql<{ preferences: StoredPreferences }>(preferencesRequest, signal)).data.preferences;
}

/** @throws ApiError; Error with what the server has against it */
export async function storePreferences(patch: StoredPreferences): Promise<void> {
  type Reply = { preferencesSet: { userErrors: UserError[] } };
  const [problem] = (await graphql<Reply>(setPreferencesRequest(patch))).data.preferencesSet.userErrors;
  if (problem) throw new Error(problem.message);
}
