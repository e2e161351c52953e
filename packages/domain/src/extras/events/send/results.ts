import { storeResults, type AskSend, type Line, type LineNote, type Result } from './send.queries.ts';

/** Results of calls of all lines, kept from time to time by one statement; what is not kept is sent again after a crash. */
export class Results {
  #results: Result[] = [];
  #notes = new Map<string, LineNote>();
  readonly #ask: AskSend;

  constructor(ask: AskSend) {
    this.#ask = ask;
  }

  /** A delivery that came to its end; `reached` when the other side took it. */
  ended({ organizationId, webhookId }: Line, result: Result, reached: boolean): void {
    this.#results.push(result);
    if (!reached) return;
    this.#notes.set(webhookId, { organizationId, webhookId, reached, missed: false, error: null, pauseMs: null });
  }

  /** A delivery that is tried again after a pause, with its line. */
  missed({ organizationId, webhookId }: Line, result: Result): void {
    const { error, pauseMs } = result;
    const reached = this.hasReached(webhookId);
    this.#results.push(result);
    this.#notes.set(webhookId, { organizationId, webhookId, reached, missed: true, error, pauseMs });
  }

  /** Whether the other side took something that is not noted yet. */
  hasReached(webhookId: string): boolean {
    return this.#notes.get(webhookId)?.reached ?? false;
  }

  /** Keeps what came together. @throws Error when the database can't be asked; nothing is forgotten then */
  async flush(): Promise<void> {
    const [results, notes] = [this.#results, this.#notes];
    this.#results = [];
    this.#notes = new Map();
    try {
      await storeResults(this.#ask, results, [...notes.values()]);
    } catch (error) {
      this.#results = [...results, ...this.#results];
      this.#notes = new Map([...notes, ...this.#notes]);
      throw error;
    }
  }
}
