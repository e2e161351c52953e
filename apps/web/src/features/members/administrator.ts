import { useQuery } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';

/** Whether somebody is an administrator; people without a right to see users see none. */
export function administratorRequest(userId: string): GraphqlRequest {
  return { query: 'query Administrator($id: ID) { user(id: $id) { isSuperuser } }', variables: { id: userId } };
}

/** Whether the person who is signed in is an administrator; false until it is known. */
export function useIsAdministrator(): boolean {
  const userId = useSession().data?.user.id ?? '';
  const { data } = useQuery({
    queryKey: ['administrator', userId],
    queryFn: async ({ signal }) =>
      (await graphql<{ user: { isSuperuser: boolean } | null }>(administratorRequest(userId), signal)).data.user,
    enabled: userId !== '',
    staleTime: 300_000,
  });
  return data?.isSuperuser ?? false;
}
