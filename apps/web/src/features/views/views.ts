import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf, type UserError } from '../../api/errors.ts';
import type { FilterInput } from '../../generic/query/filter.ts';
import { notify } from '../../ui/toast.tsx';

/** A view of a list that is kept under a name. */
export interface SavedView {
  id: string;
  number: number;
  kind: 'VIEW' | 'COLUMNS';
  name: string;
  filter: FilterInput | null;
  query: string | null;
  /** The filter as addresses of pages write it. */
  tokens: string | null;
  columns: string[] | null;
  orderBy: string[] | null;
  density: string | null;
  /** Parameters of a filter that an import brought. */
  parameters: Readonly<Record<string, unknown>> | null;
  shared: boolean;
  isDefault: boolean;
  isOwn: boolean;
  mayChange: boolean;
  isWatched: boolean;
  ownerName: string | null;
}

/** What a view is to be. */
export interface ViewInput {
  /** The view that is changed; left out for a new one. */
  id?: string;
  type: string;
  name: string;
  filter?: FilterInput;
  query?: string;
  tokens?: string;
  columns?: string[];
  orderBy?: string[];
  density?: string;
  shared: boolean;
  isDefault: boolean;
}

/** Views of lists of a type. */
export function viewsRequest(type: string): GraphqlRequest {
  return {
    query: `query SavedViews($type: String!) {
  savedViews(type: $type) {
    id number kind name filter query tokens columns orderBy density parameters
    shared isDefault isOwn mayChange isWatched ownerName
  }
}`,
    variables: { type },
  };
}

/** Keeps a view. */
export function saveViewRequest(input: ViewInput): GraphqlRequest {
  return {
    query: `mutation SaveView(
  $id: ID, $type: String!, $name: String!, $filter: JSON, $query: String, $tokens: String, $columns: [String!],
  $orderBy: [String!], $density: String, $shared: Boolean!, $isDefault: Boolean!
) {
  savedViewSave(
    id: $id, type: $type, name: $name, filter: $filter, query: $query, tokens: $tokens, columns: $columns,
    orderBy: $orderBy, density: $density, shared: $shared, isDefault: $isDefault
  ) {
    id
    userErrors { code message path }
  }
}`,
    variables: { ...input },
  };
}

/** Deletes a view. */
export function deleteViewRequest(id: string): GraphqlRequest {
  return {
    query: 'mutation DeleteView($id: ID!) { savedViewDelete(id: $id) { userErrors { code message path } } }',
    variables: { id },
  };
}

/** Watches what a view shows, or no longer. */
export function watchViewRequest(id: string, on: boolean): GraphqlRequest {
  return {
    query: `mutation WatchView($id: ID!, $on: Boolean!) {
  savedViewWatch(id: $id, on: $on) { userErrors { code message path } }
}`,
    variables: { id, on },
  };
}

const viewsKey = (type: string) => ['saved-views', type];

/** Views of lists of a type that one may open. */
export function useViews(type: string) {
  return useQuery({
    queryKey: viewsKey(type),
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await graphql<{ savedViews: SavedView[] }>(viewsRequest(type), signal)).data.savedViews,
  });
}

/** Keeps a view; gives the refusals. */
export function useSaveView(type: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: ViewInput): Promise<UserError[]> => {
      type Reply = { savedViewSave: { userErrors: UserError[] } };
      return (await graphql<Reply>(saveViewRequest(input))).data.savedViewSave.userErrors;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: viewsKey(type) }),
  });
}

/** Sends what is done to a view; tells what the server has against it. */
export function useViewAct(type: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (request: GraphqlRequest) => {
      const { data } = await graphql<Record<string, { userErrors: UserError[] } | undefined>>(request);
      const [problem] = Object.values(data).flatMap((answer) => answer?.userErrors ?? []);
      if (problem) throw new Error(problem.message);
    },
    onError: (error) => notify('The view stays as it was', messageOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: viewsKey(type) }),
  });
}
