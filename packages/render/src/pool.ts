import { availableParallelism } from 'node:os';
import { Answers, type SentFact } from './answers.ts';
import { Child, ChildGone } from './child-process.ts';
import { contractDigest, type Contract } from './contract.ts';
import type { GraphHost } from './host.ts';
import { RENDER_LIMITS, type RenderLimits } from './limits.ts';
import { frameText, type Done, type Fact, type RenderProblem, type Root, type TemplateOptions } from './protocol.ts';

/** One render. */
export interface RenderRequest {
  readonly name: string;
  readonly source: string;
  /** Options of the language by Jinja's names, already checked. */
  readonly options: TemplateOptions;
  readonly contract: Contract;
  /** JSON texts of objects whose keys become names, in the order of their keys; later ones win. */
  readonly contexts: readonly string[];
  /** JSON texts of values by name; they win over `contexts`. */
  readonly values: Readonly<Record<string, string>>;
  /** Names that lead into the graph; they win over everything. */
  readonly roots: Readonly<Record<string, Root>>;
  /** Types whose records answer `get_config_context()`. */
  readonly contextual: readonly string[];
  readonly host: GraphHost;
  /** Answers of the host that the template will probably ask for; see `ReadPlan`. */
  readonly facts?: readonly SentFact[];
  readonly limits?: Partial<RenderLimits>;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a render. */
export interface RenderResult {
  /** Null when it failed. */
  readonly text: string | null;
  readonly problems: readonly RenderProblem[];
  readonly stats: { readonly ms: number; readonly steps: number; readonly hostCalls: number; readonly rows: number };
  /** Types whose rows were read. */
  readonly reads: readonly string[];
  /** SHA-256 of every question and its answer, included templates too, whether they were sent along or asked for. */
  readonly answersHash: string;
  /** Every question with its answer, in the order in which the template came to them. */
  readonly transcript: readonly Fact[];
  /** Questions that had to be asked, since no fact answered them. */
  readonly asked: number;
}

/** How a pool is set up. */
export interface PoolOptions {
  /** Children; one less than the processor's cores, and at least one, when absent. */
  readonly size?: number;
  /** Renders of a child before it is replaced. */
  readonly rendersPerChild?: number;
  /** Renders that may wait; one more is refused. */
  readonly queue?: number;
}

/** More renders wait than the pool takes. */
export class PoolBusy extends Error {
  constructor(waiting: number) {
    super(`${waiting} renders wait already; try again in a moment.`);
    this.name = 'PoolBusy';
  }
}

/** A child that is still busy this long after its own deadline is killed. */
const GRACE_MS = 500;
const RENDERS_PER_CHILD = 2_000;
const QUEUE = 10_000;

const problem = (kind: string, message: string): RenderProblem => ({
  kind,
  message,
  template: null,
  line: null,
  snippet: null,
});

const abortReason = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('The render was given up.');

/** V8 ends a process whose heap is full by SIGABRT. */
const crashOf = ({ signal }: ChildGone): RenderProblem =>
  signal === 'SIGABRT'
    ? problem('LimitExceeded', 'The template used too much memory and was ended.')
    : problem('Crashed', 'The process that runs templates ended unexpectedly.');

/** Warm child processes that render templates, one at a time each; a child that misbehaves is killed and replaced. */
export class RenderPool {
  readonly size: number;
  readonly #rendersPerChild: number;
  readonly #most: number;
  readonly #idle: Child[] = [];
  readonly #all = new Set<Child>();
  readonly #waiting: ((child: Child | Error) => void)[] = [];
  #isClosed = false;

  constructor(options: PoolOptions = {}) {
    this.size = options.size ?? Math.max(1, availableParallelism() - 1);
    this.#rendersPerChild = options.rendersPerChild ?? RENDERS_PER_CHILD;
    this.#most = options.queue ?? QUEUE;
  }

