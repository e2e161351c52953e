import {
  consumeAll,
  beginConsumers,
  createCallGuarded,
  createOutgoingPolicy,
  eventDb,
  secretForUse,
  startLiveHub,
  STRICT,
  type ConsumeParts,
  type LiveHub,
} from '@plumbline/engine';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { domains, startSender, type Sender, type SenderParts } from '../../src/index.ts';
import { numberEvents } from '../numbered.ts';
import type { Plant } from '../plant.ts';

/** A call as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the other side answers to a call. */
export type Answer = (call: Arrived, index: number) => { readonly status: number; readonly headers?: object };

/** Another side that keeps what it is sent. */
export class Receiver {
  readonly calls: Arrived[] = [];
  answer: Answer = () => ({ status: 204 });
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const call = { method, url, headers, body: Buffer.concat(parts).toString() };
        this.calls.push(call);
        const { status, headers: own = {} } = this.answer(call, this.calls.length - 1);
        response.writeHead(status, { ...own }).end(status === 204 ? undefined : 'told');
      });
    });
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Waits until something holds; fails after a while. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 500; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not come to that.');
};

/** Readers of events and the sender over a plant. */
export class EventBench {
  readonly pool: Pool;
  readonly hub: LiveHub;
  readonly #plant: Plant;
  readonly #parts: ConsumeParts;

  constructor(plant: Plant) {
    this.#plant = plant;
    this.pool = new Pool({ connectionString: plant.url, max: 6 });
    this.pool.on('error', () => undefined);
    this.hub = startLiveHub({ pool: this.pool, onError: () => undefined });
    const onError = (error: unknown) => {
      throw error;
    };
    this.#parts = { writer: plant.writer, db: eventDb(this.pool), onError };
  }

  async begin(): Promise<void> {
    await beginConsumers(this.#parts.db, ['extras.eventRules']);
  }

  /** Numbers what was committed, and has rules take it up. */
  async takeUp(): Promise<number> {
    await numberEvents(this.#plant.dataSource);
    const consumer = domains.flatMap(({ consumers }) => consumers).find(({ name }) => name === 'extras.eventRules');
    if (!consumer) throw new Error('There is no reader of event rules.');
    return consumeAll(this.#parts, consumer);
  }

  send({ url }: Receiver, over: Partial<SenderParts> = {}): Sender {
    const { engine } = this.#plant.writer;
    const query = async <T>(text: string, values: readonly unknown[]) =>
      (await this.pool.query(text, [...values])).rows as T[];
    return startSender({
      pool: this.pool,
      hub: this.hub,
      call: createCallGuarded({
        policy: createOutgoingPolicy({ ...STRICT, allow: [new URL(url).host] }),
        cuts: true,
        keepsBody: true,
        keepAlive: true,
      }),
      render: async (_, source, values) => ({ text: source.replace('{{ event }}', String(values['event'])) }),
      secretOf: ({ id, organizationId }) =>
        secretForUse(engine, query, { organizationId, type: 'extras.Webhook', id, field: 'secret' }),
      startJob: async () => null,
      onError: () => undefined,
      pollMs: 20,
      pauses: [20, 20],
      ...over,
    });
  }

  async close(): Promise<void> {
    await this.hub.stop();
    await this.pool.end();
  }
}
