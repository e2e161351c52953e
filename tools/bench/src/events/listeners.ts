import { createClient, type Client } from 'graphql-ws';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import WebSocket from 'ws';

/** What a listener heard: how often, and how late, in milliseconds. */
export interface Heard {
  readonly name: string;
  count: number;
  readonly lateMs: number[];
  /** Numbers heard more than once, or out of order. */
  odd: number;
}

const heardBy = (name: string): Heard => ({ name, count: 0, lateMs: [], odd: 0 });

/** Receivers of webhooks on one port, a path each. */
export interface Receivers {
  readonly host: string;
  readonly heard: readonly Heard[];
  stop(): void;
}

/** Answers webhooks and notes when they come. */
export const startReceivers = async (count: number): Promise<Receivers> => {
  const heard = Array.from({ length: count }, (_, at) => heardBy(`webhook ${at + 1}`));
  const last = heard.map(() => 0);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      response.writeHead(204).end();
      const at = Number(request.url?.slice(1));
      const one = heard[at];
      const { timestamp, sequence } = JSON.parse(body) as { timestamp: string; sequence: number };
      if (!one) return;
      one.count += 1;
      one.lateMs.push(Date.now() - Date.parse(timestamp));
      if (sequence <= (last[at] ?? 0)) one.odd += 1;
      last[at] = sequence;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const QUERY = 'subscription { changes(types: ["dcim.Device"]) { sequence action id display fields at } }';

interface Told {
  readonly changes: { readonly sequence: string; readonly action: string; readonly at: string | null };
}

/** Listens until the connection ends; resolves once it is told where things are. */
const listen = (client: Client, one: Heard): Promise<void> =>
  new Promise((ready, failed) => {
    let last = 0;
    const take = ({ sequence, action, at }: Told['changes']): void => {
      if (action === 'position') return ready();
      one.count += 1;
      one.lateMs.push(Date.now() - Date.parse(at ?? ''));
      if (Number(sequence) <= last) one.odd += 1;
      last = Number(sequence);
    };
    client.subscribe<Told>(
      { query: QUERY },
      {
        next: ({ data }) => data && take(data.changes),
        error: (error) => failed(new Error(JSON.stringify(error))),
        complete: () => undefined,
      },
    );
  });

/** Subscriptions to all changes of devices, a connection each. */
export const startSubscriptions = async (
  url: string,
  token: string,
  count: number,
): Promise<{ readonly heard: readonly Heard[]; stop(): Promise<void> }> => {
  const heard = Array.from({ length: count }, (_, at) => heardBy(`subscription ${at + 1}`));
  const options = {
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  };
  const clients = heard.map(() => createClient(options));
  await Promise.all(heard.map((one, at) => clients[at] && listen(clients[at], one)));
  return {
    heard,
    stop: async () => {
      for (const client of clients) await client.dispose();
    },
  };
};
