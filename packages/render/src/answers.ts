import { createHash } from 'node:crypto';
import type { GraphHost } from './host.ts';
import type { RenderLimits } from './limits.ts';
import type { Asked, Fact, Question, Reply } from './protocol.ts';

/** Refusals of a host that are the template's fault carry the class Django or Python would raise. */
const kindOf = (error: unknown): string | null => {
  const kind = (error as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' ? kind : null;
};

const over = (message: string): Reply => ({ error: { kind: 'LimitExceeded', message } });

/** The type whose rows an answer tells of, or null. */
const typeRead = (question: Question): string | null => {
  if (question.ask === 'rows' || question.ask === 'list') return question.type;
  return question.ask === 'related' ? question.target : null;
};

/** Rows an answer names. */
const rowsIn = (question: Question, value: unknown): number => {
  if (question.ask === 'rows') return question.ids.length;
  if (question.ask === 'list') return (value as readonly string[]).length;
  if (question.ask !== 'related') return 0;
  return (value as readonly (readonly string[])[]).reduce((sum, ids) => sum + ids.length, 0);
};

/** Answers one question. @throws what the host throws */
export async function answerOf(host: GraphHost, question: Question, next?: readonly string[]): Promise<unknown> {
  switch (question.ask) {
    case 'rows':
      return host.rows(question.type, question.fields, question.ids);
    case 'related':
      return host.related(question.type, question.field, question.target, question.ids, question.query, next);
    case 'list':
      return host.list(question.type, question.query, next);
    case 'contexts':
      return host.contexts(question.ids);
    case 'objectFields':
      return host.objectFields(question.type);
    case 'template':
      return (await host.template(question.name))?.source ?? null;
    default:
      return question satisfies never;
  }
}

/** A question with its answer as it goes to a child, as JSON text. */
export interface SentFact {
  readonly fact: Fact;
  readonly text: string;
}

/** A fact ready to be sent. */
export const sentFact = (question: Question, value: unknown): SentFact => {
  const fact: Fact = [question, value];
  return { fact, text: JSON.stringify(fact) };
};

/** Digest of questions with their answers, in their order. */
export class FactDigest {
  readonly #hash = createHash('sha256');

  add({ text }: Pick<SentFact, 'text'>): void {
    this.#hash.update(text);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** Answers the questions of one render, within its limits, and notes what was read. */
export class Answers {
  readonly reads = new Set<string>();
  /** What the render used, in its order. */
  readonly transcript: Fact[] = [];
  calls = 0;
  rows = 0;
  /** How many questions had to be asked. */
  asked = 0;
  /** An error of the host that is none of the template's. */
  failure: Error | null = null;
  readonly #digest = new FactDigest();

  constructor(
    private readonly host: GraphHost,
    private readonly limits: RenderLimits,
    private readonly facts: readonly SentFact[],
  ) {}

  /** Digest of every question and its answer, in their order. */
  digest(): string {
    return this.#digest.digest();
  }

  /** Notes the facts that a child used, by their places. */
  use(places: readonly number[]): void {
    for (const place of places) {
      const sent = this.facts[place];
      if (sent) this.#note(sent);
    }
  }

  async reply({ kind: _kind, used, ...question }: Asked): Promise<Reply> {
    this.use(used);
    this.asked += 1;
    if (this.calls >= this.limits.hostCalls)
      return over(`The template asks more than ${this.limits.hostCalls} questions.`);
    if (this.rows > this.limits.rows) return this.#tooManyRows();
    try {
      const value = await answerOf(this.host, question);
      this.#note(sentFact(question, value));
      return this.rows > this.limits.rows ? this.#tooManyRows() : { value };
    } catch (error) {
      this.calls += 1;
      return this.#refusal(error);
    }
  }

  #note({ fact, text }: SentFact): void {
    const [question, value] = fact;
    this.calls += 1;
    this.rows += rowsIn(question, value);
    const type = typeRead(question);
    if (type !== null) this.reads.add(type);
    this.#digest.add({ text });
    this.transcript.push(fact);
  }

  #tooManyRows(): Reply {
    return over(`The template reads more than ${this.limits.rows} rows.`);
  }

  #refusal(error: unknown): Reply {
    const kind = kindOf(error);
    if (kind === null) this.failure ??= error instanceof Error ? error : new Error(String(error));
    const message = kind === null ? 'The host failed.' : (error as Error).message;
    return { error: { kind: kind ?? 'RuntimeError', message } };
  }
}