  /** Starts all children, so that the first render need not wait for one. */
  warm(): void {
    while (this.#all.size < this.size && !this.#isClosed) this.#idle.push(this.#start());
  }

  /**
   * Renders in a child. Failures of the template are in the result.
   *
   * @throws PoolBusy; the signal's reason; the host's own error when it fails for no fault of the template
   */
  async render(request: RenderRequest): Promise<RenderResult> {
    const { signal } = request;
    if (signal?.aborted) throw abortReason(signal);
    const child = await this.#take();
    await child.ready.catch(() => undefined); // one that is gone shows when it is used; the clock starts after this
    if (signal?.aborted) {
      this.#give(child);
      throw abortReason(signal);
    }
    const started = performance.now();
    const limits: RenderLimits = { ...RENDER_LIMITS, ...request.limits };
    const answers = new Answers(request.host, limits, request.facts ?? []);
    try {
      const done = bounded(await this.#run(child, request, limits, answers), limits, answers);
      if (signal?.aborted) throw abortReason(signal);
      if (answers.failure) throw answers.failure;
      const stats = {
        ms: Math.round((performance.now() - started) * 100) / 100,
        steps: done.steps,
        hostCalls: answers.calls,
        rows: answers.rows,
      };
      const { text, problems } = done;
      const { transcript, asked } = answers;
      const reads = [...answers.reads].sort();
      return { text, problems, stats, reads, answersHash: answers.digest(), transcript, asked };
    } finally {
      this.#give(child);
    }
  }

  /** Ends all children; renders that wait are refused. */
  async stop(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#waiting.splice(0)) waiting(new Error('The pool was closed.'));
    for (const child of this.#all) child.kill();
    this.#all.clear();
    this.#idle.length = 0;
  }

  async #run(child: Child, request: RenderRequest, limits: RenderLimits, answers: Answers): Promise<Done> {
    let reason: RenderProblem | null = null;
    const end = (why: RenderProblem) => () => {
      reason ??= why;
      child.kill();
    };
    const late = end(problem('LimitExceeded', `The template took more than ${limits.ms} ms and was ended.`));
    const gone = end(problem('Aborted', 'The render was given up.'));
    const timer = setTimeout(late, limits.ms + GRACE_MS);
    request.signal?.addEventListener('abort', gone, { once: true });
    try {
      return await converse(child, request, limits, answers);
    } catch (error) {
      if (!(error instanceof ChildGone)) throw error;
      const why = reason ?? crashOf(error);
      return { kind: 'done', text: null, problems: [why], steps: 0, used: [] };
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', gone);
    }
  }

  #start(): Child {
    const child = new Child();
    this.#all.add(child);
    child.rest();
    return child;
  }

  async #take(): Promise<Child> {
    if (this.#isClosed) throw new Error('The pool was closed.');
    const idle = this.#idle.pop();
    if (idle && !idle.isGone) return this.#woken(idle);
    if (idle) this.#all.delete(idle);
    if (this.#all.size < this.size) return this.#woken(this.#start());
    if (this.#waiting.length >= this.#most) throw new PoolBusy(this.#waiting.length);
    return new Promise((resolve, reject) => {
      this.#waiting.push((child) => {
        if (child instanceof Error) reject(child);
        else resolve(this.#woken(child));
      });
    });
  }

  #woken(child: Child): Child {
    child.wake();
    return child;
  }

  #give(child: Child): void {
    child.renders += 1;
    const isSpent = child.isGone || child.renders >= this.#rendersPerChild;
    if (isSpent) {
      child.kill();
      this.#all.delete(child);
    }
    if (this.#isClosed) return child.kill();
    const next = isSpent ? this.#start() : child;
    const waiting = this.#waiting.shift();
    if (waiting) return waiting(next);
    next.rest();
    this.#idle.push(next);
  }
}

/** A render that used more facts than it may ask for is refused like one that asked. */
function bounded(done: Done, limits: RenderLimits, answers: Answers): Done {
  answers.use(done.used);
  const isOver = answers.rows > limits.rows || answers.calls > limits.hostCalls;
  if (!isOver || done.text === null) return done;
  const what =
    answers.rows > limits.rows ? `reads more than ${limits.rows} rows` : `asks more than ${limits.hostCalls} questions`;
  return { ...done, text: null, problems: [problem('LimitExceeded', `The template ${what}.`)] };
}

/** A render as JSON text; facts are texts already. */
function commandText(request: RenderRequest, contract: string, limits: RenderLimits): string {
  const { name, source, options, contexts, values, roots, contextual, facts = [] } = request;
  const command = { kind: 'render', contract, name, source, options, contexts, values, roots, contextual, limits };
  return `${JSON.stringify(command).slice(0, -1)},"facts":[${facts.map(({ text }) => text).join(',')}]}`;
}

/** Puts a render to a child and answers what it asks, until it is done. */
async function converse(child: Child, request: RenderRequest, limits: RenderLimits, answers: Answers): Promise<Done> {
  const contract = contractDigest(request.contract);
  if (child.contract !== contract) {
    child.send({ kind: 'contract', digest: contract, contract: request.contract });
    child.contract = contract;
  }
  child.sendFrame(frameText(commandText(request, contract, limits)));
  for (;;) {
    const message = await child.next();
    if (message.kind === 'done') return message;
    if (message.kind === 'ask') {
      const reply = await Promise.race([answers.reply(message), child.gone]);
      child.send({ kind: 'reply', ...reply });
    }
  }
}
