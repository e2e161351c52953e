import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf, type UserError } from '../../api/errors.ts';
import { subscribe } from '../../api/live.ts';
import { notify } from '../../ui/toast.tsx';

/** What one was told of an object. */
export interface Notification {
  id: string;
  /** Registered name of the entity. */
  type: string;
  objectId: string;
  number: number | null;
  display: string;
  eventType: string;
  actorName: string | null;
  message: string | null;
  /** Events it stands for. */
  events: number;
  at: string;
  read: string | null;
}

/** One page of them. */
export interface NotificationPage {
  total: number;
  unread: number;
  items: Notification[];
}

/** What becomes of notifications. */
export type Fate = 'READ' | 'UNREAD' | 'DELETED';

/** Notifications of a page. */
export const pageLength = 50;

/** One page, the latest first. */
export function notificationsRequest(first: number, offset: number, unreadOnly: boolean): GraphqlRequest {
  return {
    query: `query OwnNotifications($first: Int!, $offset: Int!, $unreadOnly: Boolean!) {
  ownNotifications(first: $first, offset: $offset, unreadOnly: $unreadOnly) {
    total unread
    items { id type objectId number display eventType actorName message events at read }
  }
}`,
    variables: { first, offset, unreadOnly },
  };
}

/** Settles those named, or all. */
export function settleRequest(to: Fate, ids: readonly string[] | null): GraphqlRequest {
  return {
    query: `mutation Settle($to: NotificationFate!, $ids: [ID!]) {
  notificationsSettle(to: $to, ids: $ids) { count userErrors { code message path } }
}`,
    variables: { to, ...(ids && { ids }) },
  };
}

const key = ['own-notifications'];

/** How often notifications are read anew although nothing was told. */
const refreshMs = 120_000;

/** One page of notifications, renewed while it is looked at. */
export function useNotifications(first: number, offset = 0, unreadOnly = false) {
  return useQuery({
    queryKey: [...key, first, offset, unreadOnly],
    refetchInterval: refreshMs,
    staleTime: 5_000,
    queryFn: async ({ signal }) => {
      type Reply = { ownNotifications: NotificationPage };
      return (await graphql<Reply>(notificationsRequest(first, offset, unreadOnly), signal)).data.ownNotifications;
    },
  });
}

/** How many are unread, told as it changes. */
export const unreadRequest: GraphqlRequest = { query: 'subscription Unread { unreadNotifications }', variables: {} };

/** How many are unread; undefined while nobody knows. What is shown of them is read anew when that changes. */
export function useUnread(): number | undefined {
  const client = useQueryClient();
  useEffect(
    () =>
      subscribe<number>(unreadRequest, 'unreadNotifications', () => void client.invalidateQueries({ queryKey: key })),
    [client],
  );
  return useNotifications(0).data?.unread;
}

/** Marks notifications as read or unread, or deletes them; null for all. */
export function useSettle() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ to, ids }: { to: Fate; ids: readonly string[] | null }) => {
      type Reply = { notificationsSettle: { userErrors: UserError[] } };
      const [problem] = (await graphql<Reply>(settleRequest(to, ids))).data.notificationsSettle.userErrors;
      if (problem) throw new Error(problem.message);
    },
    onError: (error) => notify('The notifications stay as they were', messageOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}

const eventWords: Readonly<Record<string, string>> = {
  object_created: 'created',
  object_updated: 'changed',
  object_deleted: 'deleted',
  job_started: 'started',
  job_completed: 'completed',
  job_failed: 'failed',
  job_errored: 'ended with an error',
  job_cancelled: 'was cancelled',
};

/** What happened, in words: `changed 3 times by anna`. */
export function happened({
  eventType,
  events,
  actorName,
}: Pick<Notification, 'eventType' | 'events' | 'actorName'>): string {
  const word = eventWords[eventType] ?? eventType.replaceAll('_', ' ');
  const times = events > 1 ? `, ${events} events` : '';
  return `${word}${actorName ? ` by ${actorName}` : ''}${times}`;
}
