import { createHash } from 'node:crypto';
import type { GraphHost } from './host.ts';
import type { RenderLimits } from './limits.ts';
import type { Question, Reply } from './protocol.ts';

/** Refusals of a host that are the template's fault carry the class Django or Python would raise. */
const kindOf = (error: unknown): string | null => {
  const kind = (error as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' ? kind : null;
};

const over = (message: string): Reply => ({ error: { kind: 'LimitExceeded', message } });

/** Answers the questions of one render, within its limits, and notes what was read. */
export class Answers {
  readonly reads = new Set<string>();
  calls = 0;
  rows = 0;
  /** An error of the host that is none of the template's. */
  failure: Error | null = null;
  readonly #hash = createHash('sha256');

  constructor(
    private readonly host: GraphHost,
    private readonly limits: RenderLimits,
  ) {}

  /** Digest of every question and its answer, in their order. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  async reply(question: Question): Promise<Reply> {
    this.calls += 1;
    if (this.calls > this.limits.hostCalls)
      return over(`The template asks more than ${this.limits.hostCalls} questions.`);
    if (this.rows > this.limits.rows) return over(`The template reads more than ${this.limits.rows} rows.`);
    try {
      const value = await this.#value(question);
      if (this.rows > this.limits.rows) return over(`The template reads more than ${this.limits.rows} rows.`);
      this.#hash.update(JSON.stringify([question, value]));
      return { value };
    } catch (error) {
      const kind = kindOf(error);
      if (kind === null) this.failure ??= error instanceof Error ? error : new Error(String(error));
      return {
        error: { kind: kind ?? 'RuntimeError', message: kind === null ? 'The host failed.' : (error as Error).message },
      };
    }
  }

  async #value(question: Question): Promise<unknown> {
    switch (question.ask) {
      case 'rows': {
        this.reads.add(question.type);
        this.rows += question.ids.length;
        const found = await this.host.rows(question.type, question.fields, question.ids);
        return found.map((row) => row && question.fields.map((field) => row.get(field) ?? null));
      }
      case 'related': {
        this.reads.add(question.target);
        const found = await this.host.related(
          question.type,
          question.field,
          question.target,
          question.ids,
          question.query,
        );
        this.rows += found.reduce((sum, ids) => sum + ids.length, 0);
        return found;
      }
      case 'list': {
        this.reads.add(question.type);
        const ids = await this.host.list(question.type, question.query);
        this.rows += ids.length;
        return ids;
      }
      case 'contexts':
        return this.host.contexts(question.ids);
      case 'template':
        return (await this.host.template(question.name))?.source ?? null;
      default:
        return question satisfies never;
    }
  }
}
