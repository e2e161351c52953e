import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf, type UserError } from '../../api/errors.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { notify } from '../../ui/toast.tsx';

/** What one has put on an object oneself. */
export interface Marks {
  isBookmarked: boolean;
  isWatched: boolean;
}

/** An object that one keeps at hand or watches. */
export interface MarkedObject {
  /** Registered name of the entity. */
  type: string;
  id: string;
  number: number | null;
  display: string;
}

/** A link that administrators put on an object. */
export interface ObjectLinkLine {
  id: string;
  name: string;
  group: string | null;
  text: string;
  /** Null when it can't be opened; `problem` says why. */
  url: string | null;
  problem: string | null;
  newWindow: boolean;
}

/** What stands beside the title of an object, in one round trip. */
export interface ObjectAside {
  ownMarks: Marks;
  objectLinks: ObjectLinkLine[];
}

/** Whether people can keep objects of a type at hand: what the network is made of, not what is kept about it. */
export function isMarkable(entity: UiEntity): boolean {
  const isAbout = entity.fields.some(({ name }) => name === 'objectId' || name === 'object');
  return !entity.readOnly && !isAbout && !['core', 'users'].includes(entity.domain);
}

/** Marks and links of one object. */
export function asideRequest(type: string, id: string): GraphqlRequest {
  return {
    query: `query ObjectAside($type: String!, $id: ID!) {
  ownMarks(type: $type, id: $id) { isBookmarked isWatched }
  objectLinks(type: $type, id: $id) { id name group text url problem newWindow }
}`,
    variables: { type, id },
  };
}

/** Puts a mark on objects, or takes it away. */
export function markRequest(mark: Mark, type: string, ids: readonly string[], on: boolean): GraphqlRequest {
  const verb = mark === 'bookmark' ? 'objectBookmark' : 'objectWatch';
  return {
    query: `mutation Mark($type: String!, $ids: [ID!]!, $on: Boolean!) {
  ${verb}(type: $type, ids: $ids, on: $on) { userErrors { code message path } }
}`,
    variables: { type, ids, on },
  };
}

/** Own bookmarks, newest first. */
export const bookmarksRequest: GraphqlRequest = {
  query: 'query OwnBookmarks { ownBookmarks { type id number display } }',
  variables: {},
};

/** Objects one watches, newest first. */
export const watchesRequest: GraphqlRequest = {
  query: 'query OwnWatches { ownWatches { type id number display } }',
  variables: {},
};

/** A bookmark, or the wish to hear of changes. */
export type Mark = 'bookmark' | 'watch';

const asideKey = (type: string, id: string) => ['object-aside', type, id];

/** Query keys of the lists of marked objects. */
const listKeys: Record<Mark, readonly [string]> = { bookmark: ['own-bookmarks'], watch: ['own-watches'] };

/** What stands beside the title of an object; it waits for nothing and nothing waits for it. */
export function useObjectAside(entity: UiEntity, row: Row): ObjectAside | undefined {
  const { data } = useQuery({
    queryKey: asideKey(entity.name, row.id),
    enabled: isMarkable(entity),
    staleTime: 30_000,
    queryFn: async ({ signal }) => (await graphql<ObjectAside>(asideRequest(entity.name, row.id), signal)).data,
  });
  return data;
}

function useObjects(mark: Mark, request: GraphqlRequest, field: string) {
  return useQuery({
    queryKey: listKeys[mark],
    staleTime: 30_000,
    queryFn: async ({ signal }) => (await graphql<Record<string, MarkedObject[]>>(request, signal)).data[field] ?? [],
  });
}

/** Own bookmarks. */
export const useBookmarks = () => useObjects('bookmark', bookmarksRequest, 'ownBookmarks');

/** Objects one watches. */
export const useWatches = () => useObjects('watch', watchesRequest, 'ownWatches');

type Reply = Record<string, { userErrors: UserError[] } | undefined>;

const turned = (marks: Marks, mark: Mark, on: boolean): Marks =>
  mark === 'bookmark' ? { ...marks, isBookmarked: on } : { ...marks, isWatched: on };

/** Puts or takes marks; what is shown changes at once, and back when the server refuses. */
export function useMark(type: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ mark, ids, on }: { mark: Mark; ids: readonly string[]; on: boolean }) => {
      const { data } = await graphql<Reply>(markRequest(mark, type, ids, on));
      const [problem] = Object.values(data).flatMap((answer) => answer?.userErrors ?? []);
      if (problem) throw new Error(problem.message);
    },
    onMutate: ({ mark, ids, on }) => {
      for (const id of ids)
        client.setQueryData<ObjectAside>(
          asideKey(type, id),
          (known) => known && { ...known, ownMarks: turned(known.ownMarks, mark, on) },
        );
    },
    onError: (error) => notify('That was not kept', messageOf(error)),
    onSettled: (_, __, { mark, ids }) => {
      void client.invalidateQueries({ queryKey: listKeys[mark] });
      for (const id of ids) void client.invalidateQueries({ queryKey: asideKey(type, id) });
    },
  });
}
