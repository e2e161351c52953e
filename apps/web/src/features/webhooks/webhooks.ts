import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { listKey } from '../../generic/list/use-rows.ts';
import { notify } from '../../ui/toast.tsx';

/** How things stand between the server and the other side of a webhook. */
export interface Circuit {
  circuit: 'closed' | 'open';
  failures: number;
  openSince: string | null;
  nextTry: string | null;
  lastSuccess: string | null;
  lastFailure: string | null;
  lastError: string | null;
  pending: number;
}

/** A body as the log keeps it. */
interface KeptBody {
  text: string;
  /** There was more of it. */
  cut: boolean;
}

/** A call as the log keeps it. */
export interface KeptRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: KeptBody | null;
}

/** What the other side answered, as the log keeps it. */
export interface KeptResponse {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  body: KeptBody | null;
}

/** What one delivery holds. */
export interface DeliveryContent {
  event: unknown;
  request: KeptRequest | null;
  response: KeptResponse | null;
  withheld: string | null;
}

/** What a call for a test came to. */
export interface TestCall {
  ok: boolean;
  status: number | null;
  error: string | null;
  durationMs: number;
  request: KeptRequest | null;
  response: KeptResponse | null;
}

const circuitOf = (id: string): GraphqlRequest => ({
  query: `query Circuit($ids: [ID!]!) {
  webhookCircuits(ids: $ids) { circuit failures openSince nextTry lastSuccess lastFailure lastError pending }
}`,
  variables: { ids: [id] },
});

/** How often the state of a webhook is read while its page is open, in ms. */
const refreshMs = 5_000;

/** The state of a webhook, kept up to date. */
export function useCircuit(id: string) {
  return useQuery({
    queryKey: ['webhook-circuit', id],
    refetchInterval: refreshMs,
    queryFn: async ({ signal }) => {
      const { data } = await graphql<{ webhookCircuits: Circuit[] }>(circuitOf(id), signal);
      return data.webhookCircuits[0] ?? null;
    },
  });
}

/** What was sent and answered at last. */
export function useDeliveryContent(id: string, version: unknown) {
  return useQuery({
    queryKey: ['webhook-delivery', id, version],
    queryFn: async ({ signal }) => {
      const request = {
        query: `query Content($id: ID!) {
  webhookDeliveryContent(id: $id) { event request response withheld }
}`,
        variables: { id },
      };
      return (await graphql<{ webhookDeliveryContent: DeliveryContent }>(request, signal)).data.webhookDeliveryContent;
    },
  });
}

/** Calls a webhook once. */
export function useTestCall() {
  return useMutation({
    mutationFn: async (id: string) => {
      const request = {
        query: `mutation Test($id: ID!) {
  webhookTest(id: $id) { ok status error durationMs request response }
}`,
        variables: { id },
      };
      return (await graphql<{ webhookTest: TestCall }>(request)).data.webhookTest;
    },
    onError: (error) => notify('The webhook was not called', messageOf(error)),
  });
}

/** Sends a delivery once more. */
export function useReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const request = {
        query: 'mutation Replay($ids: [ID!]!) { webhookDeliveryReplay(ids: $ids) { ids } }',
        variables: { ids: [id] },
      };
      const { data } = await graphql<{ webhookDeliveryReplay: { ids: string[] } }>(request);
      if (data.webhookDeliveryReplay.ids.length === 0)
        throw new Error('It waits to be sent already, or you may not change its webhook.');
    },
    onSuccess: () => notify('It is sent once more', 'The other side sees the same id.'),
    onError: (error) => notify('Not sent', messageOf(error)),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: listKey('extras.WebhookDelivery') });
      await client.invalidateQueries({ queryKey: ['detail', 'extras.WebhookDelivery'] });
    },
  });
}
