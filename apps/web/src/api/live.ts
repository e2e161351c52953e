import type { Client } from 'graphql-ws';
import { serverConfig } from './config.ts';
import { activeOrganization } from './organization.ts';

/** One change of an object, as the server tells of it. */
export interface LiveChange {
  sequence: string;
  /** create, update, delete or an event of a job; position when there was nothing to tell. */
  action: string;
  type: string | null;
  id: string | null;
}

/** What a subscription answers, by its field. */
type Reply<T> = Record<string, T>;

/** A document with its variables. */
interface LiveRequest {
  query: string;
  variables: Record<string, unknown>;
}

let held: { organization: string | null; client: Promise<Client> } | null = null;

function socketUrl(): string {
  const { api } = serverConfig();
  return new URL(`${api}graphql`, location.href).href.replace(/^http/, 'ws');
}

/** Longest pause between two attempts to connect, in ms. */
const longestPause = 30_000;

async function connect(organization: string | null): Promise<Client> {
  const { createClient } = await import('graphql-ws');
  return createClient({
    url: socketUrl(),
    connectionParams: organization === null ? {} : { organization },
    lazyCloseTimeout: 5_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (attempts) =>
      new Promise((resolve) =>
        setTimeout(resolve, Math.min(longestPause, 500 * 2 ** attempts) * (0.5 + Math.random())),
      ),
    shouldRetry: () => true,
  });
}

/** The one connection of this tab, made when first needed and anew for another organization. */
function liveClient(): Promise<Client> {
  const organization = activeOrganization();
  if (held?.organization !== organization) {
    void held?.client.then((client) => client.dispose());
    held = { organization, client: connect(organization) };
  }
  return held.client;
}

/**
 * Subscribes over the one websocket of this tab; gives what ends it.
 *
 * The connection comes back by itself and asks again, so that the first answer after a pause may follow a gap. What the
 * server refuses for good ends quietly: pages then show what they loaded.
 */
export function subscribe<T>(request: LiveRequest, field: string, onNext: (value: T) => void): () => void {
  let end: (() => void) | null = null;
  let isOver = false;
  void liveClient().then((client) => {
    if (isOver) return;
    end = client.subscribe<Reply<T>>(request, {
      next: ({ data }) => data?.[field] !== undefined && onNext(data[field]),
      error: (error) => console.warn('Live updates ended:', error),
      complete: () => undefined,
    });
  });
  return () => {
    isOver = true;
    end?.();
  };
}

const changes = `subscription Live($types: [String!]!) {
  changes(types: $types) { sequence action type id }
}`;

/**
 * Tells of changes of objects of some types, and once more after a lost connection, since some may have been missed.
 */
export function onChanges(types: readonly string[], changed: (change: LiveChange) => void): () => void {
  let last: string | null = null;
  return subscribe<LiveChange>({ query: changes, variables: { types } }, 'changes', (change) => {
    const isQuiet = change.action === 'position' && (last === null || last === change.sequence);
    last = change.sequence;
    if (!isQuiet) changed(change);
  });
}
