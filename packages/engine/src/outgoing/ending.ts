import type { ClientRequest } from 'node:http';

/** The end of a call before its answer: its time is over, or nobody wants it any more. */
export class Ending {
  #request: ClientRequest | null = null;
  #reason: Error | null = null;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | null;
  readonly #abort = (): void => this.#end(this.#signal?.reason as Error);
  /** Rejects at the end; nothing else happens to it. */
  readonly reached: Promise<never>;
  #reject: (reason: Error) => void = () => undefined;

  constructor(signal: AbortSignal | null, timeoutMs: number) {
    this.reached = new Promise((_resolve, reject) => (this.#reject = reject));
    this.reached.catch(() => undefined);
    this.#timer = setTimeout(
      () => this.#end(new DOMException('The operation was aborted due to timeout.', 'TimeoutError')),
      timeoutMs,
    );
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
    if (signal?.aborted) this.#abort();
  }

  /** Takes the request that goes on now along. */
  cuts(request: ClientRequest): void {
    this.#request = request;
    if (this.#reason) request.destroy(this.#reason);
  }

  #end(reason: Error): void {
    this.#reason = reason;
    this.#request?.destroy(reason);
    this.#reject(reason);
  }

  /** Leaves no trace in the signal. */
  over(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
  }
}
