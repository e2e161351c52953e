import type { Pool, PoolClient } from 'pg';

/** What a listener tells. */
export interface ListenerOptions {
  readonly pool: Pool;
  readonly channels: readonly string[];
  readonly onNotice: (channel: string, payload: string) => void;
  /** The connection was lost; notices may have been missed. */
  readonly onLost: () => void;
}

/** Keeps one connection listening; a lost one is replaced when `ensure` is called again. */
export class Listener {
  #client: PoolClient | null = null;
  readonly #options: ListenerOptions;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** The connection that listens, for what is bound to one such as session locks. @throws Error when there is none to be had */
  async ensure(): Promise<PoolClient> {
    if (this.#client) return this.#client;
    const { pool, channels, onNotice, onLost } = this.#options;
    const client = await pool.connect();
    const lost = () => {
      if (this.#client !== client) return;
      this.#client = null;
      client.release(true);
      onLost();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload }) => onNotice(channel, payload ?? ''));
    this.#client = client;
    for (const channel of channels) await client.query(`LISTEN ${channel}`);
    return client;
  }

  close(): void {
    const client = this.#client;
    this.#client = null;
    client?.release(true);
  }
}
