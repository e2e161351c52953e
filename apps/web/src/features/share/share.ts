import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';
import { serverConfig } from '../../api/config.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import type { FilterInput } from '../../generic/query/filter.ts';

/** A field that a link may show. */
export interface ShareField {
  name: string;
  label: string;
  /** Shown of an object when nobody chooses. */
  isOwn: boolean;
  /** Shown of a list when nobody chooses. */
  isListed: boolean;
}

/** What a new link shows. */
export interface ShareInput {
  name: string;
  /** Full name, `dcim.Device`. */
  type: string;
  /** The one object; null for rows of a list. */
  id: string | null;
  filter?: FilterInput | undefined;
  query?: string | undefined;
  orderBy?: readonly string[];
  /** Null for all that there are. */
  fields: readonly string[] | null;
  expires: string;
}

/** What became of it: the token, or why there is none. */
export interface ShareAnswer {
  token: string | null;
  expires: string | null;
  userErrors: UserError[];
}

/** A link of the person who is signed in; instants in UTC. */
export interface ShareLink {
  id: string;
  name: string;
  type: string;
  rowId: string | null;
  fields: readonly string[] | null;
  created: string;
  expires: string;
  revoked: string | null;
  lastOpened: string | null;
  timesOpened: number;
}

/** Domains whose rows are nobody's to share: accounts, rights and records of work. */
const keptHome = new Set(['users', 'core']);

/** Whether objects of a type may be shared; the server decides the same. */
export function isShareable({ domain, fields }: UiEntity): boolean {
  return !keptHome.has(domain) && !fields.some(({ kind }) => kind === 'anyObject');
}

const customColumn = 'cf.';

/** Fields of a link that show what columns of a list show; counts are not shared. */
export function fieldsOfColumns(entity: UiEntity, paths: readonly string[], offered: readonly ShareField[]): string[] {
  const known = new Set(offered.map(({ name }) => name));
  const names = paths.flatMap((path) => {
    if (path === 'display') return entity.display;
    return path.startsWith(customColumn) ? `cf_${path.slice(customColumn.length)}` : path;
  });
  return [...new Set(names)].filter((name) => known.has(name));
}

/** Steps of an order that go by fields which are shown; the link takes no others. */
export function shownOrder(
  sort: readonly { path: string; descending: boolean }[],
  fields: readonly string[],
): string[] {
  return sort
    .filter(({ path }) => fields.includes(path.split('.', 1)[0] ?? ''))
    .map(({ path, descending }) => (descending ? `-${path}` : path));
}

/** Whether a link works now, in a word. */
export function linkState({ revoked, expires }: Pick<ShareLink, 'revoked' | 'expires'>, now = Date.now()): string {
  if (revoked !== null) return 'revoked';
  return Date.parse(expires) <= now ? 'expired' : 'active';
}

/** Address of a link, as people pass it on. */
export function shareAddress(token: string): string {
  return `${location.origin}${serverConfig().base}share/${token}`;
}

/** Fields that links to a type may show. */
export function shareFieldsRequest(type: string): GraphqlRequest {
  return {
    query: 'query ShareFields($type: String!) { shareFields(type: $type) { name label isOwn isListed } }',
    variables: { type },
  };
}

/** Makes a link; the answer holds its token this once. */
export function shareRequest({ filter, query, orderBy, ...input }: ShareInput): GraphqlRequest {
  return {
    query: `mutation Share(
  $name: String!, $type: String!, $id: ID, $filter: JSON, $query: String, $orderBy: [String!], $fields: [String!],
  $expires: DateTime
) {
  shareLinkCreate(
    name: $name, type: $type, id: $id, filter: $filter, query: $query, orderBy: $orderBy, fields: $fields,
    expires: $expires
  ) {
    token expires
    userErrors { code message path }
  }
}`,
    variables: { ...input, ...(filter && { filter }), ...(query && { query }), ...(orderBy?.length && { orderBy }) },
  };
}

/** One's own links, newest first. */
export const ownLinksRequest: GraphqlRequest = {
  query: `query OwnShareLinks {
  ownShareLinks { id name type rowId fields created expires revoked lastOpened timesOpened }
}`,
  variables: {},
};

/** Ends links for good. */
export function revokeLinksRequest(ids: readonly string[]): GraphqlRequest {
  return {
    query: `mutation ShareEnd($ids: [ID!]!) {
  shareLinkRevoke(ids: $ids) { revoked userErrors { code message path } }
}`,
    variables: { ids },
  };
}

const linksKey = ['own-share-links'];

/** Fields that links to a type may show. */
export function useShareFields(type: string) {
  return useQuery({
    queryKey: ['share-fields', type],
    queryFn: async ({ signal }) =>
      (await graphql<{ shareFields: ShareField[] }>(shareFieldsRequest(type), signal)).data.shareFields,
  });
}

/** Makes a link. */
export function useShare() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: ShareInput) =>
      (await graphql<{ shareLinkCreate: ShareAnswer }>(shareRequest(input))).data.shareLinkCreate,
    onSuccess: () => client.invalidateQueries({ queryKey: linksKey }),
  });
}

/** One's own links. */
export function useOwnLinks() {
  return useQuery({
    queryKey: linksKey,
    queryFn: async ({ signal }) =>
      (await graphql<{ ownShareLinks: ShareLink[] }>(ownLinksRequest, signal)).data.ownShareLinks,
  });
}

/** Ends a link; gives the refusals. */
export function useRevoke() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      type Reply = { shareLinkRevoke: { userErrors: UserError[] } };
      return (await graphql<Reply>(revokeLinksRequest([id]))).data.shareLinkRevoke.userErrors;
    },
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === linksKey[0] || queryKey[1] === 'users.ShareLink',
      }),
  });
}
