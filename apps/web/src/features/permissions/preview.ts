import { useQuery } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';

/** What somebody sees of a type, and may do to some of its rows. */
export interface TypePreview {
  /** Full name, such as `dcim.Device`. */
  type: string;
  count: number;
  /** Names of the first rows that are seen. */
  samples: string[];
  actions: string[];
}

/** Whose rights are looked at, or what a permission comes to. */
export interface PreviewSubject {
  kind: 'user' | 'group' | 'permission';
  id: string;
}

/** What a user, or somebody with the permissions of a group or with one permission alone, would see. */
export function previewRequest({ kind, id }: PreviewSubject): GraphqlRequest {
  return {
    query: `query PermissionPreview($userId: ID, $groupId: ID, $permissionId: ID) {
  permissionPreview(userId: $userId, groupId: $groupId, permissionId: $permissionId) { type count samples actions }
}`,
    variables: { [`${kind}Id`]: id },
  };
}

/** Types of which rows are seen, most first; then those where something may be done unseen. */
export function byCount(types: readonly TypePreview[]): TypePreview[] {
  return [...types].sort((left, right) => right.count - left.count || left.type.localeCompare(right.type));
}

/** Samples and how many more there are. */
export function samplesText({ count, samples }: TypePreview): string {
  const more = count - samples.length;
  return [...samples, ...(more > 0 ? [`${more.toLocaleString('en')} more`] : [])].join(', ');
}

/** Asks for a preview; each look is a fresh one, since permissions are being edited. */
export function usePreview(subject: PreviewSubject) {
  return useQuery({
    queryKey: ['permission-preview', subject.kind, subject.id],
    queryFn: async ({ signal }) => {
      const { data } = await graphql<{ permissionPreview: TypePreview[] }>(previewRequest(subject), signal);
      return byCount(data.permissionPreview);
    },
    staleTime: 0,
  });
}
